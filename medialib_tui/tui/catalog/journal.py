"""The actions on journalled writes, part of the one catalog."""

from __future__ import annotations

from medialib_tui.tui.catalog.action import Action

_BOTH = ("journal", "entry")

JOURNAL: tuple[Action, ...] = (
    Action("app.journal", "J", "Journal", "Every write of this machine", ("app",), show=False),
    Action(
        "entry.history",
        "7",
        "History",
        "History tab: the writes to this entry",
        ("entry",),
        show=False,
        call="tab('history')",
    ),
    Action("history.undo", "u", "Undo", "Take the selected write back; asks first", _BOTH),
    Action(
        "history.undo-batch",
        "U",
        "Undo batch",
        "Take back all writes of the batch that the selected one belongs to; asks first",
        _BOTH,
        show=False,
    ),
    Action(
        "history.check",
        "R",
        "Check again",
        "Read again what became of a write that is not settled",
        _BOTH,
    ),
    Action("journal.detail", "enter", "Details", "Show everything about the write", ("journal",)),
    Action("journal.open", "o", "Open entry", "Open the entry that was written to", ("journal",)),
    Action("journal.filter", "slash", "Filter", "Filter the writes", ("journal",)),
    Action("journal.server", "s", "All servers", "This server only, or every one", ("journal",)),
    Action("journal.refresh", "r", "Refresh", "Read the journal again", ("journal",), show=False),
    Action("journal.verify", "v", "Verify", "Check that nothing was changed since", ("journal",)),
    Action("journal.export", "w", "Export", "Write the journal to a file", ("journal",)),
)
