"""Import: a file is chosen, checked, agreed to and followed to its end."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import ContentSwitcher

from medialib_tui.tui import jobs, notices
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.screens.batch.rows import RowsScreen
from medialib_tui.tui.screens.importing.asking import ask_to_leave
from medialib_tui.tui.screens.importing.checking import Checking
from medialib_tui.tui.screens.importing.choosing import Choosing
from medialib_tui.tui.screens.importing.keys import CHECK, FILE, RESULT, STEPS, offered
from medialib_tui.tui.screens.importing.running import ImportRunning
from medialib_tui.tui.screens.importing.sending import Sending
from medialib_tui.tui.screens.importing.watching import Watching
from medialib_tui.tui.widgets.batch import BatchPane
from medialib_tui.tui.widgets.columns import Tone
from medialib_tui.tui.widgets.import_check import ImportCheckPane
from medialib_tui.tui.widgets.import_files import ImportFilePane, PathField
from medialib_tui.tui.widgets.import_results import ImportResultPane
from medialib_tui.tui.widgets.row_list import RowList
from medialib_tui.tui.widgets.step_header import StepHeader

if TYPE_CHECKING:
    from medialib_tui.core.importing.outcomes import ImportRun

_SECOND = 1.0
"""Waiting text changes no more often than this, in seconds."""


class ImportScreen(RowsScreen[None]):
    """File, check, result; `running` is an import under way to come back to."""

    CSS_PATH = "../../styles/import.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("import")
    AUTO_FOCUS = ""

    def __init__(self, running: ImportRunning | None = None) -> None:
        super().__init__()
        self._first = running
        self._said_at = 0.0
        self._back_to: ImportRun | None = None
        self.choosing = Choosing(self, self._chosen)
        self.checking = Checking(self)
        self.watching = Watching(self)
        self.sending = Sending(self)

    def compose_body(self) -> ComposeResult:
        """The steps and their panes."""
        yield StepHeader()
        with ContentSwitcher(initial=FILE, id="import-body"):
            yield ImportFilePane(id=FILE)
            yield ImportCheckPane(id=CHECK)
            yield ImportResultPane(id=RESULT)

    @property
    def header(self) -> StepHeader:
        """The lines above."""
        return self.query_one(StepHeader)

    @property
    def step(self) -> str:
        """The pane in view."""
        return self.query_one(ContentSwitcher).current or FILE

    @property
    def pane(self) -> BatchPane:
        """The rows in view."""
        if self.step == RESULT:
            return self.watching.pane
        return self.checking.pane.problems

    def entry_of(self, key: str) -> str:
        """The entry that an item became, or is."""
        found = self.watching.result(key) if self.step == RESULT else None
        return (found.id or "") if found and not found.failed else ""

    # Life

    def on_mount(self) -> None:
        """To the field, or to what is under way."""
        self.header.act, self.header.steps = "Import", ("File", "Check", "Result")
        self.checking.pane.show_nothing()
        if self._first is not None:
            self.show_running(self._first)
        else:
            self.go(FILE)
            self.choosing.load()

    def on_unmount(self) -> None:
        """Nobody watches any more; what is under way goes on."""
        self.watching.leave()

    def go(self, step: str) -> None:
        """Show a step and put the focus where one goes on."""
        self.query_one(ContentSwitcher).current = step
        self.header.step = STEPS.index(step)
        if step == FILE:
            self.header.title = ""
            self.query_one(ImportFilePane).focus_first()
        elif step == CHECK:
            self.checking.pane.focus_first()
        else:
            self.watching.pane.focus_rows()
        self.refresh_bindings()

    def say(self, text: str, tone: Tone = "muted") -> None:
        """What is going on, beside the steps."""
        self._said_at = monotonic()
        self.header.status = (text, tone)

    def tell(self, text: str) -> None:
        """The same for what changes often: left out where it comes too fast to be read."""
        if monotonic() - self._said_at >= _SECOND:
            self.say(text)

    def ended(self, running: ImportRunning) -> None:
        """An import ended: what it left is what is offered next."""
        checked = self.checking.checked
        if checked is not None and checked.source.digest == running.digest:
            self.checking.checked = replace(checked, earlier=running.work.counts())
        if running.error is not None:
            notices.say_error(self, running.error)
        self.refresh_bindings()

    def on_job_failed(self, event: jobs.JobFailed) -> None:
        """A store that cannot be read."""
        if event.group == CHECK:
            event.stop()
            self.checking.failed(event.error)

    # Events

    def on_line_control_typed(self, event: PathField.Typed) -> None:
        """List what the path may become."""
        self.choosing.typed(event.text)

    def on_path_field_completed(self, event: PathField.Completed) -> None:
        """Complete it."""
        self.choosing.complete(event.text)

    def on_path_field_asked(self, event: PathField.Asked) -> None:
        """Take it."""
        self.choosing.asked(event.text)

    def on_path_field_left(self, event: PathField.Left) -> None:
        """Out of the screen."""
        self.action_import_back()

    def on_import_file_pane_file_chosen(self, event: ImportFilePane.FileChosen) -> None:
        """A file or a folder of the list."""
        self.choosing.asked(event.path)

    def on_import_file_pane_earlier_chosen(self, event: ImportFilePane.EarlierChosen) -> None:
        """An import begun earlier."""
        self.choosing.earlier_chosen(event.key)

    def on_import_result_pane_narrowed(self) -> None:
        """Other rows are wanted."""
        self.watching.read()

    def on_row_list_view_moved(self, event: RowList.ViewMoved) -> None:
        """Further results may be wanted."""
        if self.step == RESULT:
            self.watching.more()

    # From step to step

    def _chosen(self, path: Path, run: ImportRun | None) -> None:
        running = self.library.importing
        if run is not None and running and not running.ended and running.digest == run.digest:
            self.show_running(running)
            return
        self._back_to = run
        self.go(CHECK)
        self.checking.begin(path, run)

    def checked(self) -> None:
        """The file is checked: show what may be done, or how a finished import of it went."""
        checked, run = self.checking.checked, self._back_to
        if self.step != CHECK or checked is None:
            return
        if run is not None and run.finished and run.digest == checked.source.digest:
            self.sending.show_earlier()
        else:
            self.go(CHECK)

    def show_running(self, running: ImportRunning) -> None:
        """Show an import that is under way, or has just ended."""
        self.header.title = running.name
        self.go(RESULT)
        self.watching.follow(running)
        self.refresh_bindings()

    # Actions

    def label_of(self, action: str, label: str) -> str:
        """What the file holds has not failed: it was not sent yet."""
        return "Errors only" if action == "rows_failed" and self.step == CHECK else label

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what the step in view has a use for."""
        now = offered(self, action) if self.is_mounted else True
        return super().check_action(action, parameters) if now else now

    def action_import_proceed(self) -> None:
        """Ask, then send what has no proven end."""
        if self.step == RESULT and self.checking.checked is None:
            self.action_import_again()
        else:
            self.sending.proceed(resume=True)

    def action_import_all(self) -> None:
        """Ask, then send everything again."""
        self.sending.proceed(resume=False)

    def action_import_stop(self) -> None:
        """Send nothing further, or read no further."""
        if self.step == CHECK:
            self.checking.stop()
        else:
            self.watching.stop()

    def action_import_open(self) -> None:
        """The row's entry, its whole story, or the file under the cursor."""
        if self.step == FILE:
            self.query_one(ImportFilePane).choose()
        elif self.step == RESULT and (key := self.pane.table.current_key) and self.entry_of(key):
            self.action_rows_open()
        else:
            self.action_rows_details()

    def action_import_details(self) -> None:
        """The whole story of the row."""
        self.action_rows_details()

    def action_import_export(self) -> None:
        """Ask what to write, and where."""
        from medialib_tui.tui.screens.importing.export import export, export_problems

        if self.step == CHECK and self.checking.checked is not None:
            export_problems(self, self.checking.checked.found)
        elif self.step == RESULT and self.watching.work is not None:
            export(self)

    def action_import_again(self) -> None:
        """Check the file again."""
        if not self.sending.busy() and not self.checking.busy:
            if self.step == RESULT and self.watching.source is not None:
                self._chosen(self.watching.source.path, None)
            else:
                self.checking.again()

    def action_import_columns(self) -> None:
        """Counts and columns alone, or the problems again."""
        self.checking.pane.toggle_problems()

    def action_import_mapping(self) -> None:
        """Ask for a mapping of the columns."""
        if not self.checking.busy:
            jobs.start_flow(self.library, "mapping", self.checking.ask_mapping)

    def action_import_back(self) -> None:
        """One step back, or out of here; asks while an import is under way."""
        if self.step == CHECK and self.checking.pane.step_back():
            return
        if self.step == RESULT and self.pane.step_back():
            return
        if self.step == RESULT and self.watching.active:
            jobs.start_flow(self.library, "leave", partial(ask_to_leave, self))
        elif self.step == FILE:
            self.app.pop_screen()
        else:
            self.checking.stop()
            self.watching.leave()
            self.go(FILE)
            self.choosing.load()
