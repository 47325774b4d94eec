"""A form over one usage-log entry: its own fields, then the params of its purpose.

A param stands under `params.HANDLE`. The fields follow purpose and state: `renewed()` makes the
form anew after either changed (API reference 4.2, 6.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic import JsonValue

from medialib_tui.core.form.control import Control, Group, control_of
from medialib_tui.core.form.fields import FormField
from medialib_tui.core.form.form import Form
from medialib_tui.core.form.validation import Problem, validate
from medialib_tui.core.usage.address import url_problem
from medialib_tui.core.usage.params import param_control
from medialib_tui.core.usage.rules import locked
from medialib_tui.model.base import JsonObject
from medialib_tui.model.entry import Entry
from medialib_tui.model.labels import start_case
from medialib_tui.model.property import Choice, DataProvider, Property, PropertyConfig, PropertyUi
from medialib_tui.model.schema import Project, Purpose
from medialib_tui.model.usage import UsageLogEntry, UsageState

PARAM = "params."
OWN = ("purpose", "state", "publicationDate", "url")
INTERNAL = "internal: publishing writes it, the editor shows it read-only"
_LABELS = {"purpose": "Purpose", "state": "State", "publicationDate": "Published", "url": "URL"}
_STATE_WORDS = {UsageState.PENDING: "Pending", UsageState.CONFIRMED: "Confirmed"}


class UsageForm(Form):
    """A use while a person edits it; `use` is None for a new one, `seen` are uses to learn from."""

    def __init__(
        self,
        entry: Entry,
        project: Project,
        language: str,
        *,
        use: UsageLogEntry | None = None,
        seen: Sequence[UsageLogEntry] = (),
        changes: Mapping[str, JsonValue] | None = None,
    ) -> None:
        self.use = use
        self.seen = tuple(seen)
        super().__init__(entry, project, language, changes)

    @property
    def new(self) -> bool:
        """Whether the server holds nothing of it yet."""
        return self.use is None

    def renewed(self) -> UsageForm:
        """The same use with the fields its purpose and state ask for now."""
        return self.over(self.entry, self.use)

    def over(self, entry: Entry, use: UsageLogEntry | None) -> UsageForm:
        """The same changes over another state of the entry and of the use."""
        return UsageForm(
            entry, self.project, self.language, use=use, seen=self.seen, changes=self.draft()
        )

    # Fields

    def _made(self, changes: Mapping[str, JsonValue]) -> Iterable[FormField]:
        stored = self._held()
        purpose, state = (changes.get(name, stored[name]) for name in ("purpose", "state"))
        confirmed = state == UsageState.CONFIRMED
        lock = INTERNAL if self.use and locked(self.project, stored["purpose"]) else ""
        for handle, prop in self._own(confirmed=confirmed).items():
            note = _seen_note(self.suggested(handle))
            control = control_of(prop)
            yield FormField(
                handle, _LABELS[handle], prop, control, Group.USE, stored[handle], lock, note
            )
        yield from self._params(purpose, stored["params"], changes, lock, confirmed=confirmed)

    @property
    def stored(self) -> JsonObject:
        """What the server holds, by the form's handles."""
        return {field.handle: field.base for field in self.fields if field.base is not None}

    def _held(self) -> JsonObject:
        if self.use is None:
            return {**dict.fromkeys(OWN), "state": UsageState.PENDING.value, "params": {}}
        sent = self.use.sent
        params = sent.get("params")
        return {
            **{name: sent.get(name) for name in OWN},
            "params": params if isinstance(params, dict) else {},
        }

    def _own(self, *, confirmed: bool) -> dict[str, Property]:
        states = [_choice(state.value, _STATE_WORDS[state]) for state in UsageState]
        known = [Choice(value=item.handle, label=item.label) for item in self.project.purposes]
        return {
            "purpose": _property("purpose", "li-enum" if known else "li-text", known, True),
            "state": _property("state", "li-enum", states, True),
            "publicationDate": _property("publicationDate", "li-datetime", (), confirmed),
            "url": _property("url", "li-text", (), False),
        }

    def _params(
        self,
        purpose: JsonValue,
        stored: JsonValue,
        changes: Mapping[str, JsonValue],
        locked: str,
        *,
        confirmed: bool,
    ) -> Iterator[FormField]:
        params = stored if isinstance(stored, dict) else {}
        found = self.project.purpose(purpose) if isinstance(purpose, str) else None
        schema = found.params_schema if found else ()
        for prop in schema:
            control = param_control(prop, self._like(prop.handle, params))
            yield _param(prop, control, params, self.language, locked, confirmed=confirmed)
        known = {prop.handle for prop in schema}
        free = self._free(purpose, found, params, changes)
        for handle, example in free.items():
            if handle not in known:
                value = params.get(handle)
                note = "not in the purpose's schema" if found else ""
                control = param_control(None, self._like(handle, params) or [example])
                label = start_case(handle)
                yield FormField(
                    PARAM + handle, label, None, control, Group.PARAMS, value, locked, note
                )
        if found is None and (purpose or not self.project.purposes):
            yield FormField(
                "params", "Other params", None, Control.JSON, Group.PARAMS, None, locked, _FREE
            )

    def _like(self, handle: str, params: JsonObject) -> list[JsonValue]:
        """The value that is held, else those of other uses."""
        if (value := params.get(handle)) is not None:
            return [value]
        return [value for use in self.seen if (value := use.params.get(handle)) is not None]

    def _free(
        self,
        purpose: JsonValue,
        found: Purpose | None,
        params: JsonObject,
        changes: Mapping[str, JsonValue],
    ) -> JsonObject:
        """Params without schema: present ones, and without any schema those seen before."""
        kept = self.use is not None and purpose == self.use.purpose
        free: JsonObject = dict(params) if kept else {}
        if found is None:
            for use in self.seen:
                if use.purpose == purpose:
                    free = {**use.params, **free}
            names = [name for name in changes if name.startswith(PARAM)]
            free = {**{name.removeprefix(PARAM): changes[name] for name in names}, **free}
        return free

    # What a form asks

    def closed(self, handle: str, value: JsonValue) -> str:
        """Internal purposes are written by publishing; purpose and state are never unset."""
        if value is None:
            return "needed" if handle in ("purpose", "state") else ""
        return "internal" if handle == "purpose" and locked(self.project, value) else ""

    def suggested(self, handle: str) -> tuple[str, ...]:
        """Purposes and texts seen in the log, the most frequent first."""
        if handle == "purpose":
            found = [] if self.project.purposes else [use.purpose for use in self.seen]
        elif handle.startswith(PARAM):
            name = handle.removeprefix(PARAM)
            found = [value for use in self.seen if isinstance(value := use.params.get(name), str)]
        else:
            found = []
        texts = [text for text in found if text]
        return tuple(sorted(dict.fromkeys(texts), key=texts.count, reverse=True))[:20]

    def problems(self, handle: str) -> tuple[Problem, ...]:
        """Also what is missing though nobody touched it, and an address that is none."""
        found = super().problems(handle)
        field, value = self.field(handle), self.value(handle)
        if not found and field.prop is not None and value in (None, "", []) and not field.locked:
            found = validate(field.prop, None, self.language)
        touched = handle in self.changed
        if handle == "url" and touched and value and (wrong := url_problem(value)):
            found += (Problem("error", f"It {wrong}."),)
        if handle == "purpose" and touched and (reason := locked(self.project, value)):
            found += (Problem("error", f"{reason}."),)
        seen = self.suggested(handle) if handle == "purpose" and touched else ()
        if seen and isinstance(value, str) and value and value not in seen:
            found += (Problem("warning", "No use of this entry has this purpose."),)
        if handle == "params" and value is not None and not isinstance(value, dict):
            found += (Problem("error", 'An object is needed here, such as {"page": 3}.'),)
        return found

    @property
    def invalid(self) -> tuple[str, ...]:
        """Every field with an error, touched or not."""
        return tuple(field.handle for field in self.fields if self.has_error(field.handle))

    # What it is sent as

    def to_value(self) -> JsonObject:
        """The whole value: an update replaces every settable field."""
        value: JsonObject = {name: self.value(name) for name in OWN}
        sent: JsonObject = {n: item for n, item in value.items() if item not in (None, "")}
        other = self.value("params") if "params" in self._by_handle else None
        params = dict(other) if isinstance(other, dict) else {}
        for field in self.fields:
            item = self.value(field.handle)
            if field.handle.startswith(PARAM) and item is not None:
                params[field.handle.removeprefix(PARAM)] = item
        if params or self._held()["params"]:
            sent["params"] = params
        return sent

    @property
    def dropped(self) -> tuple[str, ...]:
        """Params on the server that the new purpose has no place for."""
        stored = self._held()["params"]
        names = stored if isinstance(stored, dict) else {}
        return tuple(name for name in names if PARAM + name not in self._by_handle)


_FREE = 'an object with what has no field here, such as {"page": 3}'


def _choice(value: str, label: str) -> Choice:
    return Choice(value=value, label=label)


def _property(handle: str, plugin: str, choices: Iterable[Choice], required: bool) -> Property:
    provider = DataProvider(type="labelValuePair", items=tuple(choices))
    config = PropertyConfig(required=required, data_provider=provider)
    return Property(handle=handle, type=plugin, config=config, ui=PropertyUi(label=_LABELS[handle]))


def _param(
    prop: Property,
    control: Control,
    params: JsonObject,
    language: str,
    locked: str,
    *,
    confirmed: bool,
) -> FormField:
    """A param of the schema; required ones only where the use is confirmed."""
    handle, value, note = PARAM + prop.handle, params.get(prop.handle), ""
    if prop.config.required and not confirmed:
        note = "required once the use is confirmed"
        config = prop.config.model_copy(update={"required": False})
        prop = prop.model_copy(update={"config": config})
    return FormField(handle, prop.label(language), prop, control, Group.PARAMS, value, locked, note)


def _seen_note(texts: Sequence[str]) -> str:
    if not texts:
        return ""
    return "seen here: " + ", ".join(texts[:6]) + (" …" if len(texts) > 6 else "")
