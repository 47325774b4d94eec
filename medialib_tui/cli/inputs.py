"""Standard input: ids and tokens."""

from __future__ import annotations

import asyncio
import codecs
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO

from medialib_tui.cli.exits import CliError
from medialib_tui.cli.narrate import Narrator
from medialib_tui.core.batch.ids_file import ids_in_text, is_table
from medialib_tui.model.json_text import read_json

if TYPE_CHECKING:
    from pydantic import JsonValue

STDIN = "-"
"""The word that stands for standard input."""

LONGEST_ID = 200
LONGEST_TOKEN = 20_000
_PIECE = 65_536


def stdin_bytes() -> BinaryIO:
    """Standard input as bytes; a closed one is a wrong use."""
    if sys.stdin is None:
        raise CliError("Standard input is closed.")
    return sys.stdin.buffer


async def ids_from_stdin(narrator: Narrator) -> AsyncIterator[list[str]]:
    """Ids from standard input in the groups they arrive in; see `read_ids`.

    A thread of its own reads, and is left behind: nothing else can give up a blocked read.
    """
    stream = stdin_bytes()
    if narrator.tty and stream.isatty():
        narrator.say("Reading ids; end with ctrl+d on an empty line.")
    loop = asyncio.get_running_loop()
    arrived: asyncio.Queue[list[str] | CliError | None] = asyncio.Queue(2)

    def put(item: list[str] | CliError | None) -> None:
        asyncio.run_coroutine_threadsafe(arrived.put(item), loop).result()

    def read() -> None:
        try:
            for ids in read_ids(stream):
                put(ids)
            put(None)
        except CliError as error:
            put(error)

    threading.Thread(target=read, daemon=True).start()
    while (item := await arrived.get()) is not None:
        if isinstance(item, CliError):
            raise item
        yield item


def read_ids(stream: BinaryIO, name: str = "standard input") -> Iterator[list[str]]:
    """Ids from a stream, in the groups they arrive in, each id once.

    Words are ids; of JSON or CSV, such as the results of an earlier command, the `id` of each.
    Raises CliError for bytes that are no UTF-8 text, for words no id can be, and for no id at all.
    """
    seen: set[str] = set()
    pieces = _texts(stream, name)
    head = ""
    for text in pieces:
        head += text
        if head.strip():
            break
    for group in _reader(head)(chain([head], pieces), name):
        fresh = [one for one in dict.fromkeys(group) if one not in seen]
        for one in fresh:
            _check_id(one, name)
        if fresh:
            seen.update(fresh)
            yield fresh
    if not seen:
        raise CliError(f"There are no ids on {name}.", hint="One id a line, or spaces between.")


def _reader(head: str) -> Callable[[Iterator[str], str], Iterator[list[str]]]:
    if head.lstrip()[:1] in ("{", "["):
        return _of_json
    return _of_table if is_table(head) else _words


def _texts(stream: BinaryIO, name: str) -> Iterator[str]:
    decode = codecs.getincrementaldecoder("utf-8-sig")()
    line, ended = 1, False
    while not ended:
        piece = _read(stream)
        ended = not piece
        try:
            text = decode.decode(piece, final=ended)
        except UnicodeDecodeError:
            raise CliError(
                f"{name[:1].upper()}{name[1:]} is not UTF-8 text (at or after line {line}).",
                hint="Ids are read as text, separated by spaces or line breaks.",
            ) from None
        line += text.count("\n")
        yield text


def _words(texts: Iterator[str], name: str) -> Iterator[list[str]]:
    rest = ""
    for text in texts:
        whole = rest + text
        words = whole.split()
        unfinished = bool(whole) and not whole[-1].isspace()
        rest = words.pop() if unfinished and words else ""
        _check_id(rest, name)
        yield words
    yield [rest] if rest else []


def _of_table(texts: Iterator[str], name: str) -> Iterator[list[str]]:
    """The ids of CSV, such as --csv prints."""
    yield list(ids_in_text("".join(texts)))


def _of_json(texts: Iterator[str], name: str) -> Iterator[list[str]]:
    """The ids of JSON lines as they arrive, or of one JSON value once it is whole."""
    rest, line = "", 0
    for text in texts:
        rest += text
        if _is_whole(rest):
            continue
        *lines, rest = rest.split("\n")
        yield [one for place, each in enumerate(lines, line + 1) for one in _id(each, place, name)]
        line += len(lines)
    if _is_whole(rest):
        listed = _json(rest, 1, name)
        items = listed if isinstance(listed, list) else [listed]
        yield [one for place, each in enumerate(items, 1) for one in _id_of(each, place, name)]
    else:
        yield list(_id(rest, line + 1, name))


def _is_whole(text: str) -> bool:
    """Whether this is one JSON value over several lines, such as --json prints."""
    return text.lstrip().startswith(("[", "{\n", "{\r"))


def _id(text: str, place: int, name: str) -> Iterator[str]:
    if text.strip():
        yield from _id_of(_json(text, place, name), place, name)


def _id_of(value: JsonValue, place: int, name: str) -> Iterator[str]:
    """None of what never became an entry, such as a refused item of an import."""
    found = value.get("id") if isinstance(value, dict) else None
    if isinstance(found, str) and found:
        yield found
    elif not (isinstance(value, dict) and ("error" in value or "id" in value)):
        raise CliError(
            f"Number {place} on {name} is no object with an id.",
            hint="Ids as plain text, or JSON lines such as --jsonl prints.",
        )


def _json(text: str, place: int, name: str) -> JsonValue:
    try:
        return read_json(text)
    except ValueError:
        raise CliError(
            f"Line {place} of {name} is not JSON.",
            hint="Ids as plain text, or JSON lines such as --jsonl prints.",
        ) from None


def read_token_line(stream: BinaryIO) -> str:
    """A token from standard input, all of it; the store checks and strips it."""
    data = stream.read(LONGEST_TOKEN)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CliError(
            "The token on standard input is not text.", code="token", hint="Copy it again."
        ) from None


def _read(stream: BinaryIO) -> bytes:
    """What has arrived, below the buffer: its lock would outlive an interrupted program."""
    raw = getattr(stream, "raw", stream)
    try:
        piece = raw.read(_PIECE)
    except OSError as error:
        raise CliError(f"Standard input cannot be read: {error.strerror}.") from None
    return piece if isinstance(piece, bytes) else b""


def _check_id(word: str, name: str) -> None:
    if len(word) > LONGEST_ID:
        raise CliError(
            f"“{word[:24]}…” on {name} is longer than any id.",
            hint="Ids are separated by spaces or line breaks.",
        )
    if "://" in word:
        raise CliError(
            f"“{word[:60]}” on {name} is an address, not an id.",
            hint="Look addresses up one by one: medialib get URL",
        )
