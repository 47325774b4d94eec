"""The note of a revoke: counted while it is typed, templates below it."""

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
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from medialib_tui.core.takedown.notes import left, note_problem
from medialib_tui.model.patch import NOTE_LIMIT
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.present import shown
from medialib_tui.tui.widgets.controls.line import LineControl

_WORDS = (
    "The note is stored with the revoke. No endpoint gives it back or changes it, so this "
    "machine keeps it in its journal. It may stay empty."
)


class NotePane(Vertical):
    """One line of at most 200 code points."""

    DEFAULT_CSS = """
    NotePane {
        padding: 0 1;
        .note-line { height: 1; }
        .note-label { width: auto; margin: 0 1 0 0; }
        .note-line LineControl { width: 1fr; background: $field; }
        .note-line LineControl:ansi { background: ansi_default; }
        .note-count { height: auto; margin: 1 0 0 0; }
        .note-words { height: auto; color: $muted; margin: 1 0 0 0; }
        .note-templates { height: 1; color: $muted; margin: 1 0 0 0; }
        OptionList { height: auto; max-height: 8; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("note")

    @dataclass
    class Done(Message):
        """The person wants to go on with this note."""

    @dataclass
    class Typed(Message):
        """The note is another one."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._templates: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """The field, the count, what becomes of it, templates."""
        with Horizontal(classes="note-line"):
            yield Static(Content("Note"), classes="note-label")
            yield LineControl("", hint="optional, for example the case it belongs to")
        yield Static(classes="note-count")
        yield Static(Content(_WORDS), classes="note-words")
        yield Static(classes="note-templates")
        yield OptionList(markup=False)

    def on_mount(self) -> None:
        """Count from the start."""
        self._count()
        self.put_templates(self._templates)

    @property
    def field(self) -> LineControl:
        """Where it is typed."""
        return self.query_one(LineControl)

    @property
    def text(self) -> str:
        """The note as it would be sent."""
        return self.field.text

    @property
    def problem(self) -> str:
        """Why it cannot be sent; empty where it can."""
        return note_problem(self.text) or ""

    def put(self, text: str) -> None:
        """Another note."""
        self.field.put(text)

    def put_hint(self, hint: str) -> None:
        """What is to be known of notes on this server."""
        words = Content(_WORDS)
        if hint:
            words = words + "\n" + shown(hint).stylize("$warn")
        self.query_one(".note-words", Static).update(words)

    def put_templates(self, templates: Sequence[str]) -> None:
        """What the settings offer, filled in."""
        self._templates = tuple(templates)
        menu = self.query_one(OptionList)
        menu.clear_options()
        menu.add_options([Option(shown(text)) for text in templates])
        menu.display = bool(templates)
        line = self.query_one(".note-templates", Static)
        line.display = bool(templates)
        line.update(Content("Templates (down, then enter):"))

    def on_line_control_typed(self, event: LineControl.Typed) -> None:
        """Count again."""
        event.stop()
        self._count()
        self.post_message(self.Typed())

    def on_line_control_done(self, event: LineControl.Done) -> None:
        """`enter` goes on."""
        event.stop()
        self.post_message(self.Done())

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A template is taken over, to be edited."""
        event.stop()
        self.put(self._templates[event.option_index])
        self.field.focus()

    def on_key(self, event: events.Key) -> None:
        """Up from the first template leads back to the field."""
        menu = self.query_one(OptionList)
        if event.key == "up" and menu.has_focus and not menu.highlighted:
            event.stop()
            event.prevent_default()
            self.field.focus()

    def action_note_templates(self) -> None:
        """To the templates."""
        menu = self.query_one(OptionList)
        if self._templates and self.field.has_focus:
            menu.focus()
            menu.highlighted = 0

    def _count(self) -> None:
        over = self.problem
        room = left(self.text)
        said = over or f"{NOTE_LIMIT - room} of {NOTE_LIMIT} characters, {room} left"
        tone = "bold $bad" if over else "$warn" if room < 20 else "$muted"
        self.query_one(".note-count", Static).update(shown(said).stylize(tone))
