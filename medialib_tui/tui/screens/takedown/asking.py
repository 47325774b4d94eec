"""The questions of a take-down: which act, and whether it is really meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from medialib_tui.core.takedown.plan import Plan, TakeDown
from medialib_tui.tui.dialogs.choice import Choice, ChoiceDialog
from medialib_tui.tui.dialogs.consent import ConsentDialog
from medialib_tui.tui.screens.takedown.acting import sender
from medialib_tui.tui.screens.takedown.rows import way_tone
from medialib_tui.tui.screens.takedown.words import EXPLAINED, NAMES
from medialib_tui.tui.widgets.asset_pane import AssetPane
from medialib_tui.tui.widgets.locale_pane import LocalePane
from medialib_tui.tui.widgets.sheet import Block, Fact, Gap, Said

if TYPE_CHECKING:
    from medialib_tui.tui.app import MedialibApp
    from medialib_tui.tui.screens.takedown.screen import TakeDownScreen

_KEYS = {
    TakeDown.REVOKE: "x",
    TakeDown.UNREVOKE: "u",
    TakeDown.ARCHIVE: "a",
    TakeDown.REPLACE_ASSET: "r",
    TakeDown.REMOVE_ASSET: "t",
}

SEVERAL = (TakeDown.REVOKE, TakeDown.UNREVOKE, TakeDown.ARCHIVE)
"""What can be done to several entries at once: what needs nothing but them."""


async def choose_act(
    app: MedialibApp, now: TakeDown | None = None, *, several: bool = False
) -> TakeDown | None:
    """Ask for an act; those that are not offered here say why."""
    choices = []
    for act in SEVERAL if several else tuple(TakeDown):
        supported = app.supports(act.capability)
        why = "" if supported.possible else supported.reason
        here = "chosen now; " if act is now else ""
        detail = f"not offered: {why}" if why else here + EXPLAINED[act]
        choices.append(Choice(act.value, NAMES[act], _KEYS[act], detail, absent=bool(why)))
    chosen = await app.push_screen_wait(ChoiceDialog("What is to be done?", choices))
    return TakeDown(chosen) if chosen else None


async def ask(screen: TakeDownScreen) -> None:
    """Say what will happen; where it is agreed to, send it."""
    made, evidence = screen.plan, screen.evidence
    if made is None or evidence is None:
        return
    asset = screen.query_one(AssetPane).asset if screen.input_step == "asset" else None
    removed = screen.query_one(LocalePane).chosen if screen.input_step == "locale" else None
    note = screen.note_text
    given: list[Block] = []
    if made.operation is TakeDown.REVOKE:
        given.append(_note(made, note))
    given += [Fact(name, str(value)) for name, value in (asset or {}).items()]
    if removed is not None:
        given.append(Fact("Language", f"{removed.label} ({removed.locale})"))
        given.append(Fact("File", removed.filename or removed.key))
    screen.header.step = len(screen.header.steps) - 2
    agreed = await screen.library.push_screen_wait(
        ConsentDialog(
            f"{NAMES[made.operation]} {made.entry.id}?",
            list(_blocks(made, given)),
            agree=NAMES[made.operation],
            whose="the id",
            typed=made.typed,
        )
    )
    screen.name_steps()
    if agreed and screen.acting.here:
        locale = removed.locale if removed else ""
        send = sender(
            screen.session, evidence, made.operation, note=note, asset=asset, locale=locale
        )
        screen.say(f"sending to {screen.session.server.name}…", "plain")
        screen.acting.send(made, evidence, send)


def _note(made: Plan, note: str) -> Block:
    if not made.note.possible:
        return Fact("Note", f"none: {made.note.reason}", "muted")
    return Fact("Note", note or "none", "plain" if note else "muted")


def _blocks(made: Plan, given: list[Block]) -> Iterator[Block]:
    """The way back first, then the files, then everything else there is to know."""
    yield Said(made.way.sentence, way_tone(made))
    yield Said(made.way.files)
    yield Gap()
    yield Fact("Entry", made.entry.title)
    yield Fact("Id", made.entry.id)
    yield from given
    yield Gap()
    for text in made.warnings:
        yield Said(f"! {text}", "warn")
    for text in made.effects:
        yield Said(text, "muted")
