"""Items that are plainly good, told with a few look-ups; the rules judge all the others."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from medialib_tui.core.form.control import Control, control_of
from medialib_tui.core.importing.item import ASSET_NUMBERS, ASSET_TEXTS, FIELDS
from medialib_tui.core.importing.rules.asset import KEY, address_of, numbers_of
from medialib_tui.core.importing.rules.item import ID, complaints, kind_of, schema_of
from medialib_tui.core.importing.rules.metadata import value_complaints
from medialib_tui.core.takedown.keys import VARIANT

if TYPE_CHECKING:
    from pydantic import JsonValue

    from medialib_tui.core.importing.known import Known
    from medialib_tui.model.base import JsonObject
    from medialib_tui.model.property import Property
    from medialib_tui.model.schema import MediaType

_Check = Callable[["JsonValue"], bool]

_CHECKED = frozenset(FIELDS) - {"translations"}
_ASSET = frozenset((*ASSET_TEXTS, *ASSET_NUMBERS))
_TEXTS = tuple(name for name in ASSET_TEXTS if name not in ("key", "url"))
_ENDLESS = float("inf")


class Plain:
    """What is known of a server, made ready to be asked for every item of a file."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._kinds: dict[str, _Kind | None] = {}

    def passes(self, item: JsonObject) -> bool:
        """Whether nothing is wrong with an item for certain; False says nothing."""
        handle, asset = item.get("mediaType"), item.get("asset")
        metadata = item.get("metadata", {})
        if not (
            isinstance(handle, str)
            and isinstance(asset, dict)
            and isinstance(metadata, dict)
            and item.keys() <= _CHECKED
            and _identity(item)
        ):
            return False
        if handle not in self._kinds:
            self._kinds[handle] = self._kind(handle)
        kind = self._kinds[handle]
        return kind is not None and kind.asset(asset) and kind.metadata(metadata)

    def _kind(self, handle: str) -> _Kind | None:
        """What is asked of items of a media type; None where each has something to be told."""
        sample: JsonObject = {"mediaType": handle}
        if any(one.field == "mediaType" for one in complaints(sample, self._known)):
            return None
        schema = schema_of(sample, self._known)
        return _Kind(kind_of(sample, schema), schema, self._known)


class _Kind:
    """The checks of one media type."""

    def __init__(self, kind: str | None, schema: MediaType | None, known: Known) -> None:
        self._needed = frozenset((*ASSET_TEXTS, *numbers_of(kind)))
        self._address = address_of(kind)
        props = schema.metadata if schema else ()
        self._open = not props
        self._checks = {prop.handle: _check(prop, known) for prop in props}
        self._required = frozenset(prop.handle for prop in props if prop.config.required)

    def asset(self, asset: JsonObject) -> bool:
        """Whether everything is there, of its type, and nothing else."""
        if not self._needed <= asset.keys() <= _ASSET:
            return False
        for name in _TEXTS:
            text = asset[name]
            if type(text) is not str or not text or text.isspace():
                return False
        for name in ASSET_NUMBERS:
            if name in asset:
                number = asset[name]
                if type(number) is not int and (type(number) is not float or name != "duration"):
                    return False
                if number <= 0:
                    return False
        return self._where(asset)

    def _where(self, asset: JsonObject) -> bool:
        key, url = asset["key"], asset["url"]
        return (
            type(key) is str
            and type(url) is str
            and not key.startswith(VARIANT)
            and KEY.fullmatch(key) is not None
            and url.startswith(("https://", "http://"))
            and self._address.search(url) is not None
        )

    def metadata(self, metadata: JsonObject) -> bool:
        """Whether every value fits its property, and none is missing."""
        if self._open:
            return True
        if not self._required <= metadata.keys():
            return False
        checks = self._checks
        for name, value in metadata.items():
            check = checks.get(name)
            if check is None or not check(value):
                return False
        return True


def _identity(item: JsonObject) -> bool:
    if "id" in item:
        entry_id = item["id"]
        if type(entry_id) is not str or ID.fullmatch(entry_id) is None:
            return False
    if "systemName" in item or "externalId" in item:
        system, external = item.get("systemName"), item.get("externalId", "none")
        return _tidy(system) and _tidy(external)
    return True


def _tidy(value: JsonValue) -> bool:
    return type(value) is str and value != "" and value == value.strip()


def _check(prop: Property, known: Known) -> _Check:
    """The check of one property: by hand where that is simple, else by its rules."""

    def judged(value: JsonValue) -> bool:
        return next(value_complaints(prop, value, "", known, whole=True), None) is None

    match control_of(prop):
        case Control.TEXT if prop.type == "li-text":
            return _text(prop, judged, one_line=True)
        case Control.TEXT | Control.LINES:
            return _text(prop, judged, one_line=False)
        case Control.BOOLEAN:
            return lambda value: value is True or value is False
        case Control.INTEGER:
            return _integer(prop)
        case Control.TAGS:
            return _tags(prop, judged)
        case _:
            return judged


def _text(prop: Property, judged: _Check, *, one_line: bool) -> _Check:
    config = prop.config
    low = max(1, config.min_length or 0, config.recommended_min_length or 0)
    most = (config.max_length, config.recommended_max_length)
    high = min((length for length in most if length is not None), default=sys.maxsize)

    def check(value: JsonValue) -> bool:
        if type(value) is str and low <= len(value) <= high:
            return not one_line or ("\n" not in value and "\r" not in value)
        return judged(value)

    return check


def _integer(prop: Property) -> _Check:
    low, high = prop.config.min_value, prop.config.max_value
    least = -_ENDLESS if low is None else low
    most = _ENDLESS if high is None else high
    return lambda value: type(value) is int and least <= value <= most


def _tags(prop: Property, judged: _Check) -> _Check:
    most = prop.config.max_items
    room = sys.maxsize if most is None else most

    def check(value: JsonValue) -> bool:
        if type(value) is list and 0 < len(value) <= room:
            return all(type(one) is str for one in value) and len(set(map(str, value))) == len(
                value
            )
        return judged(value)

    return check
