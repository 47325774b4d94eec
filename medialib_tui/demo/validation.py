"""Whether a value fits its metadata property, API reference 7."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sized
from datetime import datetime

from medialib_tui.demo.config import license_profiles, properties
from medialib_tui.demo.errors import Json
from medialib_tui.demo.library import Library

_COLOR = re.compile(r"^#[0-9a-fA-F]{6}$")

Check = Callable[[object, Json], str | None]


def iso_date(value: object) -> bool:
    """Whether a value is an ISO 8601 date or date-time."""
    if not isinstance(value, str) or len(value) < 10:
        return False
    try:
        datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        return False
    return True


def _integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _choices(config: Json) -> list[object] | None:
    provider = config.get("dataProvider")
    items = provider.get("items") if isinstance(provider, dict) else None
    if not isinstance(items, list):
        return None
    return [item.get("value") for item in items if isinstance(item, dict)]


def _chosen(values: Iterable[object], config: Json) -> str | None:
    allowed = _choices(config)
    if allowed is not None and any(value not in allowed for value in values):
        return "must be equal to one of the allowed values"
    return None


def _bound(config: Json, name: str) -> int | None:
    bound = config.get(name)
    return bound if isinstance(bound, int) else None


def _counted(value: Sized, config: Json, bounds: tuple[str, str], what: str) -> str | None:
    low, high = (_bound(config, name) for name in bounds)
    if low is not None and len(value) < low:
        return f"must NOT have fewer than {low} {what}"
    if high is not None and len(value) > high:
        return f"must NOT have more than {high} {what}"
    return None


def _text(value: object, config: Json) -> str | None:
    if not isinstance(value, str):
        return "must be string"
    return _counted(value, config, ("minLength", "maxLength"), "characters") or _chosen(
        [value], config
    )


def _number(value: object, config: Json) -> str | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return "must be integer"
    low, high = _bound(config, "minValue"), _bound(config, "maxValue")
    if low is not None and value < low:
        return f"must be >= {low}"
    if high is not None and value > high:
        return f"must be <= {high}"
    return _chosen([value], config)


def _boolean(value: object, _config: Json) -> str | None:
    return None if isinstance(value, bool) else "must be boolean"


def _string_list(value: object, config: Json) -> str | None:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return "must be array of string"
    return _chosen(value, config)


def _numeric_list(value: object, config: Json) -> str | None:
    if not isinstance(value, list) or not all(map(_integer, value)):
        return "must be array of integer"
    most = _bound(config, "maxItems")
    if most is not None and len(value) > most:
        return f"must NOT have more than {most} items"
    return None


def _date(value: object, _config: Json) -> str | None:
    return None if iso_date(value) else 'must match format "date-time"'


def _validity(value: object, _config: Json) -> str | None:
    if not isinstance(value, dict) or set(value) - {"from", "to"}:
        return "must be object with from and to"
    sides = [side for side in value.values() if side is not None]
    return None if all(map(iso_date, sides)) else 'must match format "date-time"'


def _color(value: object, _config: Json) -> str | None:
    matched = isinstance(value, str) and _COLOR.match(value)
    return None if matched else 'must match pattern "^#[0-9a-fA-F]{6}$"'


def _string(value: object, _config: Json) -> str | None:
    return None if isinstance(value, str) else "must be string"


def _object(value: object, _config: Json) -> str | None:
    return None if isinstance(value, dict) else "must be object"


def _translations(value: object, _config: Json) -> str | None:
    if isinstance(value, dict) and isinstance(value.get("locale"), str):
        return None
    return "must have required property 'locale'"


def _reference(kind: str) -> Check:
    def check(value: object, _config: Json) -> str | None:
        if not isinstance(value, dict) or value.get("$ref") != kind:
            return f"must be a {kind} reference"
        return _reference_id(value.get("reference"))

    return check


def _reference_id(reference: object) -> str | None:
    if isinstance(reference, dict) and isinstance(reference.get("id"), str):
        return None
    return "must have required property 'reference.id'"


def _references(value: object, config: Json) -> str | None:
    listed = value.get("references") if isinstance(value, dict) else None
    if not isinstance(value, dict) or value.get("$ref") != "documents":
        return "must be a documents reference"
    if not isinstance(listed, list):
        return "must have required property 'references'"
    wrong = next((text for text in map(_reference_id, listed) if text), None)
    return _counted(listed, config, ("min", "max"), "items") or wrong


_CHECKS: dict[str, Check] = {
    "li-text": _text,
    "li-boolean": _boolean,
    "li-integer": _number,
    "li-enum": _text,
    "li-string-list": _string_list,
    "li-numeric-list": _numeric_list,
    "li-date": _date,
    "li-datetime": _date,
    "li-datetime-validity": _validity,
    "li-invalid": _boolean,
    "li-color": _color,
    "li-external-id": _string,
    "li-media-handle": _string,
    "li-system-integer": _number,
    "li-system-datetime": _date,
    "li-document-reference": _reference("document"),
    "li-document-references": _references,
    "li-reference": _reference("document"),
    "li-reference-list": _references,
    "li-video-reference": _reference("video"),
    "li-image": _object,
    "li-poster-image": _object,
    "li-named-crops": _object,
    "li-transcoding-state": _object,
    "li-metadata-translations": _translations,
    "li-google-vision": _object,
    "li-media-language": _translations,
}


def problem(library: Library, definition: Json, value: object) -> str | None:
    """What is wrong with a value, as the end of a sentence, or None."""
    config = definition.get("config")
    plugin = str(definition.get("type"))
    if plugin == "li-license-profile":
        handles = {profile.get("handle") for profile in license_profiles(library)}
        known = isinstance(value, dict) and value.get("handle") in handles
        return None if known else "must be a configured license profile"
    check = _CHECKS.get(plugin)
    return check(value, config if isinstance(config, dict) else {}) if check else None


def required_error(definition: Json) -> Json:
    """The error item for a required property that has no value."""
    handle = definition.get("handle")
    config = definition.get("config")
    own = config.get("requiredErrorMessage") if isinstance(config, dict) else None
    text = own if isinstance(own, str) else f"The value of '/{handle}' is required"
    item: Json = {"metadataProperty": handle, "message": text}
    if own is None:
        item["translatedMessage"] = {"en": text, "de": f"Der Wert von '/{handle}' fehlt"}
    return item


def is_required(definition: Json) -> bool:
    """Whether the property must have a value."""
    config = definition.get("config")
    return isinstance(config, dict) and config.get("required") is True


def property_errors(library: Library, handle: str, name: str, value: object) -> list[Json]:
    """The error items for one property of a media type; value None removes it."""
    defined = properties(library, handle)
    definition = next((item for item in defined if item.get("handle") == name), None)
    if definition is None:
        unknown = defined and value is not None
        text = f"The property '/{name}' is not defined"
        return [{"metadataProperty": name, "message": text}] if unknown else []
    if value in (None, "", []):
        if is_required(definition):
            return [required_error(definition)]
        if value is None:
            return []
    text_or_none = problem(library, definition, value)
    if text_or_none is None:
        return []
    return [{"metadataProperty": name, "message": f"The value of '/{name}' {text_or_none}"}]


def metadata_errors(library: Library, handle: str, metadata: Json) -> list[Json]:
    """The error items for the whole metadata of a new entry."""
    found: list[Json] = []
    for name, value in metadata.items():
        found += property_errors(library, handle, name, value)
    for definition in properties(library, handle):
        if is_required(definition) and definition.get("handle") not in metadata:
            found.append(required_error(definition))
    return found
