"""Nothing typed is lost on leaving: drafts are flushed, and the person is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from medialib_tui.tui import jobs
from medialib_tui.tui.dialogs.choice import Choice, ChoiceDialog

if TYPE_CHECKING:
    from medialib_tui.tui.app import MedialibApp
    from medialib_tui.tui.screens.importing.running import ImportRunning
    from medialib_tui.tui.widgets.kitty import KittyPicture

KEEP, DISCARD, STOP = "keep", "discard", "stop"


@runtime_checkable
class Unsaved(Protocol):
    """A screen that holds what a person typed."""

    @property
    def unsaved(self) -> str:
        """What is not saved, in words; empty where nothing is."""
        ...

    def keep_draft(self) -> None:
        """Put the draft on the disk now."""
        ...

    def discard_draft(self) -> None:
        """Drop the draft, and what was typed."""
        ...


def unsaved_screens(app: MedialibApp) -> list[Unsaved]:
    """The screens with something unsaved, the top one first."""
    found = [screen for screen in reversed(app.screen_stack) if isinstance(screen, Unsaved)]
    return [screen for screen in found if screen.unsaved]


def keep_all(app: MedialibApp) -> None:
    """Put every draft on the disk now: the terminal is going away."""
    for screen in unsaved_screens(app):
        screen.keep_draft()


def free_pictures(app: MedialibApp) -> None:
    """Have the terminal free what it was sent, while it still shows this app's screen."""
    for screen in app.screen_stack:
        for picture in screen.query("KittyPicture"):
            cast("KittyPicture", picture).show(None)


def ask_before(app: MedialibApp, go: Callable[[], None]) -> None:
    """Go where nothing is unsaved or in flight; otherwise ask first."""
    importing = app.importing
    name = importing.name if importing is not None and not importing.ended else ""
    writes = jobs.running_writes(app)
    ask_of(app, unsaved_screens(app), go, writes=writes, importing=name)


def ask_of(
    app: MedialibApp,
    screens: Sequence[Unsaved],
    go: Callable[[], None],
    *,
    writes: int = 0,
    importing: str = "",
) -> None:
    """Go where these screens hold nothing unsaved and none of so many writes runs, else ask."""
    unsaved = [screen for screen in screens if screen.unsaved]
    if not unsaved and not writes:
        go()
        return

    def answered(choice: str | None) -> None:
        if not choice:
            return
        for screen in unsaved:
            if choice == DISCARD:
                screen.discard_draft()
            else:
                screen.keep_draft()
        if choice == STOP and app.importing is not None:
            jobs.start_read(app, partial(_go_after, app.importing, go), group="leave")
        else:
            go()

    app.push_screen(LeaveDialog(unsaved, writes=writes, importing=importing), answered)


async def _go_after(importing: ImportRunning, go: Callable[[], None]) -> None:
    await importing.over()
    go()


class LeaveDialog(ChoiceDialog):
    """Ends with `keep`, `discard`, `stop` for an import, or nothing to stay."""

    def __init__(self, screens: list[Unsaved], *, writes: int = 0, importing: str = "") -> None:
        stay = Choice("", "Stay here", "s")
        keep = Choice(KEEP, "Keep the draft and leave", "k", "it is offered again")
        drop = Choice(DISCARD, "Discard the changes and leave", "d", "they are gone")
        if importing:
            super().__init__(
                f"{importing} is being imported",
                [
                    stay,
                    Choice(STOP, "Stop it, then leave", "x", "what is on its way is awaited"),
                    Choice(KEEP, "Leave now", "l", "what is on its way is settled later"),
                ],
            )
        elif writes:
            super().__init__(
                "A write is still running: its outcome is not known yet",
                [
                    stay,
                    Choice(KEEP, "Leave now", "l", "it is finished, or settled at the next start"),
                ],
            )
        else:
            title = "; ".join(screen.unsaved for screen in screens)
            super().__init__(f"Not saved: {title}", [keep, drop, stay])
