"""The form of another asset: the fields its media type needs, filled from a file where possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from medialib_tui.api.errors import FieldError
from medialib_tui.core.takedown.assets import AssetField, from_address
from medialib_tui.model.base import JsonObject
from medialib_tui.tui.present import shown
from medialib_tui.tui.widgets.controls.line import LineControl

_FILE = "file"
_ID = "asset-"
_LINE = "line-"
_WORDS = (
    "The file must lie in storage under its key already: nothing is uploaded. A local copy "
    "fills size, dimensions, name and MIME type (enter); its bytes are not sent."
)


class AssetPane(VerticalScroll, can_focus=False):
    """One line a field; what is typed by hand is never overwritten by what a file tells."""

    DEFAULT_CSS = """
    AssetPane {
        padding: 0 1;
        scrollbar-color-hover: $scrollbar; scrollbar-background-hover: $scrollbar-background;
        .asset-line { height: 1; }
        .asset-label { width: 24; color: $muted; }
        .-wrong .asset-label { color: $bad; text-style: bold; }
        .asset-line LineControl { width: 1fr; background: $field; }
        .asset-line LineControl:ansi { background: ansi_default; }
        .asset-words { height: auto; color: $muted; margin: 0 0 1 0; }
        .asset-said { height: auto; margin: 1 0 0 0; }
    }
    """

    @dataclass
    class Done(Message):
        """The person wants to go on with this asset."""

    @dataclass
    class Typed(Message):
        """Something else stands in a field."""

    @dataclass
    class FileNamed(Message):
        """Read the facts of this file, then hand them to `fill`."""

        path: Path

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._fields: tuple[AssetField, ...] = ()
        self._filled: dict[str, str] = {}
        self._wrong: dict[str, str] = {}
        self._refused: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """The sentence; the fields come with `put`."""
        yield Static(Content(_WORDS), classes="asset-words")

    async def put(self, fields: Sequence[AssetField]) -> None:
        """Show an empty form of these fields; the same ones stay as they are."""
        if tuple(fields) == self._fields:
            return
        self._fields, self._filled = tuple(fields), {}
        await self.remove_children(".asset-line, .asset-said")
        lines = [_line(_FILE, "Local copy of the file", "path, optional")]
        lines += [_line(field.name, field.label, field.hint) for field in fields]
        await self.mount_all([*lines, Static(classes="asset-said")])

    def focus_first(self) -> None:
        """To the first field."""
        for field in self.query(LineControl):
            field.focus()
            return

    @property
    def asset(self) -> JsonObject:
        """The asset as typed; numbers as numbers where they are some."""
        found: JsonObject = {}
        for field in self._fields:
            text = self._control(field.name).text.strip()
            if text:
                found[field.name] = _number(text) if field.number else text
        return found

    @property
    def texts(self) -> dict[str, str]:
        """What stands in the fields, as typed."""
        found = {field.name: self._control(field.name).text for field in self._fields}
        return {name: text for name, text in found.items() if text}

    def put_texts(self, texts: Mapping[str, str]) -> None:
        """What was typed earlier."""
        for field in self._fields:
            if field.name in texts:
                self._control(field.name).put(texts[field.name])

    def fill(self, values: Mapping[str, object], said: str = "") -> None:
        """Take over facts where nothing was typed by hand."""
        for name, value in values.items():
            if name not in {field.name for field in self._fields}:
                continue
            control = self._control(name)
            if control.text in ("", self._filled.get(name, "")):
                self._filled[name] = str(value)
                control.put(str(value))
        if said:
            self.say(said, "$muted")

    def refuse(self, errors: Sequence[FieldError]) -> None:
        """Mark what is wrong, and go to the first field concerned."""
        self._wrong = {one.field: one.message for one in errors}
        self._refused = {one.name: self._control(one.name).text for one in self._fields}
        self._mark_wrong()
        first = next((one.name for one in self._fields if one.name in self._wrong), None)
        if first is not None:
            self._control(first).focus()
        self._say_wrong()

    def _mark_wrong(self) -> None:
        for line in self.query(".asset-line"):
            name = (line.id or "").removeprefix(_LINE)
            line.set_class(name in self._wrong, "-wrong")

    def _look_again(self) -> None:
        """What was changed since is no longer called wrong."""
        kept = {
            name: said
            for name, said in self._wrong.items()
            if name in self._refused and self._control(name).text == self._refused[name]
        }
        if kept != self._wrong:
            self._wrong = kept
            self._mark_wrong()
            self._say_wrong()

    def on_descendant_focus(self) -> None:
        """What is wrong with the field that has the focus."""
        if self._wrong:
            self._say_wrong()

    def _say_wrong(self) -> None:
        focused = self.screen.focused
        name = (focused.id or "").removeprefix(_ID) if focused else ""
        count = len(self._wrong)
        said = (
            ""
            if not count
            else "1 field to correct"
            if count == 1
            else f"{count} fields to correct"
        )
        label = next((one.label for one in self._fields if one.name == name), "")
        if name in self._wrong:
            said = f"{label} {self._wrong[name]}\n{said}"
        self.say(said, "bold $bad")

    def say(self, text: str, style: str) -> None:
        """Words below the form."""
        self.query_one(".asset-said", Static).update(shown(text, newlines=True).stylize(style))

    def on_line_control_typed(self, event: LineControl.Typed) -> None:
        """An address tells file name and MIME type; what is changed is wrong no more."""
        event.stop()
        self.post_message(self.Typed())
        if self._wrong:
            self._look_again()
        if self.query(f"#{_ID}url") and event.text and event.text == self._control("url").text:
            self.fill(dict(from_address(event.text.strip())))

    def on_line_control_done(self, event: LineControl.Done) -> None:
        """`enter` reads the file, goes to the next field, or on from the last one."""
        event.stop()
        names = [control.id for control in self.query(LineControl)]
        focused = self.screen.focused
        if not isinstance(focused, LineControl):
            return
        if focused.id == _ID + _FILE and focused.text.strip():
            self.post_message(self.FileNamed(Path(focused.text.strip())))
        if focused.id == names[-1]:
            self.post_message(self.Done())
        else:
            self.screen.focus_next(LineControl)

    def on_key(self, event: events.Key) -> None:
        """Up and down go from field to field."""
        if event.key in ("up", "down"):
            event.stop()
            event.prevent_default()
            controls = list(self.query(LineControl))
            here = next((place for place, one in enumerate(controls) if one.has_focus), 0)
            place = here + (1 if event.key == "down" else -1)
            controls[max(0, min(place, len(controls) - 1))].focus()

    def _control(self, name: str) -> LineControl:
        return self.query_one(f"#{_ID}{name}", LineControl)


def _line(name: str, label: str, hint: str) -> Horizontal:
    control = LineControl("", hint=hint, id=_ID + name)
    return Horizontal(
        Static(Content(label), classes="asset-label"),
        control,
        classes="asset-line",
        id=_LINE + name,
    )


def _number(text: str) -> int | float | str:
    """The number meant, else the text, so that it can be refused."""
    for make in (int, float):
        try:
            return make(text)
        except ValueError:
            continue
    return text
