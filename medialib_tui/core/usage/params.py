"""Params of a use typed as text: their types come from the purpose, or from uses seen before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pydantic import JsonValue

from medialib_tui.api.errors import FieldError, Refused
from medialib_tui.core.form.control import (
    Control,
    control_of,
    is_plugin,
    seen_control,
    why_shown,
)
from medialib_tui.core.form.text import Unreadable, from_text
from medialib_tui.model.base import JsonObject
from medialib_tui.model.property import Property
from medialib_tui.model.schema import Purpose
from medialib_tui.model.usage import UsageLogEntry

_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_LISTS = {Control.CHOICES, Control.TAGS}


def typed_params(
    texts: Mapping[str, str], purpose: Purpose | None, seen: Sequence[UsageLogEntry] = ()
) -> JsonObject:
    """The values of typed params, None for an empty text. Raises Refused with their fields.

    Without a schema a param is of the type that it has in all uses `seen`, else text.
    """
    schema = {prop.handle: prop for prop in purpose.params_schema} if purpose else {}
    values: JsonObject = {}
    wrong = []
    for name, text in texts.items():
        try:
            values[name] = _value(text, schema.get(name), _seen(name, seen))
        except Unreadable as error:
            wrong.append(FieldError(f"params.{name}", str(error)))
    if wrong:
        title = "This use cannot be sent as it is; nothing was sent."
        raise Refused(title, fields=tuple(wrong))
    return values


def param_control(prop: Property | None, seen: Sequence[JsonValue]) -> Control:
    """How a param is edited; without a known plugin by the type that all `seen` values have."""
    if prop is not None and is_plugin(prop.type):
        if why_shown(prop.type):
            return Control.TEXT if prop.type == "li-media-handle" else Control.JSON
        return control_of(prop)
    found = seen_control(seen)
    untold = found is Control.INTEGER or not any(value not in (None, []) for value in seen)
    return Control.FREE if prop is not None and untold else found


def seen_purposes(seen: Iterable[UsageLogEntry]) -> tuple[str, ...]:
    """Purposes of uses, the most frequent first: what to offer without configuration."""
    return tuple(
        name for name, _ in Counter(use.purpose for use in seen if use.purpose).most_common()
    )


def seen_params(purpose: str, seen: Iterable[UsageLogEntry]) -> tuple[str, ...]:
    """Params that uses of a purpose have, the most frequent first."""
    found = Counter(name for use in seen if use.purpose == purpose for name in use.params)
    return tuple(name for name, _ in found.most_common())


def _seen(name: str, seen: Sequence[UsageLogEntry]) -> list[JsonValue]:
    return [use.params[name] for use in seen if name in use.params]


def _value(text: str, prop: Property | None, seen: list[JsonValue]) -> JsonValue:
    if text == "":
        return None
    control = param_control(prop, seen)
    if control in (Control.BOOLEAN, Control.INVALID):
        return _yes_or_no(text)
    if control is Control.CHOICE and prop is not None:
        return _choice(text, prop)
    if control in _LISTS:
        return _texts(text)
    if control is Control.LICENSE:
        return {"handle": text}
    if control is Control.DOCUMENTS:
        return from_text(control, "\n".join(map(str, _texts(text))), None)
    if control is Control.VALIDITY:
        return from_text(control, text.replace("/", "\n", 1), None)
    return from_text(control, text, None)


def _yes_or_no(text: str) -> bool:
    if text.lower() not in _WORDS:
        raise Unreadable("Yes or no is needed here.")
    return _WORDS[text.lower()]


def _texts(text: str) -> list[JsonValue]:
    return [item.strip() for item in text.split(",") if item.strip()]


def _choice(text: str, prop: Property) -> JsonValue:
    """The configured value that is written like the text; the text itself where there is none."""
    found = next((one.value for one in prop.choices if str(one.value) == text), None)
    if found is None and prop.type == "li-integer":
        return from_text(Control.INTEGER, text, None)
    return text if found is None else found
