"""Whether a value may be sent for a property, checked before anything leaves (API reference 7).

Stored values may break today's configuration, so only values a person changed are checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import JsonValue

from medialib_tui.core.form.control import Control, control_of, fits
from medialib_tui.model.dates import parse_date
from medialib_tui.model.labels import say_label
from medialib_tui.model.property import Property
from medialib_tui.model.schema import Project

Severity = Literal["error", "warning"]

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}([T ].*)?")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a value, or what to think about before it is sent."""

    severity: Severity
    message: str


def validate(
    prop: Property,
    value: JsonValue,
    language: str,
    *,
    base: JsonValue = None,
    project: Project | None = None,
) -> tuple[Problem, ...]:
    """Problems of a value, None for a removed one; `base` is what the server holds now."""
    if value is None or value in ("", []):
        missing = _missing(prop, language)
        if missing or value is None:
            return missing
    control = control_of(prop)
    if not fits(control, value):
        return (_error(_WANTED.get(control, "The value is of the wrong type.")),)
    return tuple(_problems(prop, control, value, base, project))


def _missing(prop: Property, language: str) -> tuple[Problem, ...]:
    if not prop.config.required or prop.type == "li-boolean":
        return ()
    own = prop.config.required_error_message
    label = prop.label(language)
    return (_error(say_label(own, "", language) or f"{label} is required."),)


def _problems(
    prop: Property, control: Control, value: JsonValue, base: JsonValue, project: Project | None
) -> Iterator[Problem]:
    match control, value:
        case ((Control.TEXT | Control.LINES), str()):
            yield from _lengths(prop, value)
            if control is Control.TEXT and prop.type == "li-text" and re.search("[\r\n]", value):
                yield _warning("This property is one line: the editor takes line breaks out.")
        case Control.CHOICE, _:
            yield from _membership(prop, [value], [base])
            if isinstance(value, str):
                yield from _lengths(prop, value)
        case Control.CHOICES, list():
            yield from _membership(prop, value, base if isinstance(base, list) else [])
            yield from _count(prop, value)
        case ((Control.TAGS | Control.INTEGERS), list()):
            yield from _count(prop, value)
        case Control.INTEGER, int():
            yield from _range(prop, value)
        case ((Control.DATE | Control.MOMENT), str()):
            yield from _iso(value)
        case Control.COLOUR, str():
            if not _COLOUR.fullmatch(value):
                yield _error("A colour is written #RRGGBB, such as #8CBA51.")
        case Control.INVALID, True:
            yield _warning("The picture will no longer be served, and every use is flagged.")
        case Control.VALIDITY, dict():
            yield from _validity(value)
        case Control.LICENSE, dict():
            if project is not None and project.license_profile(str(value["handle"])) is None:
                yield _warning("This license profile is not configured.")
        case Control.DOCUMENTS, dict():
            listed = value.get("references")
            yield from _targets(prop, listed if isinstance(listed, list) else [])


def _lengths(prop: Property, text: str) -> Iterator[Problem]:
    config, length = prop.config, len(text)
    if config.min_length is not None and length < config.min_length:
        yield _error(f"{length} of at least {config.min_length} characters.")
    elif config.recommended_min_length is not None and length < config.recommended_min_length:
        yield _warning(f"At least {config.recommended_min_length} characters are recommended.")
    if config.max_length is not None and length > config.max_length:
        yield _error(f"{length - config.max_length} characters too many: {config.max_length} fit.")
    elif config.recommended_max_length is not None and length > config.recommended_max_length:
        yield _warning(f"At most {config.recommended_max_length} characters are recommended.")


def _range(prop: Property, value: float) -> Iterator[Problem]:
    low, high = prop.config.min_value, prop.config.max_value
    if low is not None and value < low:
        yield _error(f"The least value is {low:g}.")
    if high is not None and value > high:
        yield _error(f"The greatest value is {high:g}.")


def _membership(
    prop: Property, values: list[JsonValue], before: list[JsonValue]
) -> Iterator[Problem]:
    allowed = [choice.value for choice in prop.choices]
    for value in values:
        if not _among(value, allowed):
            said = f"“{value}” is not among the configured values."
            yield _warning(said) if _among(value, before) else _error(said)


def _among(value: JsonValue, values: list[JsonValue]) -> bool:
    return any(value == other and type(value) is type(other) for other in values)


def _count(prop: Property, items: list[JsonValue]) -> Iterator[Problem]:
    most = prop.config.max_items
    if most is not None and len(items) > most:
        yield _error(f"{len(items)} values, at most {most} fit.")
    if len({str(item) for item in items}) < len(items):
        yield _warning("A value is listed twice.")


def _targets(prop: Property, items: list[JsonValue]) -> Iterator[Problem]:
    low, high = prop.config.min, prop.config.max
    if low is not None and len(items) < low:
        yield _error(f"{len(items)} documents, at least {low} are needed.")
    if high is not None and len(items) > high:
        yield _error(f"{len(items)} documents, at most {high} fit.")


def _iso(text: str) -> Iterator[Problem]:
    if not _ISO_DAY.fullmatch(text) or parse_date(text) is None:
        yield _error("Not a date as the API takes it (ISO 8601).")


def _validity(value: dict[str, JsonValue]) -> Iterator[Problem]:
    sides = [value.get("from"), value.get("to")]
    for side in sides:
        if isinstance(side, str) and side:
            yield from _iso(side)
    start, end = (parse_date(side) if isinstance(side, str) else None for side in sides)
    if start and end and start >= end:
        yield _error("The end has to be after the beginning.")
    else:
        yield _warning("This decides when the picture is valid and served.")


def _error(message: str) -> Problem:
    return Problem("error", message)


def _warning(message: str) -> Problem:
    return Problem("warning", message)


_WANTED = {
    Control.TEXT: "A text is needed here.",
    Control.LINES: "A text is needed here.",
    Control.INTEGER: "A whole number is needed here.",
    Control.BOOLEAN: "Yes or no is needed here.",
    Control.INVALID: "Yes or no is needed here.",
    Control.TAGS: "A list of texts is needed here.",
    Control.CHOICES: "A list of texts is needed here.",
    Control.INTEGERS: "A list of whole numbers is needed here.",
    Control.DATE: "A date is needed here.",
    Control.MOMENT: "A date and time is needed here.",
    Control.COLOUR: "A colour is written #RRGGBB, such as #8CBA51.",
    Control.VALIDITY: "An object with from and to is needed here.",
    Control.LICENSE: "An object with the handle of a license profile is needed here.",
    Control.DOCUMENT: "A reference to a document is needed here.",
    Control.DOCUMENTS: "A list of references to documents is needed here.",
    Control.VIDEO: "A reference to a video is needed here.",
}
