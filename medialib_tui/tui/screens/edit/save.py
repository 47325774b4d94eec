"""From the review to the outcome: one write, and what each of its endings means for the form."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, assert_never

from medialib_tui.core.writing.intent import (
    Conflict,
    Intent,
    Invalid,
    NotApplied,
    Result,
    Saved,
    Unknown,
)
from medialib_tui.core.writing.merge import rebase
from medialib_tui.core.writing.write import write
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.screens.edit.form_saving import FormSaving

if TYPE_CHECKING:
    from medialib_tui.core.form.form import Form
    from medialib_tui.tui.screens.edit.screen import EditScreen


class Saving(FormSaving["EditScreen"]):
    """Saves the form of an entry's metadata."""

    kept = "The draft is kept: open the form again with e."

    def __init__(self, screen: EditScreen) -> None:
        super().__init__(screen)
        self.pending: Conflict | Unknown | None = None

    # Towards the write

    def review(self) -> None:
        """Show what would be sent, or what is to be decided first."""
        jobs.start_flow(self._app, "review", self._review)

    async def _review(self) -> None:
        from medialib_tui.tui.dialogs.review import ReviewDialog

        if isinstance(self.pending, Conflict):
            await self.resolve(self.pending)
            return
        if isinstance(self.pending, Unknown):
            await self._unknown(self.pending)
            return
        form = self._screen.form
        if form is None or not form.changed:
            return
        reviewed = await self._app.push_screen_wait(ReviewDialog(form))
        if reviewed is not None:
            self.send(form, preserve=reviewed.preserve)

    def send(self, form: Form, *, preserve: bool | None) -> None:
        """Start the write; it belongs to the app."""
        intent = Intent(form.entry, form.to_operations(), preserve, "edit metadata")
        self._screen.drafts.now()
        self.running, self.pending = True, None
        self._screen.say("saving…", "accent")
        work = partial(self._write, form, intent)
        jobs.start_write(self._app, work, name=f"save {form.entry.id}")

    async def _write(self, form: Form, intent: Intent) -> None:
        try:
            result = await write(self._session, intent)
        finally:
            self.running = False
        self._ended(form, result)

    # Endings

    def _ended(self, form: Form, result: Result) -> None:
        match result:
            case Saved():
                self._saved(form, result)
            case Invalid():
                self._invalid(form, result)
            case Conflict():
                self._conflict(result)
            case NotApplied():
                self._say(result.error, "not saved")
            case Unknown():
                self.pending = result if self.here else None
                self._say(result.error, "not known whether saved, f2 looks again")
            case _:
                assert_never(result)

    def _saved(self, form: Form, result: Saved) -> None:
        self._screen.drafts.drop(form)
        before, after = result.version_before, result.version_after
        versions = f"version {before} → {after}" if before != after else f"version {after}"
        notices.say(self._app, f"{result.entry.title}\n{versions}", title="Saved")
        if self.here:
            self._screen.saved(result.entry)

    def _invalid(self, form: Form, result: Invalid) -> None:
        loose = form.refuse({item.field: item.message for item in result.fields})
        said = [item.message for item in result.fields if item.field in loose]
        if said or not result.fields:
            self._say(result.error, "not saved", "\n".join(said))
        elif self.here:
            self._screen.say("not saved: the server refused a value", "bad")
            self._screen.refused()
        else:
            self._say(result.error, "not saved")

    def _conflict(self, result: Conflict) -> None:
        if not self.here:
            self._say_elsewhere(result)
            return
        self.pending = result
        self._screen.say("somebody else saved meanwhile: f2 brings both together", "warn")
        if self._app.screen is self._screen:
            jobs.start_flow(self._app, "conflict", partial(self.resolve, result))

    # What has to be decided

    async def resolve(self, conflict: Conflict) -> None:
        """Show both sides, and save what was decided."""
        from medialib_tui.tui.dialogs.conflict import ConflictDialog

        mine = self._screen.form
        if mine is None:
            return
        intent = Intent(mine.entry, mine.to_operations(), conflict.intent.preserve_updated_at)
        found = rebase(intent, conflict.theirs)
        taken = await self._app.push_screen_wait(ConflictDialog(mine, conflict.theirs, found))
        if taken is None or not self.here:
            return
        form = mine.on(conflict.theirs)
        for handle, side in taken.items():
            if side == "theirs":
                form.reset(handle)
        self.pending = None
        self._screen.put(form)
        edited = [handle for handle, side in taken.items() if side == "edit"]
        if edited:
            self._screen.say("bring both together, then f2 saves", "warn")
            self._screen.view.fields.go_to(edited[0])
        elif not form.changed:
            self._screen.drafts.drop()
            self._screen.say("nothing of yours is left to save", "muted")
        else:
            self.send(form, preserve=conflict.intent.preserve_updated_at)

    async def _unknown(self, unknown: Unknown) -> None:
        """Look again at what became of the write; the form then stands on what was read."""
        found, form = await self._look_again(unknown), self._screen.form
        if found is None or found.entry is None or form is None:
            return
        self.pending = None
        over = form.on(found.entry)
        if not over.changed:
            self._screen.drafts.drop()
            notices.say(self._app, "The server holds every value you sent.", title="Saved")
            self._screen.saved(found.entry)
            return
        self._screen.put(over)
        said = "these changes are not on the server: f2 saves them"
        self._screen.say(said if found.outcome else f"{found.sentence}; f2 saves", "warn")
