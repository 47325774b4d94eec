"""How the models are built: frozen, made from whatever JSON the server really sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    JsonValue,
    PrivateAttr,
    Strict,
    ValidationError,
)
from pydantic.alias_generators import to_camel

JsonObject = dict[str, JsonValue]
"""A JSON object as the standard decoder returns it."""

Str = Annotated[str, Strict()]
Int = Annotated[int, Strict()]
Bool = Annotated[bool, Strict()]
Number = Annotated[int, Strict()] | Annotated[float, Strict()]

Label = Annotated[
    str | dict[str, str] | None,
    BeforeValidator(lambda value: _only_text(value)),
]
"""A label as configured: one text, or texts by UI language."""


def _only_text(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(k): v for k, v in value.items() if isinstance(v, str)}
    return value if isinstance(value, str) else None


_Location = tuple[int | str, ...]


class Model(BaseModel):
    """A frozen model with the API's own camelCase names on the wire."""

    model_config = ConfigDict(
        frozen=True,
        defer_build=True,
        extra="ignore",
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
    )

    @classmethod
    def read(cls, data: Mapping[str, JsonValue]) -> Self:
        """Build from untrusted JSON: a value of the wrong type counts as absent."""
        made, _ = _lenient(cls, data)
        return made


class Resource(Model):
    """Something the server sent: typed where it can be, and kept exactly as sent."""

    model_config = ConfigDict(extra="allow")

    _sent: JsonObject = PrivateAttr(default_factory=dict)
    _oddities: tuple[str, ...] = PrivateAttr(default=())

    @property
    def sent(self) -> JsonObject:
        """The JSON object as received, every unknown field included; treat it as read-only."""
        return self._sent

    @property
    def oddities(self) -> tuple[str, ...]:
        """Dotted paths of the fields whose value was not of the documented type."""
        return self._oddities

    @property
    def unknown(self) -> JsonObject:
        """The top-level fields that the API reference does not name."""
        return dict(self.model_extra or {})

    @classmethod
    def read(cls, data: Mapping[str, JsonValue]) -> Self:
        """Build from untrusted JSON, remembering what was sent and what was odd about it."""
        made, oddities = _lenient(cls, data)
        made._sent = dict(data)
        made._oddities = oddities
        return made


_M = TypeVar("_M", bound=Model)


def _lenient(cls: type[_M], data: Mapping[str, JsonValue]) -> tuple[_M, tuple[str, ...]]:
    odd: list[str] = []
    rest: JsonValue = dict(data)
    while True:
        try:
            return cls.model_validate(rest), tuple(odd)
        except ValidationError as error:
            problems = error.errors(include_url=False, include_context=False)
            if any(problem["type"] == "string_unicode" for problem in problems):
                rest = _mended(rest)
                continue
            places = {_reachable(rest, problem["loc"]) for problem in problems}
            if () in places:
                raise
            odd.extend(".".join(map(str, place)) for place in sorted(places, key=str))
            rest = _without(rest, places)


def mended(text: str) -> str:
    """A text with half surrogate pairs as replacement characters."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _mended(value: JsonValue) -> JsonValue:
    """Half surrogate pairs, in keys and texts, as replacement characters: only `sent` has them."""
    if isinstance(value, str):
        return mended(value)
    if isinstance(value, list):
        return [_mended(item) for item in value]
    if isinstance(value, dict):
        return {str(_mended(key)): _mended(item) for key, item in value.items()}
    return value


def _reachable(value: JsonValue, location: _Location) -> _Location:
    """Cut a validation location where it leaves the data (union branches add steps)."""
    steps: list[int | str] = []
    for step in location:
        match value, step:
            case dict(), str() if step in value:
                value = value[step]
            case list(), int() if step < len(value):
                value = value[step]
            case _:
                break
        steps.append(step)
    return tuple(steps)


def _without(value: JsonValue, places: Iterable[_Location]) -> JsonValue:
    here = {place[0] for place in places if len(place) == 1}
    deeper: dict[int | str, list[_Location]] = {}
    for place in places:
        if len(place) > 1:
            deeper.setdefault(place[0], []).append(place[1:])
    if isinstance(value, dict):
        return {
            key: _without(item, deeper[key]) if key in deeper else item
            for key, item in value.items()
            if key not in here
        }
    if isinstance(value, list):
        return [
            _without(item, deeper[index]) if index in deeper else item
            for index, item in enumerate(value)
            if index not in here
        ]
    return value
