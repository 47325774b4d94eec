"""The only writer of stdout: data for programs, tables and cards for people."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, TextIO

from medialib_tui.cli.exits import CliError, Exit
from medialib_tui.model.text import clean

if TYPE_CHECKING:
    from pydantic import JsonValue

Part = str | tuple[str, str]
"""A piece of a line: text, or text and a style name. Every text is cleaned on its way out."""

STYLES = {
    "": "",
    "plain": "",
    "bold": "1",
    "muted": "2",
    "good": "32",
    "warn": "33",
    "bad": "31",
}
"""Style names and their SGR parameters, in the terminal's own 16 colours."""


class Form(StrEnum):
    """What shape the data is written in."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


class ReaderGone(Exception):
    """The reader of stdout has closed its end; nothing more is wanted."""


class Unwritable(CliError):
    """stdout takes nothing more: the disk behind it is full, or the like."""


class Output:
    """Data on its way out, in one form; nothing the server sent passes without cleaning."""

    def __init__(
        self, form: Form, stream: TextIO, *, colour: bool = False, raw_csv: bool = False
    ) -> None:
        self.form = form
        self.tty = stream.isatty()
        self.colour = colour and self.tty
        self.raw_csv = raw_csv
        self.keeps_on = False
        self.lost: ReaderGone | Unwritable | None = None
        self._stream = stream
        self._encoding = stream.encoding or "utf-8"

    @property
    def width(self) -> int | None:
        """Columns of the terminal; None where nothing limits a line."""
        if not self.tty:
            return None
        import shutil

        return shutil.get_terminal_size((80, 24)).columns

    def keep_on(self) -> None:
        """From now on a stdout that takes nothing stops nothing; `lost` tells what was wrong."""
        self.keeps_on = True

    def line(self, *parts: Part) -> None:
        """A line for people; newlines inside a text become symbols."""
        self._write(self._styled(parts) + "\n")

    def plain(self, text: str) -> None:
        """A line of data as it is, unless a control character or a terminal is in the way."""
        safe = clean(text) if self.tty or any(map(_is_control, text)) else text
        self._write(safe + "\n")

    def text(self, text: str) -> None:
        """Text of our own, such as help or a completion script."""
        self._write(clean(text, newlines=True))

    def json(self, value: JsonValue) -> None:
        """One JSON value, indented; on a terminal nothing in it can drive the terminal."""
        self._write(_dump(value, tty=self.tty, indent=2) + "\n")

    def array(self, values: Iterable[JsonValue]) -> None:
        """Values as the JSON array that `json` writes of them, one after the other."""
        opening = "[\n"
        for value in values:
            text = _dump(value, tty=self.tty, indent=2)
            self._write(f"{opening}  " + text.replace("\n", "\n  "))
            opening = ",\n"
        self._write("[]\n" if opening == "[\n" else "\n]\n")

    def json_line(self, value: JsonValue) -> None:
        """One JSON value on a line of its own, at once."""
        self._write(_dump(value, tty=self.tty, indent=None) + "\n")

    def data(self, value: JsonValue) -> None:
        """A JSON value in the form asked for: a list as an array, or an item a line."""
        if self.form is not Form.JSONL:
            self.json(value)
        elif isinstance(value, list):
            for item in value:
                self.json_line(item)
        else:
            self.json_line(value)

    def csv(self, rows: Iterable[Sequence[str]]) -> None:
        """CSV rows; cells that a spreadsheet would run are quoted, unless asked for raw."""
        from medialib_tui.core.spreadsheet import csv_line, harmless

        for row in rows:
            text = csv_line(row if self.raw_csv else [harmless(cell) for cell in row])
            self._write(clean(text, newlines=True) if self.tty else text)

    def raw(self, chunk: bytes) -> None:
        """Bytes of an image, never to a terminal."""
        if self.tty:
            raise CliError("Image bytes are not written to a terminal.", hint="Use -o FILE.")
        self._bytes(chunk)

    def flush(self) -> None:
        """Hand everything over; raises ReaderGone where nobody reads, Unwritable on a full disk."""
        self._guard(self._stream.flush)

    def _styled(self, parts: Sequence[Part]) -> str:
        pieces = []
        for part in parts:
            text, style = (part, "") if isinstance(part, str) else part
            code = STYLES[style] if self.colour else ""
            safe = clean(text)
            pieces.append(f"\x1b[{code}m{safe}\x1b[0m" if code and safe else safe)
        return "".join(pieces).rstrip(" ")

    def _write(self, text: str) -> None:
        encoding = "utf-8" if self.form is not Form.TEXT else self._encoding
        self._bytes(
            text.encode(encoding, "replace" if self.form is Form.CSV else "backslashreplace")
        )

    def _bytes(self, data: bytes) -> None:
        self._guard(lambda: self._all(data))
        if self.form is Form.JSONL or self.tty:
            self.flush()

    def _all(self, data: bytes) -> None:
        """Without the interpreter's buffer one write may take a part only, as on a full disk."""
        left = memoryview(data)
        while left:
            left = left[self._stream.buffer.write(left) :]

    def _guard(self, write: Callable[[], object]) -> None:
        if self.lost is not None:
            return
        try:
            write()
        except BrokenPipeError:
            self._lose(ReaderGone())
        except OSError as error:
            said = f"stdout cannot be written: {error.strerror}"
            self._lose(Unwritable(said, code="output", leave=Exit.FAILED))

    def _lose(self, failure: ReaderGone | Unwritable) -> None:
        if not self.keeps_on:
            raise failure from None
        self.lost = failure


def silence_stdout() -> None:
    """Keep the interpreter from complaining, when it ends, about a stdout that takes nothing."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def wants_colour(environ: Mapping[str, str], *, no_color: bool, stream: TextIO) -> bool:
    """Whether colour is welcome: on a terminal that knows it, and nothing says otherwise."""
    unwanted = no_color or environ.get("NO_COLOR") or is_dumb(environ)
    return not unwanted and stream.isatty()


def is_dumb(environ: Mapping[str, str]) -> bool:
    """Whether the terminal prints escapes instead of obeying them."""
    return environ.get("TERM") == "dumb"


def _dump(value: JsonValue, *, tty: bool, indent: int | None) -> str:
    separators = (",", ":") if indent is None else None
    try:
        text = json.dumps(
            value, ensure_ascii=False, indent=indent, separators=separators, allow_nan=False
        )
    except ValueError:
        return _dump(_finite(value), tty=tty, indent=indent)
    if tty and clean(text, newlines=True) != text:
        return "".join(
            char if char == "\n" or clean(char) == char else _escape(char) for char in text
        )
    return "".join(map(_escape_half, text)) if _has_half(text) else text


def _finite(value: JsonValue) -> JsonValue:
    """JSON has no infinity and no not-a-number; a server's `1e999` becomes null."""
    match value:
        case float() if value != value or value in (float("inf"), float("-inf")):
            return None
        case dict():
            return {key: _finite(item) for key, item in value.items()}
        case list():
            return [_finite(item) for item in value]
        case _:
            return value


def _escape(char: str) -> str:
    return json.dumps(char)[1:-1]


def _has_half(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _escape_half(char: str) -> str:
    return _escape(char) if "\ud800" <= char <= "\udfff" else char


def _is_control(char: str) -> bool:
    return char < " " or "\x7f" <= char <= "\x9f"
