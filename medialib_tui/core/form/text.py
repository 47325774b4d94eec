"""Values as text to edit, and back (API reference 7): what is not touched stays byte for byte."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime

from pydantic import JsonValue

from medialib_tui.core.form.control import Control
from medialib_tui.model.base import JsonObject
from medialib_tui.model.dates import parse_date
from medialib_tui.model.json_text import read_json

_LARGEST = 2**53 - 1
_INTEGER = re.compile(r"[+-]?[0-9]{1,16}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SYSTEM = re.compile(r"([A-Za-z][\w-]*):(\S+)")

TYPED = frozenset(Control) - {
    Control.CHOICE,
    Control.CHOICES,
    Control.BOOLEAN,
    Control.INVALID,
    Control.LICENSE,
    Control.SHOWN,
}
"""Controls whose value is typed as text; the others are chosen from a list."""

MULTILINE = frozenset({Control.LINES, Control.TAGS, Control.DOCUMENTS, Control.JSON, Control.FREE})
"""Typed controls whose text has lines: one tag or id a line."""

PAIRS = {
    Control.VALIDITY: ("From", "To"),
    Control.VIDEO: ("Video id", "Poster image id"),
}
"""Typed controls of two fields: their text is two lines, one for each."""


class Unreadable(ValueError):
    """Typed text that is no value yet; the message says why."""


def to_text(control: Control, value: JsonValue) -> str:
    """The text a value is edited as; empty where it is unset."""
    match control, value:
        case Control.VALIDITY, dict():
            return f"{_moment(value.get('from'))}\n{_moment(value.get('to'))}"
        case Control.VIDEO, dict():
            found = _target(value)
            poster = found.get("posterImageId")
            return f"{found.get('id', '')}\n{poster if isinstance(poster, str) else ''}"
        case ((Control.VALIDITY | Control.VIDEO), _):
            return "\n"
        case _, None:
            return ""
        case Control.MOMENT, str():
            return _moment(value)
        case Control.DATE, str():
            return value[:10] if _DAY.match(value) and parse_date(value) else value
        case Control.TAGS, list():
            return "\n".join(str(item) for item in value)
        case Control.INTEGERS, list():
            return ", ".join(str(item) for item in value)
        case Control.DOCUMENT, dict():
            return _address(_target(value))
        case Control.DOCUMENTS, dict():
            return "\n".join(map(_address, _targets(value)))
        case Control.FREE, str() if value.strip() and _is_plain(value):
            return value
        case ((Control.JSON | Control.FREE), _):
            return json.dumps(value, ensure_ascii=False, indent=2)
        case _:
            return str(value)


def from_text(control: Control, text: str, base: JsonValue) -> JsonValue:
    """The value of typed text, None for unset. Raises Unreadable.

    Text that says what `base` already says gives `base` itself; an unset value stays unset when
    nothing is typed, a set text becomes an empty text.
    """
    if text == to_text(control, base):
        return base
    match control:
        case Control.TEXT | Control.LINES:
            return None if text == "" and base is None else text
        case Control.COLOUR:
            return text.strip() or None
        case Control.INTEGER:
            return _integer(text.strip()) if text.strip() else None
        case Control.INTEGERS:
            return _none_if_new(
                [_integer(item) for item in re.split(r"[\s,;]+", text.strip()) if item], base
            )
        case Control.TAGS:
            return _none_if_new([line for line in text.split("\n") if line.strip()], base)
        case Control.DATE:
            return _date(text.strip(), base)
        case Control.MOMENT:
            return _utc(text.strip())
        case Control.VALIDITY:
            return _validity(text, base)
        case Control.DOCUMENT:
            return _document(text.strip(), base)
        case Control.DOCUMENTS:
            return _documents(text, base)
        case Control.VIDEO:
            return _video(text, base)
        case Control.FREE:
            return _free(text)
        case _:
            return _json(text)


def _none_if_new(items: list[JsonValue], base: JsonValue) -> JsonValue:
    return items if items or base is not None else None


def _integer(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise Unreadable(f"“{text}” is not a whole number.")
    if abs(int(text)) > _LARGEST:
        raise Unreadable(f"{text} is too large a number.")
    return int(text)


def _date(text: str, base: JsonValue) -> JsonValue:
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise Unreadable("A day is written YYYY-MM-DD, and it has to exist.")
    kept = base[10:] if isinstance(base, str) and base[10:11] == "T" and parse_date(base) else ""
    return day.isoformat() + kept


def _moment(value: JsonValue) -> str:
    """Local time with no more digits than it needs, or the text as it is."""
    moment = parse_date(value) if isinstance(value, str) else None
    if moment is None:
        return value if isinstance(value, str) else ""
    try:
        local = moment.astimezone()
    except (OverflowError, ValueError, OSError):
        return str(value)
    wanted = "minutes" if not (local.second or local.microsecond) else "seconds"
    if local.microsecond:
        wanted = "milliseconds"
    return local.replace(tzinfo=None).isoformat(sep=" ", timespec=wanted)


def _utc(text: str) -> JsonValue:
    """Typed local time, or one with its own zone, as the API writes it."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        raise Unreadable(
            "A time is written YYYY-MM-DD HH:MM, with +02:00 or Z if not local."
        ) from None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _halves(text: str) -> tuple[str, str]:
    first, _, second = text.partition("\n")
    return first, second


