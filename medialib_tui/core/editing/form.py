"""One form over the metadata of many entries: fields that differ are marked, not guessed.

A field is there where every media type among the entries has it; `apart` names the others. An
untouched field keeps each entry's own value. Translations are never touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pydantic import JsonValue

from medialib_tui.core.editing.survey import State, Survey
from medialib_tui.core.form.control import Control, Group
from medialib_tui.core.form.fields import FormField, form_fields
from medialib_tui.core.form.form import KEEP, Form
from medialib_tui.core.form.words import Change, changes_in_words
from medialib_tui.model.base import JsonObject
from medialib_tui.model.compare import same
from medialib_tui.model.entry import Entry
from medialib_tui.model.property import Choice, Property
from medialib_tui.model.schema import Project

_LEAST = ("max_length", "recommended_max_length", "max_value", "max_items", "max")
_MOST = ("min_length", "recommended_min_length", "min_value", "min")
_NAMED = 3
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Apart:
    """A property that cannot be edited for all of the entries, and why."""

    handle: str
    label: str
    reason: str


class ManyForm(Form):
    """The metadata of many entries while a person edits it; `changes` hold for all of them."""

    def __init__(
        self,
        survey: Survey,
        project: Project,
        language: str,
        changes: Mapping[str, JsonValue] | None = None,
    ) -> None:
        self.survey = survey
        self.apart: tuple[Apart, ...] = ()
        first = next(iter(survey.media_types), "")
        super().__init__(_common(survey, first), project, language, changes)

    def state(self, handle: str) -> State:
        """How the property stands over the entries."""
        return self.survey.state(handle)

    def mixed(self, handle: str) -> bool:
        """Whether the field shows several values: they differ, and nothing was typed."""
        return self.state(handle) is State.DIFFERS and handle not in self.changed

    def values(self, handle: str) -> tuple[tuple[str, int], ...]:
        """The first few values in words, and how many entries hold each."""
        held = self.survey.held.get(handle)
        if held is None:
            return ()
        pairs = zip(held.values, held.counts, strict=True)
        return tuple((self.say(handle, value), count) for value, count in pairs)

    def words(self, handle: str) -> str:
        """The value in words, or how many different ones there are."""
        return self._mixed_words(handle) if self.mixed(handle) else super().words(handle)

    def was(self, handle: str) -> str:
        """What the entries hold, in words; where that differs, how much and the first values."""
        if self.state(handle) is not State.DIFFERS:
            return super().was(handle)
        named = [f"“{_short(text)}” ({count:,})" for text, count in self.values(handle)[:_NAMED]]
        return f"{self._mixed_words(handle)}: {', '.join(named)}"

    def chosen(self, handle: str) -> JsonValue:
        """The value that is the chosen one of a list; where they differ, that each keeps its."""
        several = self.control(handle) is Control.CHOICES
        return KEEP if self.mixed(handle) and not several else self.value(handle)

    @property
    def stored(self) -> JsonObject:
        """What all of them hold alike."""
        return {field.handle: field.base for field in self.fields if field.base is not None}

    def set(self, handle: str, value: JsonValue) -> None:
        """Give a property of all entries a value; None removes it from all.

        Nothing ticked where the values differ is no wish to empty them.
        """
        if same(value, KEEP) or (value == [] and self.mixed(handle)):
            self.reset(handle)
            return
        super().set(handle, value)
        if self.state(handle) is State.DIFFERS:
            self._changes[handle] = value

    def type(self, handle: str, text: str, control: Control | None = None) -> None:
        """Give a property the value of typed text; nothing typed leaves different values alone."""
        if self.state(handle) is State.DIFFERS and not text.strip():
            self.reset(handle)
        else:
            super().type(handle, text, control)

    def in_words(self) -> list[Change]:
        """Every change, where `old` says that the values differ."""
        return [
            replace(one, old=self._mixed_words(one.handle))
            if self.state(one.handle) is State.DIFFERS
            else one
            for one in changes_in_words(self)
        ]

    def _mixed_words(self, handle: str) -> str:
        held = self.survey.held[handle]
        unset = self.survey.total - held.holders
        count = f"{len(held.values)}{' or more' if held.more else ''}"
        values = f"{count} different values" if len(held.values) > 1 else "set"
        return f"{values}, {unset:,} without" if unset else values

    # Fields

    def _made(self, changes: Mapping[str, JsonValue]) -> Iterable[FormField]:
        by_type = {
            handle: _fields(self.survey, handle, self.project, self.language)
            for handle in self.survey.media_types
        }
        apart: list[Apart] = []
        made: list[FormField] = []
        for name in dict.fromkeys(name for fields in by_type.values() for name in fields):
            there = {kind: fields[name] for kind, fields in by_type.items() if name in fields}
            reason = self._why_apart(there, by_type)
            field = next(iter(there.values()))
            if reason:
                apart.append(Apart(name, field.label, reason))
            else:
                made.append(self._joined(list(there.values())))
        known = {field.handle for field in made} | {one.handle for one in apart}
        for name in self.survey.held:
            if name not in known:
                apart.append(Apart(name, name, self._why_unknown()))
        self.apart = tuple(apart)
        order = list(Group)
        return sorted(made, key=lambda field: order.index(field.group))

    def _why_apart(
        self, there: Mapping[str, FormField], by_type: Mapping[str, Mapping[str, FormField]]
    ) -> str:
        """Why the property is not one for all entries; empty where it is."""
        without = [self._name(kind) for kind in by_type if kind not in there]
        if without:
            return f"not in {_listed(without)}"
        plugins = {kind: field.kind for kind, field in there.items()}
        if len(set(plugins.values())) > 1:
            said = [f"{plugin or 'unknown'} in {self._name(k)}" for k, plugin in plugins.items()]
            return f"of another kind: {_listed(said)}"
        return ""

    def _why_unknown(self) -> str:
        if not self.project.known:
            return "its type is not known without the project's configuration"
        return "not in the media type's schema"

    def _joined(self, fields: list[FormField]) -> FormField:
        first = fields[0]
        locked = next((field.locked for field in fields if field.locked), "")
        prop = first.prop
        for other in fields[1:]:
            if prop is not None and other.prop is not None:
                prop = _strictest(prop, other.prop)
        if prop is not None and first.prop is not None and first.prop.choices and not prop.choices:
            locked = locked or "the media types have no choice in common"
        return replace(first, prop=prop, locked=locked)

    def _name(self, kind: str) -> str:
        found = self.project.media_type(kind)
        return found.label(self.language) if found else kind or "entries without media type"


def _common(survey: Survey, media_type: str) -> Entry:
    """An entry that holds what all of them hold."""
    metadata: JsonObject = {
        handle: survey.value(handle) for handle in survey.held if survey.state(handle) is State.SAME
    }
    return Entry.read({"id": "", "mediaType": media_type or None, "metadata": metadata})


def _fields(
    survey: Survey, media_type: str, project: Project, language: str
) -> dict[str, FormField]:
    """The fields that entries of a media type have, those without schema by their values."""
    entry = _common(survey, media_type)
    found = {field.handle: field for field in form_fields(entry, project, language, {})}
    if project.media_type(media_type) is None:
        for handle, held in survey.held.items():
            if handle not in found and all(isinstance(value, str) for value in held.values):
                found[handle] = _typed(handle, held.values, project, language)
    return found


def _typed(handle: str, values: Iterable[JsonValue], project: Project, language: str) -> FormField:
    """The field without schema of a property whose values differ and are all text."""
    longest = max((str(value) for value in values), key=lambda text: "\n" in text)
    entry = Entry.read({"id": "", "metadata": {handle: longest}})
    (field,) = form_fields(entry, project, language, {})
    return replace(field, base=None)


def _strictest(one: Property, other: Property) -> Property:
    """What both allow."""
    changed: dict[str, object] = {"required": one.config.required or other.config.required}
    for names, pick in ((_LEAST, min), (_MOST, max)):
        for name in names:
            limits = [
                value
                for value in (getattr(one.config, name), getattr(other.config, name))
                if value is not None
            ]
            changed[name] = pick(limits) if limits else None
    provider = one.config.data_provider
    if provider is not None:
        allowed = [choice.value for choice in other.choices]
        items: tuple[Choice, ...] = tuple(
            choice for choice in one.choices if choice.value in allowed
        )
        changed["data_provider"] = provider.model_copy(update={"items": items})
    return one.model_copy(update={"config": one.config.model_copy(update=changed)})


def _short(text: str) -> str:
    line = " ".join(text[: 4 * _LONGEST].split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
