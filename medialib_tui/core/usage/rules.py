"""What is wrong with the value of a usage-log entry before it is sent (API reference 4.2, 6.4)."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from medialib_tui.core.form.validation import validate
from medialib_tui.core.usage.address import url_problem
from medialib_tui.model.base import JsonObject
from medialib_tui.model.compare import same
from medialib_tui.model.dates import is_date_only, parse_date
from medialib_tui.model.inverse import SETTABLE_USAGE
from medialib_tui.model.property import Property
from medialib_tui.model.schema import Project, Purpose
from medialib_tui.model.usage import UsageState

STATES = tuple(state.value for state in UsageState)
_SERVERS_OWN = frozenset({"id", "reportingDate"})
_Found = Iterator[tuple[str, str]]


def usage_errors(
    value: JsonObject,
    project: Project,
    language: str,
    *,
    update: bool = False,
    base: JsonObject | None = None,
) -> _Found:
    """Everything known to be wrong, by path: `state`, `url`, `params.page` and the like.

    Params are checked as far as the purpose's schema is readable. What `base` holds already is
    the server's affair, because configurations change and stored values do not.
    """
    held = base or {}
    for name in value:
        if name not in SETTABLE_USAGE:
            own = name in _SERVERS_OWN
            said = "is not settable; the server sets it" if own else ""
            yield name, said or "is not a field of a usage-log entry"
    state = value.get("state")
    if state is None and update:
        yield "state", "is required"
    elif state is not None and state not in STATES:
        yield "state", f"must be {' or '.join(STATES)}"
    confirmed = state == UsageState.CONFIRMED
    date, url, handle = (value.get(name) for name in ("publicationDate", "url", "purpose"))
    if date is None or date != held.get("publicationDate"):
        yield from _date(date, required=confirmed)
    if url is not None and url != held.get("url") and (wrong := url_problem(url)):
        yield "url", wrong
    if handle is None or handle != held.get("purpose"):
        yield from _purpose(handle, project)
    params = value.get("params")
    if params is not None and not isinstance(params, dict):
        yield "params", "must be an object"
        return
    purpose = project.purpose(_text(value.get("purpose")))
    if purpose is not None:
        params_held = held.get("params")
        before = params_held if isinstance(params_held, dict) else {}
        yield from _params(purpose, params or {}, before, project, language, confirmed=confirmed)


def locked(project: Project, purpose: JsonValue) -> str:
    """Why uses of a purpose are not written by hand; empty where they are."""
    found = project.purpose(purpose) if isinstance(purpose, str) else None
    if found is None or not found.internal:
        return ""
    return f"“{found.handle}” is an internal purpose: its uses are written on publishing"


def _date(date: JsonValue, *, required: bool) -> _Found:
    if date is None:
        if required:
            yield "publicationDate", "is required for a confirmed use"
    elif not isinstance(date, str) or parse_date(date) is None or is_date_only(date):
        yield "publicationDate", "must be an ISO 8601 date with time"


def _purpose(handle: JsonValue, project: Project) -> _Found:
    if not isinstance(handle, str) or not handle:
        yield "purpose", "is required"
    elif project.purposes and project.purpose(handle) is None:
        known = ", ".join(purpose.handle for purpose in project.purposes)
        yield "purpose", f"“{handle}” is not configured; there is: {known}"


def _params(
    purpose: Purpose,
    params: JsonObject,
    before: JsonObject,
    project: Project,
    language: str,
    *,
    confirmed: bool,
) -> _Found:
    schema = {prop.handle: prop for prop in purpose.params_schema}
    for name, value in params.items():
        prop = schema.get(name)
        if name in before and same(value, before[name]):
            continue
        if prop is None:
            known = ", ".join(schema) or "none"
            yield f"params.{name}", f"is no param of {purpose.handle}; there is: {known}"
        elif not _unset(value):
            yield from _param(prop, value, project, language)
    for name, prop in schema.items():
        if confirmed and prop.config.required and _unset(params.get(name)):
            yield f"params.{name}", "is required for a confirmed use"


def _param(prop: Property, value: JsonValue, project: Project, language: str) -> _Found:
    for found in validate(prop, value, language, project=project):
        if found.severity == "error":
            yield f"params.{prop.handle}", found.message


def _unset(value: JsonValue) -> bool:
    return value is None or value in ("", [])


def _text(value: JsonValue) -> str | None:
    return value if isinstance(value, str) else None
