"""The act's own step: a note, another asset, or a language."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError
from medialib_tui.core.takedown.assets import asset_errors, asset_fields, asset_kind, removable
from medialib_tui.core.takedown.local_file import from_file
from medialib_tui.core.takedown.notes import fills
from medialib_tui.tui import jobs
from medialib_tui.tui.widgets.asset_pane import AssetPane
from medialib_tui.tui.widgets.locale_pane import LocalePane

if TYPE_CHECKING:
    from medialib_tui.core.takedown.evidence import Evidence
    from medialib_tui.tui.screens.takedown.screen import TakeDownScreen


async def fit(screen: TakeDownScreen, evidence: Evidence) -> None:
    """Have every form offer what this entry takes; what was typed stays."""
    screen.note.put_templates(fills(screen.library.settings.notes, evidence.entry))
    kind = asset_kind(evidence.entry, evidence.project)
    await screen.query_one(AssetPane).put(asset_fields(kind))
    screen.query_one(LocalePane).put(removable(evidence.entry, evidence.project))


def sound(screen: TakeDownScreen, evidence: Evidence) -> bool:
    """Whether what was typed can be sent; what is wrong is said where it stands."""
    match screen.input_step:
        case "note":
            return not screen.note.problem
        case "asset":
            pane = screen.query_one(AssetPane)
            errors = asset_errors(pane.asset, evidence.entry, evidence.project)
            pane.refuse(errors)
            return not errors
        case "locale":
            return screen.query_one(LocalePane).chosen is not None
        case _:
            return True


def read_file(screen: TakeDownScreen, path: Path) -> None:
    """Fill the asset form with what a local copy tells."""
    pane = screen.query_one(AssetPane)
    pane.say("Reading the file…", "$muted")
    place = Path(os.path.expanduser(path))

    async def read() -> None:
        facts = await from_file(place)
        said = "; ".join(facts.notes) or "Filled from the file; what you typed was kept."
        pane.fill(facts.values, said)

    jobs.start_read(screen, read, group="file", on_error=partial(_no_file, pane))


def _no_file(pane: AssetPane, error: ApiError) -> None:
    pane.say(f"{error.title} {error.detail}", "bold $bad")
