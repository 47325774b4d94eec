"""The one editor of a form: it holds the control of the field under the cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pydantic import JsonValue
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from medialib_tui.core.form.control import Control
from medialib_tui.core.form.form import Form
from medialib_tui.core.form.text import MULTILINE, PAIRS, TYPED
from medialib_tui.core.form.words import Option, options
from medialib_tui.model.labels import say_label
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.present import shown
from medialib_tui.tui.widgets.controls.choice import ChoiceControl
from medialib_tui.tui.widgets.controls.line import LineControl
from medialib_tui.tui.widgets.controls.lines import LinesControl
from medialib_tui.tui.widgets.controls.pair import PairControl
from medialib_tui.tui.widgets.sheet import wrapped

AnyControl = ChoiceControl | LineControl | LinesControl | PairControl


class FieldEditor(Vertical):
    """Edits one property; `tab` and the arrows leave it for the next one."""

    DEFAULT_CSS = """
    FieldEditor { layer: editor; width: 1fr; height: auto; background: $background; }
    FieldEditor > LinesControl { height: 1fr; }
    FieldEditor > .rules { height: auto; color: $muted; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("editor")

    @dataclass
    class Typed(Message):
        """The text of the field is another one now."""

        handle: str
        text: str
        kind: Control

    @dataclass
    class Chose(Message):
        """The value of the field is another one now."""

        handle: str
        value: JsonValue

    @dataclass
    class Left(Message):
        """The person is done here: `step` fields on, and whether that one is edited at once."""

        step: int = 0
        edit: bool = False

    def __init__(self, form: Form, handle: str, room: int, width: int) -> None:
        super().__init__()
        self.handle = handle
        self.control = form.control(handle)
        self._text = form.text(handle) if self.control in TYPED else ""
        self._value = form.chosen(handle)
        self._options = options(form, handle) if self.control not in TYPED else []
        self._placeholder = _placeholder(form, handle)
        self._suggested = form.suggested(handle)
        self._rule_lines = max(
            (
                len(wrapped(_rules(option), max(4, width - 2)))
                for option in self._options
                if option.rules
            ),
            default=0,
        )
        self.rows = self._wanted_rows(max(1, room))

    def _wanted_rows(self, room: int) -> int:
        """Lines the editor takes, of `room` there are."""
        if self.control in PAIRS:
            return min(2, room)
        if self.control in MULTILINE:
            lines = self._text.count("\n") + len(self._text) // 60 + 2
            return min(room, max(4, min(lines, 12)))
        if self.control in TYPED:
            return 1
        return min(room, len(self._options) + self._rule_lines)

    def compose(self) -> ComposeResult:
        """The control, and below it what there is to know about an option."""
        if self.control in PAIRS:
            yield PairControl(PAIRS[self.control], self._text)
        elif self.control in MULTILINE:
            yield LinesControl(self._text)
        elif self.control in TYPED:
            yield LineControl(self._text, hint=self._placeholder, suggested=self._suggested)
        else:
            many = self.control is Control.CHOICES
            yield ChoiceControl(self._options, self._value, many=many)
            if self._rule_lines:
                yield Static("", classes="rules")

    def on_mount(self) -> None:
        """Ready to type."""
        self.styles.height = self.rows
        inner = self.inner
        if isinstance(inner, ChoiceControl):
            inner.styles.height = max(1, self.rows - self._rule_lines)
        if isinstance(inner, PairControl):
            inner.focus_first()
        else:
            inner.focus()
        if isinstance(inner, LinesControl) and self.control is not Control.JSON:
            inner.move_cursor(inner.document.end)

    @property
    def inner(self) -> AnyControl:
        """The control itself."""
        found = next(iter(self.children))
        assert isinstance(found, ChoiceControl | LineControl | LinesControl | PairControl)  # noqa: S101 - what compose made
        return found

    # From the controls

    def on_line_control_typed(self, event: LineControl.Typed) -> None:
        """Pass it on with the field's name."""
        event.stop()
        self.post_message(self.Typed(self.handle, event.text, self.control))

    def on_lines_control_typed(self, event: LinesControl.Typed) -> None:
        """Pass it on with the field's name."""
        event.stop()
        self.post_message(self.Typed(self.handle, event.text, self.control))

    def on_pair_control_typed(self, event: PairControl.Typed) -> None:
        """Pass it on with the field's name."""
        event.stop()
        self.post_message(self.Typed(self.handle, event.text, self.control))

    def on_choice_control_chose(self, event: ChoiceControl.Chose) -> None:
        """Pass it on with the field's name."""
        event.stop()
        self.post_message(self.Chose(self.handle, event.value))
        if event.done:
            self.post_message(self.Left())

    def on_choice_control_lit(self, event: ChoiceControl.Lit) -> None:
        """Show the rules of the option under the cursor."""
        event.stop()
        for rules in self.query(".rules").results(Static):
            rules.update(shown(_rules(event.option)))

    def on_line_control_done(self, event: LineControl.Done) -> None:
        """`enter` ends."""
        event.stop()
        self.post_message(self.Left())

    def on_pair_control_done(self, event: PairControl.Done) -> None:
        """`enter` on the second line ends."""
        event.stop()
        self.post_message(self.Left())

    # Keys

    def on_key(self, event: events.Key) -> None:
        """`tab` edits the next field, `shift+tab` the one before."""
        step = {"tab": 1, "shift+tab": -1}.get(event.key)
        if step is not None:
            event.stop()
            event.prevent_default()
            self.post_message(self.Left(step, edit=True))

    def action_editor_done(self) -> None:
        """Back to the list of fields."""
        self.post_message(self.Left())

    def action_editor_move(self, step: int) -> None:
        """To the next field, or the one before."""
        self.post_message(self.Left(step))


def _rules(option: Option) -> str:
    return " · ".join(option.rules)


def _placeholder(form: Form, handle: str) -> str:
    prop = form.field(handle).prop
    return say_label(prop.ui.config.placeholder, "", form.language) if prop else ""
