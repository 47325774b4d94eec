"""The actions of a take-down, part of the one catalog."""

from __future__ import annotations

from medialib_tui.model.capability import Capability
from medialib_tui.tui.catalog.action import Action

_ITEM, _ONE, _BOTH = ("lookup", "entry"), ("takedown",), ("takedown", "batch")

TAKING_DOWN: tuple[Action, ...] = (
    Action(
        "item.take-down",
        "x",
        "Take down",
        "Check every use, revoke with a note, prove it; in the look-up all marked rows at once",
        _ITEM,
        capability=Capability.REVOKE,
    ),
    Action(
        "item.acts",
        "X",
        "Unrevoke, archive, replace or remove asset",
        "Choose what to do with the asset; it goes the same way as a take-down",
        _ITEM,
        show=False,
    ),
    Action("lookup.mark", "space", "Mark", "Mark the row for x", ("lookup",), palette=False),
    Action(
        "lookup.mark-all",
        "asterisk",
        "Mark all",
        "Mark every entry listed, or none again",
        ("lookup",),
        show=False,
    ),
    Action("takedown.proceed", "f2", "Next step", "To the next step; nothing is sent yet", _BOTH),
    Action(
        "takedown.report", "w", "Report", "Write a report of what was seen and done to files", _BOTH
    ),
    Action("takedown.copy", "y", "Copy", "Copy purge list, keys, ids or the report", _BOTH),
    Action(
        "takedown.tick", "space", "Tick", "Tick a place that is done with", _BOTH, palette=False
    ),
    Action(
        "takedown.load-all", "A", "All pages", "Read every page of references, or stop it", _ONE
    ),
    Action("takedown.upwards", "u", "Upwards", "Follow media that hold it to their uses", _ONE),
    Action(
        "takedown.beside",
        "b",
        "Beside",
        "List the other media of the publications that use it",
        _ONE,
    ),
    Action(
        "takedown.prove",
        "p",
        "Prove",
        "Ask for every asset key whether it is served now",
        _ONE,
        capability=Capability.SERVE_IMAGE,
    ),
    Action("takedown.details", "enter", "Details", "Read the details of the row", _BOTH),
    Action("takedown.refresh", "r", "Again", "Ask the server again", _BOTH),
    Action(
        "takedown.acts",
        "X",
        "Other act",
        "Unrevoke, archive, replace the asset, remove a translated one",
        _BOTH,
    ),
    Action("takedown.stop", "s", "Stop", "Write no further one of them", ("batch",)),
    Action(
        "takedown.back",
        "escape",
        "Back",
        "One step back, or leave",
        _BOTH,
        show=False,
        palette=False,
    ),
    Action(
        "note.templates",
        "down",
        "Templates",
        "To the templates of the settings",
        ("note",),
        show=False,
        palette=False,
    ),
    Action("consent.agree", "y", "Yes", "Do it (not in production)", ("consent",), palette=False),
)
