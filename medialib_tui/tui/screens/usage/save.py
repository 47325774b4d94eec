"""From the review of a use to the outcome: one write, and what each of its endings means."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, assert_never

from medialib_tui.api.errors import ApiError, FieldError
from medialib_tui.core.usage.form import UsageForm
from medialib_tui.core.usage.plan import Ground, Options, ground, plan_add, plan_update
from medialib_tui.core.writing.intent import (
    Conflict,
    Intent,
    Invalid,
    NotApplied,
    Result,
    Saved,
    Unknown,
)
from medialib_tui.core.writing.write import write
from medialib_tui.model.base import JsonObject
from medialib_tui.store.records import Outcome
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.screens.edit.form_saving import FormSaving
from medialib_tui.tui.screens.usage.told import follow, show_again, tell

if TYPE_CHECKING:
    from medialib_tui.core.writing.settle import Settled
    from medialib_tui.tui.screens.usage.screen import UsageScreen


@dataclass(frozen=True, slots=True)
class _Unproven:
    """A write that is not proven either way, and the form's value that it sent."""

    result: Unknown
    value: JsonObject


class UsageSaving(FormSaving["UsageScreen"]):
    """Saves the form of one use."""

    kept = "What was typed is kept as a draft: open the form again."

    def __init__(self, screen: UsageScreen) -> None:
        super().__init__(screen)
        self._unproven: _Unproven | None = None

    def review(self) -> None:
        """Show what would be sent."""
        jobs.start_flow(self._app, "review", self._review)

    def plan(self, form: UsageForm, over: Ground, options: Options) -> Intent:
        """The write of the form. Raises ApiError where it is known to be refused."""
        value = form.to_value()
        if form.use is None:
            return plan_add(self._session, over, value, options)
        return plan_update(self._session, over, form.use.id, value, options)

    async def _review(self) -> None:
        from medialib_tui.tui.dialogs.usage_review import UsageReviewDialog
        from medialib_tui.tui.dialogs.usage_words import form_blocks

        form, over = self._screen.form, self._screen.ground
        if form is None or over is None:
            return
        if self._unproven is not None:
            await self._settle(form, self._unproven)
            return
        try:
            self.plan(form, over, Options())
        except ApiError as error:
            self._refused(form, error, error.fields)
            return
        if len(self._screen.ids) > 1:
            self._many(form)
            return
        new = form.use is None
        title = "Log this use?" if new else "Save this use?"
        dialog = UsageReviewDialog(
            f"{title}  {form.entry.id}",
            list(form_blocks(form)),
            partial(self.plan, form, over),
            agree="Log" if new else "Save",
            updates=not new,
        )
        options = await self._app.push_screen_wait(dialog)
        if options is not None:
            self.send(form, over, options)

    def _many(self, form: UsageForm) -> None:
        from medialib_tui.tui.screens.usage.batch import UsageBatchScreen

        def ended(complete: bool | None) -> None:
            if complete:
                self._screen.drafts.drop(form)
                self._screen.saved()

        self._screen.drafts.now()
        self._app.push_screen(UsageBatchScreen(self._screen.ids, form), ended)

    def send(self, form: UsageForm, over: Ground, options: Options) -> None:
        """Start the write; it belongs to the app."""
        intent = self.plan(form, over, options)
        self._screen.drafts.now()
        self.running = True
        self._screen.say("saving…", "accent")
        work = partial(self._write, form, intent, options)
        jobs.start_write(self._app, work, name=f"use of {form.entry.id}")

    async def _write(self, form: UsageForm, intent: Intent, options: Options) -> None:
        try:
            result = await write(self._session, intent)
        finally:
            self.running = False
        self._ended(form, result, options)
        follow(self._app, intent.entry.id, result)

    # Endings

    def _ended(self, form: UsageForm, result: Result, options: Options) -> None:
        match result:
            case Saved():
                self._screen.drafts.drop(form)
                tell(self._app, result, "Use logged" if form.use is None else "Use saved")
                if self.here:
                    self._screen.saved()
            case Invalid():
                self._refused(form, result.error, result.fields)
            case Conflict():
                self._conflict(form, result, options)
            case NotApplied():
                self._say(result.error, "not saved")
            case Unknown():
                if self.here:
                    self._unproven = _Unproven(result, form.to_value())
                self._say(result.error, "not known whether it is saved, f2 looks again")
            case _:
                assert_never(result)

    def _refused(self, form: UsageForm, error: ApiError, fields: tuple[FieldError, ...]) -> None:
        """Our own check or the server's refused values: each at its field."""
        said = {_handle(item.field): item.message for item in fields}
        loose = form.refuse(said)
        if loose or not said or not self.here:
            more = "\n".join(f"{name}: {said[name]}" for name in loose)
            self._say(error, "not saved", more)
        if self.here and len(loose) < len(said):
            self._screen.say("not saved: a value is refused", "bad")
            self._screen.refused()

    def _conflict(self, form: UsageForm, result: Conflict, options: Options) -> None:
        if not self.here:
            self._say_elsewhere(result)
            return
        self._screen.say("somebody else saved meanwhile: f2 goes on", "warn")
        jobs.start_flow(self._app, "conflict", partial(self._resolve, form, options))

    async def _resolve(self, form: UsageForm, options: Options) -> None:
        from medialib_tui.tui.dialogs.usage_conflict import UsageConflictDialog
        from medialib_tui.tui.dialogs.usage_words import conflict_blocks

        newer = await ground(self._session, form.entry.id)
        theirs = next(
            (use for use in newer.log.entries if form.use and use.id == form.use.id), None
        )
        gone = form.use is not None and theirs is None
        choices = [("theirs", "Drop mine"), ("mine", "Save mine on top")]
        title = "Somebody else changed it meanwhile; nothing was sent"
        blocks = list(conflict_blocks(form, theirs if form.use else None, new=form.use is None))
        dialog = UsageConflictDialog(title, blocks, choices[:1] if gone else choices)
        taken = await self._app.push_screen_wait(dialog)
        if not self.here or taken is None:
            return
        if taken == "theirs":
            self._screen.drafts.drop()
            self._screen.saved()
            return
        over = form.over(newer.entry, theirs)
        self._screen.ground = newer
        self._screen.put(over)
        try:
            self.send(over, newer, options)
        except ApiError as error:
            self._refused(over, error, error.fields)

    async def _settle(self, form: UsageForm, sent: _Unproven) -> None:
        """Look again at what became of the write; the form then stands on what was read."""
        found = await self._look_again(sent.result)
        if found is None:
            return
        if found.outcome is None:
            self._screen.say(f"still not known, f2 looks again: {found.sentence}", "bad")
            return
        self._unproven = None
        show_again(self._app, form.entry.id)
        newer = await ground(self._session, form.entry.id)
        same_still = form.to_value() == sent.value
        if found.outcome is Outcome.APPLIED and same_still:
            self._screen.drafts.drop(form)
            notices.say(self._app, "The server holds it as it was sent.", title="Saved")
            self._screen.saved()
            return
        self._screen.ground = newer
        use = form.use and next((u for u in newer.log.entries if u.id == form.use.id), None)
        self._screen.put(form.over(newer.entry, use or form.use))
        self._screen.say(_next(form, found), "warn")


def _next(form: UsageForm, found: Settled) -> str:
    """What another save would do, now that the fate of the first one is known."""
    if found.outcome is Outcome.NOT_APPLIED:
        return "it is not on the server: f2 saves it"
    if found.outcome is Outcome.UNKNOWN:
        return f"{found.sentence}; look at the log before you save it"
    if form.use is None:
        return "it is logged as it was sent; what is typed since would be another use"
    return "what is typed since is not on the server: f2 saves it"


def _handle(path: str) -> str:
    """The form's handle of a refused path: `patches.0.value.params.page` -> `params.page`."""
    return path.rpartition("value.")[2] if "value." in path else path
