"""What `set` is told to change: NAME=text, NAME:=json, NAME=@file, and names to be unset."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from medialib_tui.cli.exits import CliError
from medialib_tui.cli.inputs import STDIN, stdin_bytes
from medialib_tui.model.json_text import read_json

if TYPE_CHECKING:
    from pydantic import JsonValue

LARGEST = 1_000_000
"""Bytes of a file that may become one value."""


def changes(words: Sequence[str], unset: Sequence[str]) -> dict[str, JsonValue]:
    """Property -> value, None for one to be removed; CliError for anything that is neither."""
    found: dict[str, JsonValue] = {}
    for name, value in (*map(_assignment, words), *((name, None) for name in _names(unset))):
        if name in found:
            raise CliError(f"“{name}” is given twice.", hint="Each property once.")
        found[name] = value
    if not found:
        raise CliError(
            "There is nothing to set.", hint="medialib set ID NAME=VALUE, or --unset NAME"
        )
    return found


def _assignment(word: str) -> tuple[str, JsonValue]:
    name, sign, text = word.partition("=")
    if not sign or not name.strip(" :"):
        raise CliError(
            f"“{word[:60]}” is not NAME=VALUE.",
            hint="NAME=text, NAME:=json, NAME=@file; to remove a property: --unset NAME",
        )
    if name.endswith(":"):
        return name[:-1], _json(name[:-1], text)
    if text.startswith("@"):
        return name, _file(name, text[1:])
    return name, text


def _names(unset: Iterable[str]) -> list[str]:
    for name in unset:
        if "=" in name or not name.strip():
            raise CliError(
                f"“{name[:60]}” is not the name of a property.",
                hint="Values go before --unset: medialib set ID NAME=VALUE --unset NAME",
            )
    return list(unset)


def _json(name: str, text: str) -> JsonValue:
    try:
        value: JsonValue = read_json(text)
    except ValueError as error:
        said = getattr(error, "msg", str(error))
        raise CliError(
            f"The value of {name} is not JSON: {said}.",
            hint=f"A text is written {name}=text, or {name}:='\"text\"'",
        ) from None
    return value


def _file(name: str, path: str) -> str:
    """The text of a file, without its last line break."""
    try:
        data = stdin_bytes().read(LARGEST + 1) if path == STDIN else _read(path)
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise CliError(
            f"The file for {name} cannot be read: {path}: {error.strerror}.",
            hint=f"A text that begins with @ is written {name}:='\"@text\"'",
        ) from None
    except UnicodeDecodeError:
        raise CliError(f"The file for {name} is not UTF-8 text: {path}.") from None
    if len(data) > LARGEST:
        raise CliError(f"The file for {name} is larger than {LARGEST:,} bytes: {path}.")
    return text.removesuffix("\n").removesuffix("\r")


def _read(path: str) -> bytes:
    with Path(path).open("rb") as file:
        return file.read(LARGEST + 1)
