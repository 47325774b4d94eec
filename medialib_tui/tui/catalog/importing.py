"""The actions of an import, part of the one catalog."""

from __future__ import annotations

from medialib_tui.model.capability import Capability
from medialib_tui.tui.catalog.action import Action

_IMPORT, _PATH = ("import",), ("path",)

IMPORT: tuple[Action, ...] = (
    Action(
        "app.import",
        "I",
        "Import",
        "Create entries from a JSON, JSON lines or CSV file; checked first",
        ("app",),
        show=False,
    ),
    Action(
        "import.proceed",
        "f2",
        "Import",
        "Ask, then create the entries; an import cut off goes on where it was",
        _IMPORT,
        capability=Capability.IMPORT,
    ),
    Action("import.stop", "s", "Stop", "Send nothing further; what is on its way ends", _IMPORT),
    Action(
        "import.columns",
        "c",
        "Columns",
        "Show counts and columns alone, or the problems again",
        _IMPORT,
    ),
    Action(
        "import.export",
        "w",
        "Export",
        "Write what failed, to be corrected, or all results or problems, to a file",
        _IMPORT,
    ),
)
"""Where one goes on; what can be done with rows stands behind it."""

IMPORT_ROWS: tuple[Action, ...] = (
    Action(
        "import.open", "enter", "Open", "Open the entry of the row, or its whole story", _IMPORT
    ),
    Action("import.details", "v", "Details", "The whole story of the row", _IMPORT),
    Action("import.again", "r", "Check again", "Read and check the file again", _IMPORT),
    Action(
        "import.mapping",
        "m",
        "Mapping",
        "Say what the columns of a CSV file are for, by a mapping file",
        _IMPORT,
    ),
    Action(
        "import.all",
        "A",
        "All again",
        "Offer every item again, also those an earlier import created",
        _IMPORT,
        capability=Capability.IMPORT,
        show=False,
    ),
    Action(
        "import.back",
        "escape",
        "Back",
        "One step back, or leave",
        _IMPORT,
        show=False,
        palette=False,
    ),
    Action("path.submit", "enter", "Check", "Check this file", _PATH, palette=False),
    Action("path.leave", "down", "To the files", "To the files", _PATH, show=False, palette=False),
    Action("path.clear", "escape", "Clear", "Empty the field, or leave", _PATH, palette=False),
)
