"""Choosing what to import: a path to type, the files there are, imports begun earlier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from medialib_tui.tui.actions import bindings
from medialib_tui.tui.present import shown
from medialib_tui.tui.widgets.columns import Cell, Column, Tone
from medialib_tui.tui.widgets.controls.line import LineControl
from medialib_tui.tui.widgets.row_list import RowList
from medialib_tui.tui.widgets.state_note import StateNote

HINT = "Path of a .json, .jsonl, .ndjson or .csv file; tab completes it"


@dataclass(frozen=True, slots=True)
class FileRow:
    """One name in the folder; `path` is what the field would hold."""

    path: str
    name: str
    size: str
    changed: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """An import begun earlier: which file, how far it came, when."""

    key: str
    name: str
    said: str
    when: str
    tone: Tone = "plain"


class FileTable(RowList[FileRow]):
    """Files of the folder."""

    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("File", 20, flex=1),
        Column("Size", 9, right=True),
        Column("Changed", 16, since=60),
    )

    @dataclass
    class LeftBelow(Message):
        """The person went down from the last row."""

    def key_of(self, item: FileRow) -> str:
        """The path."""
        return item.path

    def cells_of(self, item: FileRow) -> Sequence[Cell]:
        """Name, size, date."""
        return ((item.name, item.tone), (item.size, "muted"), (item.changed, "muted"))

    def action_down(self) -> None:
        """One row down; from the last one to what is listed below."""
        if self.cursor >= len(self.items) - 1:
            self.post_message(self.LeftBelow())
        else:
            super().action_down()


class EarlierTable(RowList[EarlierRow]):
    """Imports begun earlier, newest first."""

    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("File", 16, flex=2),
        Column("How far", 24, flex=3),
        Column("When", 16, since=60),
    )

    def key_of(self, item: EarlierRow) -> str:
        """The import's own key."""
        return item.key

    def cells_of(self, item: EarlierRow) -> Sequence[Cell]:
        """File, how far, when."""
        return (item.name, (item.said, item.tone), (item.when, "muted"))


class PathField(LineControl):
    """A path; `tab` completes it, `down` goes to the files, every character of a name is kept."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("path")

    @dataclass
    class Asked(Message):
        """The person wants this file."""

        text: str

    @dataclass
    class Completed(Message):
        """The person wants the path completed."""

        text: str

    @dataclass
    class Left(Message):
        """To the files below, or with `back` out of the screen."""

        back: bool = False

    def on_key(self, event: events.Key) -> None:
        """`tab` behind the text completes it; in an empty field it moves on."""
        if event.key == "tab" and self.value and self.cursor_position == len(self.value):
            event.stop()
            event.prevent_default()
            self.post_message(self.Completed(self.text))

    def action_path_submit(self) -> None:
        """Check this file."""
        self.post_message(self.Asked(self.text))

    def action_path_leave(self) -> None:
        """To the files."""
        self.post_message(self.Left())

    def action_path_clear(self) -> None:
        """Empty the field; from an empty one out of the screen."""
        if self.value:
            self.value = ""
        else:
            self.post_message(self.Left(back=True))


class ImportFilePane(Vertical):
    """The field, the files, the imports begun earlier."""

    DEFAULT_CSS = """
    ImportFilePane {
        .path-line { height: 1; }
        .path-label { width: auto; padding: 0 1; color: $muted; }
        PathField { width: 1fr; background: $field; padding: 0 1; }
        .path-head { height: 1; padding: 0 1; margin: 1 0 0 0; color: $muted; }
        EarlierTable { height: auto; max-height: 40%; }
    }
    """

    @dataclass
    class FileChosen(Message):
        """A file or folder of the list."""

        path: str

    @dataclass
    class EarlierChosen(Message):
        """An import begun earlier."""

        key: str

    def compose(self) -> ComposeResult:
        """Field, files, earlier imports."""
        with Horizontal(classes="path-line"):
            yield Static(Content("File"), classes="path-label")
            yield PathField("", hint=HINT)
        yield Static(classes="path-head", id="files-head")
        yield StateNote()
        yield FileTable()
        yield Static(classes="path-head", id="earlier-head")
        yield EarlierTable()

    @property
    def field(self) -> PathField:
        """Where one types."""
        return self.query_one(PathField)

    @property
    def files(self) -> FileTable:
        """The files of the folder."""
        return self.query_one(FileTable)

    @property
    def earlier(self) -> EarlierTable:
        """Imports begun earlier."""
        return self.query_one(EarlierTable)

    @property
    def note(self) -> StateNote:
        """What stands in place of files."""
        return self.query_one(StateNote)

    def on_mount(self) -> None:
        """Nothing is listed yet."""
        self.files.display = False
        self.show_earlier(())

    def show_files(self, head: str, rows: Sequence[FileRow], empty: str = "") -> None:
        """List these files; `empty` says why there are none."""
        self.query_one("#files-head", Static).update(shown(head))
        self.files.display = bool(rows)
        self.files.show(rows)
        if rows or not empty:
            self.note.clear()
        else:
            self.note.empty(empty)

    def show_earlier(self, rows: Sequence[EarlierRow]) -> None:
        """List these imports."""
        for part in (self.query_one("#earlier-head", Static), self.earlier):
            part.display = bool(rows)
        self.query_one("#earlier-head", Static).update(Content("Earlier imports to this server"))
        self.earlier.show(rows)

    def focus_first(self) -> None:
        """To the field; what it holds is replaced by what is typed."""
        self.field.focus()
        self.field.select_all()

    # From part to part

    def on_path_field_left(self, event: PathField.Left) -> None:
        """Down from the field."""
        if not event.back:
            event.stop()
            self._focus_any(self.files, self.earlier)

    def on_file_table_left_below(self, event: FileTable.LeftBelow) -> None:
        """Down from the last file."""
        event.stop()
        self._focus_any(self.earlier)

    def on_row_list_left_above(self, event: RowList.LeftAbove) -> None:
        """Up from the first row."""
        event.stop()
        if event.rows is self.earlier:
            self._focus_any(self.files, self.field)
        else:
            self.field.focus()

    def _focus_any(self, *parts: RowList[FileRow] | RowList[EarlierRow] | PathField) -> None:
        next((one.focus() for one in parts if one.display), None)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A double click chooses."""
        event.stop()
        self.choose()

    def choose(self) -> None:
        """Choose what is under the cursor of the list with the focus."""
        if self.earlier.has_focus and self.earlier.current_key:
            self.post_message(self.EarlierChosen(self.earlier.current_key))
        elif self.files.has_focus and self.files.current_key:
            self.post_message(self.FileChosen(self.files.current_key))
