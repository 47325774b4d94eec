"""What references an entry (API reference 5.3)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum

from pydantic import ConfigDict, JsonValue

from medialib_tui.model.base import Int, JsonObject, Model, Str, mended

_COMPACT = json.JSONEncoder(separators=(",", ":"))


class ReferenceKind(StrEnum):
    """The two lists of incoming references."""

    DOCUMENTS = "documents"
    MEDIA = "media"


class Reference(Model):
    """One place where the referencing object names the entry."""

    model_config = ConfigDict(extra="allow")

    id: Str | Int | None = None
    type: Str | None = None
    media_type: Str | None = None
    ids: tuple[Str, ...] = ()
    location: Str | None = None
    component_id: Str | None = None
    component_name: Str | None = None
    directive_name: Str | None = None
    property_name: Str | None = None
    service_name: Str | None = None
    override_id: Str | None = None
    override_directive_name: Str | None = None

    @property
    def target_type(self) -> str | None:
        """`type`, which some servers of release 2022-03 called `mediaType`."""
        return self.type or self.media_type

    @property
    def place(self) -> str:
        """Where it stands, in a few words; unknown locations come out as they are."""
        return _place(self.model_dump(by_alias=True))


def _place(reference: JsonObject) -> str:
    location, component, directive, prop, service = (
        _text(reference.get(name))
        for name in ("location", "componentName", "directiveName", "propertyName", "serviceName")
    )
    named = component or _text(reference.get("componentId")) or "component"
    match location:
        case "metadata":
            return f"metadata › {prop or '?'}"
        case "image-directive" | "video-directive":
            return f"{named} › {directive or '?'}"
        case "editable-directive":
            return f"{named} › {directive or '?'} (link in text)"
        case "include-directive":
            return f"{named} › include {service or '?'}"
        case "include-directive-override":
            return f"{named} › include {service or '?'} (override)"
        case None:
            return "place not given"
        case other:
            return " › ".join([other, *filter(None, [component, prop])])


def _text(value: JsonValue) -> str | None:
    return mended(value) if isinstance(value, str) else None


class Referrer:
    """A document (number) or entry (text) that references the entry, with every place.

    There may be many thousands, so only what was sent is kept, as JSON text: half of what the
    objects take. The places are read when asked.
    """

    __slots__ = ("_sent", "id")

    def __init__(self, sent: JsonObject) -> None:
        found = sent.get("id")
        known = isinstance(found, int | str) and not isinstance(found, bool)
        self.id: int | str = found if known and isinstance(found, int | str) else ""
        self._sent = _COMPACT.encode(sent).encode("ascii")

    @classmethod
    def read(cls, data: Mapping[str, JsonValue]) -> Referrer:
        """Build from untrusted JSON: a value of the wrong type counts as absent."""
        return cls(dict(data))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Referrer) and self.sent == other.sent

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return f"Referrer({self.id!r})"

    @property
    def sent(self) -> JsonObject:
        """The JSON object as received, read anew."""
        sent: JsonObject = json.loads(self._sent)
        return sent

    @property
    def key(self) -> str:
        """The id as text, stable as a row key."""
        return mended(str(self.id))

    @property
    def _listed(self) -> Iterator[JsonObject]:
        listed = self.sent.get("references")
        yield from (
            item for item in (listed if isinstance(listed, list) else ()) if isinstance(item, dict)
        )

    @property
    def references(self) -> tuple[Reference, ...]:
        """Every place, read anew."""
        return tuple(Reference.read(item) for item in self._listed)

    @property
    def places(self) -> tuple[str, ...]:
        """Every place in a few words."""
        return tuple(map(_place, self._listed))
