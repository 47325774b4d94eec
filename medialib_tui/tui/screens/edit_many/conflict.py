"""One entry of a batch that somebody else changed meanwhile: both sides, decided by hand."""

from __future__ import annotations

from functools import partial

from medialib_tui.core.form.form import Form
from medialib_tui.core.writing.intent import Conflict
from medialib_tui.model.entry import Entry
from medialib_tui.model.trace import sent_metadata, touched
from medialib_tui.tui import jobs
from medialib_tui.tui.screens.edit.screen import EditScreen
from medialib_tui.tui.widgets.state_note import StateNote


class ConflictScreen(EditScreen):
    """The form of the entry with the batch's values; it opens with the question."""

    def __init__(self, conflict: Conflict) -> None:
        super().__init__(conflict.base.id)
        self._conflict = conflict

    async def _load(self) -> None:
        conflict, project = self._conflict, await self.session.project()
        wanted = {name: step.value for name, step in touched(conflict.intent.operations).items()}
        self.query_one("#edit-note", StateNote).clear()
        base = _before(conflict)
        self.put(Form(base, project, self.session.language, wanted))
        self.saving.pending = conflict
        jobs.start_flow(self.library, "conflict", partial(self.saving.resolve, conflict))


def _before(conflict: Conflict) -> Entry:
    """The entry as it was read, completed by what others hold now where nobody was concerned."""
    held, metadata = sent_metadata(conflict.base), dict(sent_metadata(conflict.theirs))
    for name in touched(conflict.intent.operations):
        metadata.pop(name, None)
        if name in held:
            metadata[name] = held[name]
    sent = {**conflict.theirs.sent, "metadata": metadata}
    return Entry.read({**sent, "version": conflict.base.version})