def _validity(text: str, base: JsonValue) -> JsonValue:
    before = base if isinstance(base, dict) else {}
    value: JsonObject = {}
    for name, half in zip(("from", "to"), _halves(text), strict=True):
        was = before.get(name)
        if half == _moment(was):
            if name in before:
                value[name] = was
        elif half.strip():
            value[name] = _utc(half.strip())
        elif name in before:
            value[name] = None
    return value if any(value.values()) else None


def _target(value: JsonObject) -> JsonObject:
    found = value.get("reference")
    return found if isinstance(found, dict) else {}


def _targets(value: JsonObject) -> list[JsonObject]:
    found = value.get("references")
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _address(target: JsonObject) -> str:
    elsewhere = target.get("externalSystem")
    name = str(target.get("id", ""))
    return f"{elsewhere}:{name}" if isinstance(elsewhere, str) and elsewhere else name


def _reference(address: str, known: dict[str, JsonObject]) -> JsonObject:
    if address in known:
        return known[address]
    if found := _SYSTEM.fullmatch(address):
        return {"id": found[2], "externalSystem": found[1]}
    if re.search(r"\s", address):
        raise Unreadable(f"“{address}” is not one id; an id of another system is system:id.")
    return {"id": address}


def _document(text: str, base: JsonValue) -> JsonValue:
    if not text:
        return None
    frame: JsonObject = base if isinstance(base, dict) else {"$ref": "document"}
    return {**frame, "reference": _reference(text, {})}


def _documents(text: str, base: JsonValue) -> JsonValue:
    frame: JsonObject = base if isinstance(base, dict) else {"$ref": "documents"}
    known = {_address(target): target for target in _targets(frame)}
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not lines and base is None:
        return None
    return {**frame, "references": [_reference(line, known) for line in lines]}


def _video(text: str, base: JsonValue) -> JsonValue:
    video, poster = (half.strip() for half in _halves(text))
    if not video and poster:
        raise Unreadable("A poster needs the id of its video.")
    if not video:
        return None
    frame: JsonObject = base if isinstance(base, dict) else {"$ref": "video"}
    target: JsonObject = {**_target(frame), "id": video}
    target.pop("posterImageId", None)
    if poster:
        target["posterImageId"] = poster
    return {**frame, "reference": target}


def _json(text: str) -> JsonValue:
    if not text.strip():
        return None
    try:
        value: JsonValue = read_json(text)
    except json.JSONDecodeError as error:
        raise Unreadable(
            f"Not JSON: {error.msg}, line {error.lineno} column {error.colno}."
        ) from None
    except ValueError as error:
        raise Unreadable(f"Not JSON that can be sent: {error}.") from None
    return value


def _free(text: str) -> JsonValue:
    if text.strip() and _is_plain(text):
        return text
    try:
        return _json(text)
    except Unreadable as error:
        raise Unreadable(f"{error} A text that begins so is put in double quotes.") from None


def _is_plain(text: str) -> bool:
    """Whether a text is no JSON, and does not begin as if it were to become some."""
    if text.lstrip()[:1] in ("{", "[", '"'):
        return False
    try:
        read_json(text)
    except ValueError:
        return True
    return False


def document_ids(value: JsonValue) -> list[str]:
    """The ids of documents of this project that a value refers to, for titles."""
    if not isinstance(value, dict):
        return []
    return [
        str(target["id"])
        for target in [_target(value), *_targets(value)]
        if isinstance(target.get("id"), str) and not target.get("externalSystem")
    ]
