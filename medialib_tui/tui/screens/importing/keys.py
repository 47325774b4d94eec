"""Which step of an import has a use for which key, in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from medialib_tui.tui.screens.importing.screen import ImportScreen

FILE, CHECK, RESULT = "file", "check", "result"
STEPS = (FILE, CHECK, RESULT)

_ON_ROWS = {"rows_failed", "rows_filter", "import_open", "import_details"}
_SENDS = {"import_proceed", "import_all"}
_ONLY_ON = {
    "import_proceed": {CHECK, RESULT},
    "import_all": {CHECK, RESULT},
    "import_stop": {CHECK, RESULT},
    "import_again": {CHECK, RESULT},
    "import_mapping": {CHECK},
    "import_columns": {CHECK},
    "import_details": {CHECK, RESULT},
    "import_export": {CHECK, RESULT},
    "rows_failed": {CHECK, RESULT},
    "rows_filter": {CHECK, RESULT},
    "rows_open": {RESULT},
}


def offered(screen: ImportScreen, action: str) -> bool | None:
    """Whether an action has a use now; None where it is dimmed."""
    steps = _ONLY_ON.get(action)
    if steps is not None and screen.step not in steps:
        return False
    useful = _in_check(screen, action) if screen.step == CHECK else _in_result(screen, action)
    if useful and action in _SENDS and not _possible(screen):
        return None
    return useful


def _possible(screen: ImportScreen) -> bool:
    checked = screen.checking.checked
    if screen.step == CHECK and checked is not None and not checked.found.good:
        return False
    return not screen.checking.refused


def _in_check(screen: ImportScreen, action: str) -> bool:
    checking, problems = screen.checking, screen.checking.pane.problems
    if action == "rows_failed":
        return problems.failed_only or 0 < problems.failed < len(problems.rows)
    if action == "import_export":
        return bool(checking.checked and problems.rows)
    if action in _ON_ROWS:
        return bool(checking.pane.problems.rows)
    if action in _SENDS:
        return checking.checked is not None
    return {
        "import_stop": checking.busy,
        "import_mapping": checking.maps_columns,
        "import_columns": checking.has_columns,
    }.get(action, True)


def _in_result(screen: ImportScreen, action: str) -> bool:
    watching = screen.watching
    active, left = watching.active, watching.left
    return {"import_stop": active, "import_proceed": bool(left)}.get(action, True)
