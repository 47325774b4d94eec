"""What is asked before an import begins, and before one that is under way is left alone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from medialib_tui.core.facts import say_size
from medialib_tui.core.takedown.guards import TAIL
from medialib_tui.tui.dialogs.choice import Choice, ChoiceDialog
from medialib_tui.tui.dialogs.consent import ConsentDialog
from medialib_tui.tui.dialogs.import_mapping import MappingDialog
from medialib_tui.tui.screens.batch.words import count_of
from medialib_tui.tui.screens.importing.paths import path_of
from medialib_tui.tui.screens.importing.words import NO_UNDO
from medialib_tui.tui.widgets.sheet import Block, Fact, Gap, Said

if TYPE_CHECKING:
    from medialib_tui.core.importing.outcomes import ItemResult
    from medialib_tui.tui.app import MedialibApp
    from medialib_tui.tui.screens.importing.checking import Checked
    from medialib_tui.tui.screens.importing.screen import ImportScreen

_STAY, _ALONE, _STOP = "stay", "alone", "stop"


async def agreed(app: MedialibApp, checked: Checked, *, resume: bool) -> bool:
    """Name the server, the counts, what is left out and that there is no way back."""
    server = app.session.server
    left = checked.left if resume else checked.found.good
    agreed_to = await app.push_screen_wait(
        ConsentDialog(
            f"Import {count_of(left, 'item')} to {server.name}?",
            list(_blocks(app, checked, resume=resume)),
            agree="Import",
            whose=f"the server's name, {server.name}",
            typed=server.name[-TAIL:] if server.production else "",
        )
    )
    return bool(agreed_to)


def _blocks(app: MedialibApp, checked: Checked, *, resume: bool) -> Iterator[Block]:
    found, place = checked.found, app.place
    environment = place.environment if place else ""
    name = app.session.server.name
    yield Fact("Server", f"{name}  {environment}" if environment else name, "strong")
    yield Fact("File", str(found.source.path))
    if resume and checked.earlier is not None:
        yield Fact("Earlier", checked.earlier.text())
        yield Fact("To be sent", f"{count_of(checked.left, 'item')} without a proven end")
    else:
        asked = f"{count_of(found.requests, 'request')}, {say_size(found.bytes)}"
        yield Fact("To be sent", f"{count_of(found.good, 'item')} in {asked}")
    if bad := found.total - found.good:
        left_out = f"{count_of(bad, 'item')} with errors; w writes them to a file to be corrected"
        yield Fact("Left out", left_out, "warn")
    if found.warnings:
        yield Fact("Warnings", f"{found.warnings:,}; these items are sent all the same", "warn")
    yield Fact("Existing", "an entry of the same id or external id is left as it is")
    for text in found.unchecked:
        yield Said(f"! {text}", "warn")
    yield Gap()
    yield Said(NO_UNDO, "warn")


async def ask_mapping(app: MedialibApp, path: Path, now: Path | None) -> Path | None:
    """Which mapping file to read a CSV file with; the empty path for none, None for no answer."""
    beside = path.with_suffix(".toml")
    there = beside if await asyncio.to_thread(beside.is_file) else None
    typed = await app.push_screen_wait(MappingDialog(str(now or there or "")))
    if typed is None:
        return None
    return path_of(typed) if typed else Path()


async def ask_to_leave(screen: ImportScreen) -> None:
    """Leave while an import is under way: it goes on, or stops."""
    app, running = screen.library, screen.watching.running
    if running is None:
        return
    choices = [
        Choice(_STAY, "Stay here", "s"),
        Choice(_ALONE, "Leave it running", "l", "I comes back to it"),
        Choice(_STOP, "Stop it and leave", "x", "it can be gone on with"),
    ]
    dialog = ChoiceDialog(f"{running.name} is being imported", choices)

    def heard(group: Sequence[ItemResult]) -> None:
        """What was asked is settled where the import ends meanwhile."""
        if not group and dialog.is_current:
            dialog.dismiss(None)

    deaf = running.watch(heard)
    choice = await app.push_screen_wait(dialog)
    deaf()
    if choice in (None, _STAY) or screen not in app.screen_stack:
        return
    if choice == _STOP:
        running.stop()
    if app.screen is screen:
        app.pop_screen()
