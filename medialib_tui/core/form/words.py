"""What a form says of a field: its rules, how much of them is used, what a change means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue

from medialib_tui.core.form.control import Control
from medialib_tui.core.form.fields import FormField
from medialib_tui.core.form.form import KEEP, Form
from medialib_tui.core.license import profile_rules
from medialib_tui.model.dates import parse_date
from medialib_tui.model.labels import say_label

UNSET = "not set"
EMPTY = "(empty)"
REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One changed property in words, and what to think about before it is sent."""

    handle: str
    label: str
    old: str
    new: str
    removed: bool = False
    warnings: tuple[str, ...] = ()


def changes_in_words(form: Form) -> list[Change]:
    """Every change: property, old, new; an empty text and an unset one are told apart."""
    found = []
    for handle, value in form.changes.items():
        field = form.field(handle)
        problems = form.problems(handle)
        found.append(
            Change(
                handle,
                field.label,
                in_words(form, handle, field.base),
                in_words(form, handle, value, unset=REMOVED),
                removed=value is None,
                warnings=tuple(p.message for p in problems if p.severity == "warning"),
            )
        )
    return found


def in_words(form: Form, handle: str, value: JsonValue, *, unset: str = UNSET) -> str:
    """A value in words, where unset and empty have words too."""
    if value is None:
        return unset
    return form.say(handle, value) if value != "" else EMPTY


def hints(form: Form, handle: str) -> Iterator[str]:
    """Short facts about a field: what it wants, and how much of it there is."""
    field, control = form.field(handle), form.control(handle)
    if why := form.locked(handle):
        unlock = ", u unlocks it" if form.can_unlock(handle) else ""
        yield f"read-only: {why}{unlock}"
        return
    if field.prop is not None and field.prop.config.required and not _said_missing(form, handle):
        yield "required"
    if field.note:
        yield field.note
    yield from _amount(form, field, control)
    yield from _rules(field, control, form)


def _said_missing(form: Form, handle: str) -> bool:
    return form.value(handle) in (None, "", []) and form.has_error(handle)


def _amount(form: Form, field: FormField, control: Control) -> Iterator[str]:
    if control in (Control.TEXT, Control.LINES) and form.value(field.handle) is not None:
        length = len(form.text(field.handle))
        most = field.prop.config.max_length if field.prop else None
        plain = "1 character" if length == 1 else f"{length:,} characters"
        yield f"{length:,} of {most:,}" if most else plain
    value = form.value(field.handle)
    if control in (Control.TAGS, Control.CHOICES, Control.INTEGERS) and isinstance(value, list):
        most = field.prop.config.max_items if field.prop else None
        yield f"{len(value)} of {most}" if most else f"{len(value)} in all"


def _rules(field: FormField, control: Control, form: Form) -> Iterator[str]:
    config = field.prop.config if field.prop else None
    if config is not None:
        low, high = config.recommended_min_length, config.recommended_max_length
        if low or high:
            yield f"{_span(low, high)} recommended"
        if config.min_length and control in (Control.TEXT, Control.LINES):
            yield f"at least {config.min_length}"
        if config.min_value is not None or config.max_value is not None:
            yield _span(config.min_value, config.max_value)
        if config.min is not None or config.max is not None:
            yield f"{_span(config.min, config.max)} documents"
        if config.data_provider and config.data_provider.data_source:
            yield "choices are kept on the server, any text goes"
    said = _FORMATS.get(control, "")
    if control in (Control.MOMENT, Control.VALIDITY):
        said = f"local time, {zone_of(form.value(field.handle))}"
    if said:
        yield said


_FORMATS = {
    Control.INTEGER: "whole number",
    Control.INTEGERS: "whole numbers, separated by commas",
    Control.FREE: "a text, or JSON",
    Control.JSON: "JSON",
    Control.TAGS: "one a line",
    Control.DATE: "YYYY-MM-DD",
    Control.COLOUR: "#RRGGBB",
    Control.DOCUMENT: "a document id, or system:id",
    Control.DOCUMENTS: "a document id a line, or system:id",
}


def _span(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"{low:g} to {high:g}"
    return f"from {low:g}" if low is not None else f"up to {high:g}"


def zone_of(value: JsonValue) -> str:
    """The local zone at the moment a value names, else now, with its distance from UTC."""
    text = value.get("from") or value.get("to") if isinstance(value, dict) else value
    moment = parse_date(text) if isinstance(text, str) else None
    try:
        local = (moment or datetime.now().astimezone()).astimezone()
    except (OverflowError, ValueError, OSError):
        local = datetime.now().astimezone()
    shift = local.strftime("%z")
    return f"{local.tzname()} (UTC{shift[:3]}:{shift[3:]})"


@dataclass(frozen=True, slots=True)
class Option:
    """One value to choose: `color` a hex text, `rules` sentences below it.

    `locked` says why it cannot be chosen.
    """

    value: JsonValue
    label: str
    color: str = ""
    rules: tuple[str, ...] = ()
    locked: str = ""


def options(form: Form, handle: str) -> list[Option]:
    """The values to choose from; the current one is among them even if it is not configured."""
    field, control = form.field(handle), form.field(handle).control
    found: list[Option] = []
    match control:
        case Control.BOOLEAN:
            found = [Option(True, "yes"), Option(False, "no")]
        case Control.INVALID:
            effect = ("It is no longer served, and every use is flagged.",)
            found = [
                Option(False, "no, the picture is valid"),
                Option(True, "yes, invalid", "", effect),
            ]
        case Control.LICENSE:
            found = _licenses(form)
        case _:
            for choice in field.prop.choices if field.prop else ():
                label = say_label(choice.label, str(choice.value), form.language)
                why = form.closed(handle, choice.value)
                found.append(Option(choice.value, label, locked=why))
    known = [option.value for option in found]
    present = _present(form, handle, control)
    found += [
        Option(value, f"{form.say(handle, value)}  (not configured)")
        for value in present
        if value not in known
    ]
    if control is not Control.CHOICES and not form.closed(handle, None):
        found.append(Option(None, UNSET))
    if control is not Control.CHOICES and form.mixed(handle):
        found.insert(0, Option(KEEP, "each keeps its own"))
    return found


def _present(form: Form, handle: str, control: Control) -> list[JsonValue]:
    values: list[JsonValue] = []
    for value in (form.field(handle).base, form.value(handle)):
        many = control is Control.CHOICES and isinstance(value, list)
        for item in value if many and isinstance(value, list) else [value]:
            if item is not None and item not in values:
                values.append(item)
    return values


def _licenses(form: Form) -> list[Option]:
    found = []
    for profile in form.project.media_center.license_profiles.profiles:
        label = say_label(profile.label, profile.handle, form.language)
        rules = [
            f"{purpose}: {rule}"
            for purpose, rule in profile_rules(profile, form.project, form.language)
        ]
        if profile.approval_required:
            rules.insert(0, "every use needs approval")
        found.append(Option({"handle": profile.handle}, label, profile.color or "", tuple(rules)))
    return found
