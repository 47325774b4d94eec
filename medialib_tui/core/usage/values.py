"""Values of usage-log entries as they are sent: whole, and without what is the server's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from medialib_tui.core.form.control import Control
from medialib_tui.core.form.text import Unreadable, from_text
from medialib_tui.model.base import JsonObject
from medialib_tui.model.inverse import settable
from medialib_tui.model.schema import Project
from medialib_tui.model.usage import UsageLogEntry, UsageState


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be different in a use: None leaves a field, an empty text removes it.

    `params` are set by handle, None removes one.
    """

    purpose: str | None = None
    state: str | None = None
    date: str | None = None
    url: str | None = None
    params: Mapping[str, JsonValue] = field(default_factory=dict)


def new_value(changes: Changes) -> JsonObject:
    """The value of a new use; without a state it is pending."""
    return changed_value({"state": UsageState.PENDING.value}, changes)


def changed_value(base: JsonObject, changes: Changes, project: Project | None = None) -> JsonObject:
    """The whole value that `base` becomes.

    With another purpose, params that it does not have are left out, as far as `project` knows.
    """
    value = settable(base)
    fields = {
        "purpose": changes.purpose,
        "state": changes.state,
        "publicationDate": changes.date,
        "url": changes.url,
    }
    value |= {name: text for name, text in fields.items() if text is not None}
    held = value.get("params")
    params = dict(held) if isinstance(held, dict) else {}
    purpose = project.purpose(changes.purpose) if project else None
    if purpose is not None and changes.purpose != base.get("purpose"):
        known = {prop.handle for prop in purpose.params_schema}
        params = {name: item for name, item in params.items() if name in known}
    params |= {name: item for name, item in changes.params.items() if item is not None}
    dropped = {name for name, item in changes.params.items() if item is None}
    value["params"] = {name: item for name, item in params.items() if name not in dropped}
    if not value["params"] and not held:
        del value["params"]
    return tidy(value)


def tidy(value: JsonObject) -> JsonObject:
    """A value without empty fields and params: what is unset is not sent.

    Params that became none stay as an empty object, so that the server drops them.
    """
    kept: JsonObject = {
        name: item for name, item in value.items() if item is not None and item != ""
    }
    params = kept.get("params")
    if isinstance(params, dict):
        kept["params"] = {name: item for name, item in params.items() if item is not None}
    return kept


def confirmed_value(row: UsageLogEntry, date: str | None) -> JsonObject:
    """The whole value of a use, confirmed; `date` where it has none."""
    value: JsonObject = {**settable(row.sent), "state": UsageState.CONFIRMED.value}
    if date is not None and not value.get("publicationDate"):
        value["publicationDate"] = date
    return tidy(value)


def former_value(row: UsageLogEntry) -> JsonObject:
    """A use as `oldValue` has it: all that the server sent, but for the billing, never sent."""
    return {name: item for name, item in row.sent.items() if name != "billing"}


def moment_of(text: str) -> str:
    """A typed date or date and time as the API takes it, in UTC. Raises ValueError."""
    try:
        found = from_text(Control.MOMENT, text.strip(), None)
    except Unreadable as error:
        raise ValueError(str(error)) from None
    return found if isinstance(found, str) else ""
