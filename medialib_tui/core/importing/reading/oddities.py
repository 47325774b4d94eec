"""What no server could take as it is: values that are no JSON, or would come out different."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from medialib_tui.core.importing.item import Complaint
from medialib_tui.model.json_text import DEEPEST
from medialib_tui.model.text import one_line

if TYPE_CHECKING:
    from pydantic import JsonValue

_LARGEST = 2**53 - 1
_ESCAPED = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_SUSPECT = re.compile("[\x00\ud800-\udfff]")


def worth_a_look(text: str) -> bool:
    """Whether JSON text may hold odd characters or depths; fast for the many that hold none."""
    nested = text.count("{") + text.count("[") >= DEEPEST
    return nested or ("\\u" in text and _ESCAPED.search(text) is not None)


def oddities(value: JsonValue, twice: Mapping[int, str]) -> Iterator[Complaint]:
    """Complaints about a value and all within it; `twice` as a Decoder remembers it."""
    open_: list[tuple[tuple[str | int, ...], JsonValue]] = [((), value)]
    while open_:
        path, node = open_.pop()
        if isinstance(node, dict | list):
            if len(path) >= DEEPEST:
                yield Complaint(dotted(path[:3]), f"nested deeper than {DEEPEST} levels.")
                return
            if isinstance(node, dict):
                if id(node) in twice:
                    name = one_line(twice[id(node)], 60)
                    yield Complaint(dotted((*path, name)), "is there twice: which one is meant?")
                for name in node:
                    yield from _text(path, name, "a name")
                open_.extend(((*path, name), child) for name, child in node.items())
            else:
                open_.extend(((*path, place), child) for place, child in enumerate(node))
        elif isinstance(node, str):
            yield from _text(path, node, "the text")
        elif isinstance(node, float):
            if not math.isfinite(node):
                yield Complaint(dotted(path), "is no number that JSON knows (NaN or infinite).")
        elif isinstance(node, int) and abs(node) > _LARGEST:
            yield Complaint(dotted(path), "is too large a number: it would arrive rounded.")


def _text(path: tuple[str | int, ...], text: str, what: str) -> Iterator[Complaint]:
    if text.isascii() and "\0" not in text:
        return
    if found := _SUSPECT.search(text):
        said = "a NUL character" if found[0] == "\0" else "half of a character (a surrogate)"
        message = f"{what} holds {said}, which a server may not be able to keep."
        yield Complaint(dotted(path), message, "warning")


def dotted(path: tuple[str | int, ...]) -> str:
    """A path as fields are named, safe to show."""
    return ".".join(one_line(str(step), 60) for step in path)
