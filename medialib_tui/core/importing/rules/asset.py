"""What an asset needs by media type (API reference 2.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from medialib_tui.core.importing.item import (
    ASSET_NUMBERS,
    ASSET_TEXTS,
    Complaint,
    Severity,
    no_such,
)
from medialib_tui.core.takedown.keys import VARIANT
from medialib_tui.model.capability import Support
from medialib_tui.model.text import one_line

if TYPE_CHECKING:
    from pydantic import JsonValue

    from medialib_tui.core.importing.known import Known

_SUFFIXES = "png|jpg|jpeg|gif|png|svg|webp|mp4|mov"
_IMAGE_URL = re.compile(rf"(http)?s?:?(\/\/[^\"']*\.(?:{_SUFFIXES}))")
_ANY_URL = re.compile(r"(http)?s?:?(\/\/[^\"']*\.*)")
_NUMBERS = {
    "mediaImage": ("size", "width", "height"),
    "mediaVideo": ("size", "width", "height", "duration"),
    "mediaFile": ("size",),
}
_FIELDS = (*ASSET_TEXTS, *ASSET_NUMBERS, "storage")
KEY = re.compile(r"[0-9a-zA-Z_/.-]+")
"""Keys that are recommended."""


def numbers_of(kind: str | None) -> tuple[str, ...]:
    """The numbers an asset must have; `kind` None is an unknown media type."""
    return _NUMBERS.get(kind or "", ("size",))


def address_of(kind: str | None) -> re.Pattern[str]:
    """What the address of an asset must hold."""
    return _IMAGE_URL if kind == "mediaImage" else _ANY_URL


def asset_complaints(
    asset: JsonValue, kind: str | None, known: Known, *, at: str = "asset"
) -> Iterator[Complaint]:
    """What is wrong with an asset; `kind` None is an unknown media type, `at` where it stands."""
    if not isinstance(asset, dict):
        yield Complaint(at, "must be an object with key, url, size, filename and mimeType.")
        return
    numbers = numbers_of(kind)
    for name in (*ASSET_TEXTS, *numbers):
        if name not in asset:
            yield Complaint(f"{at}.{name}", "is required.")
    for name, value in asset.items():
        path = name if name in _FIELDS else one_line(name, 60)
        yield from _field(f"{at}.{path}", name, value, needed=name in numbers)
    yield from _key(asset.get("key"), known, f"{at}.key")
    yield from _url(asset.get("url"), kind, f"{at}.url")


def _field(path: str, name: str, value: JsonValue, *, needed: bool) -> Iterator[Complaint]:
    if name in ASSET_TEXTS:
        if not isinstance(value, str):
            yield Complaint(path, "must be text.")
        elif not value.strip() and name != "url":
            yield Complaint(path, "is empty.", "warning")
    elif name in ASSET_NUMBERS:
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield Complaint(path, _no_number(value), "error" if needed else "warning")
        elif value <= 0:
            yield Complaint(path, "is not more than 0.", "warning")
        elif name != "duration" and value != value // 1:
            yield Complaint(path, "is not a whole number.", "warning")
    elif name not in _FIELDS:
        yield Complaint(path, no_such("is no field of an asset", name, _FIELDS), "warning")


def _no_number(value: JsonValue) -> str:
    said = "must be a number"
    if isinstance(value, str) and re.fullmatch(r"\d+(\.\d+)?", value):
        return f"{said}, without quotes."
    return f"{said}."


def _key(key: JsonValue, known: Known, path: str) -> Iterator[Complaint]:
    if not isinstance(key, str) or not key:
        return
    if key.startswith(VARIANT):
        sure = known.reserved.support is Support.YES
        severity: Severity = "error" if sure else "warning"
        said = "Keys beginning with v/ are reserved for edits of single documents."
        yield Complaint(path, said if sure else f"{said} Newer servers refuse them.", severity)
    if not KEY.fullmatch(key):
        odd = KEY.sub("", key)
        shown = one_line("".join(dict.fromkeys(odd)), 20)
        said = f"holds “{shown}”; a-z, A-Z, 0-9, -, _, / and . are recommended."
        yield Complaint(path, said, "warning")


def _url(url: JsonValue, kind: str | None, path: str) -> Iterator[Complaint]:
    if not isinstance(url, str):
        return
    if address_of(kind).search(url):
        if not url.startswith(("https://", "http://")):
            yield Complaint(path, "does not begin with https:// or http://.", "warning")
    elif not _ANY_URL.search(url):
        yield Complaint(path, "is no address: https://… is expected.")
    else:
        suffixes = ", .".join(dict.fromkeys(_SUFFIXES.split("|")))
        yield Complaint(path, f"of an image must hold one of .{suffixes}.")


def softened(found: Iterator[Complaint]) -> Iterator[Complaint]:
    """The same complaints as warnings: what is not documented to be refused."""
    return (Complaint(one.field, one.message, "warning") for one in found)
