"""Sending a patch: what it needs, how `version` is written, whom a complaint is about."""

from __future__ import annotations

import re

from medialib_tui.api import calls
from medialib_tui.api.dialect import OPERATIONS
from medialib_tui.api.errors import ApiError, FieldError, NotOffered, Refused
from medialib_tui.api.link import Link
from medialib_tui.model.base import JsonObject
from medialib_tui.model.capability import Capability
from medialib_tui.model.patch import Patch, RevokeAsset, SetMetadataProperty

_PLACE = re.compile(r"patches\.(\d+)(?:\.(.*))?")


async def send(link: Link, entry_id: str, patch: Patch) -> None:
    """Send a patch once; again only after a 400 about the type of `version` (reference 4.1)."""
    body = patch.body()
    _require(link, entry_id, patch, body)
    as_text = link.dialect.version_as_text
    error = await _attempt(link, entry_id, _versioned(body, as_text=as_text))
    if not as_text and patch.version is not None and _about_version(error):
        second = await _attempt(link, entry_id, _versioned(body, as_text=True))
        if not _about_version(second):
            link.dialect.version_as_text = True
            error = second
    if error is None:
        for capability in _needed(patch):
            link.worked(capability)
        return
    raise _explained(link, error, patch)


async def _attempt(link: Link, entry_id: str, body: JsonObject) -> ApiError | None:
    """Send; the refusal is handed back, so that nothing is raised while another is handled."""
    try:
        link.read(await link.fetch(calls.patch(link.dialect, entry_id, body)) or b"{}")
    except Refused as error:
        return error
    return None


def _require(link: Link, entry_id: str, patch: Patch, body: JsonObject) -> None:
    call = calls.patch(link.dialect, entry_id, body)
    for capability in _needed(patch):
        link.require(capability, call)
    if not patch.preserve_updated_at:
        body.pop("preserveUpdatedAt", None)


def _needed(patch: Patch) -> set[Capability]:
    needed = {OPERATIONS[step.operation] for step in patch.patches}
    if any(isinstance(step, RevokeAsset) and step.note for step in patch.patches):
        needed.add(Capability.REVOKE_NOTE)
    if patch.preserve_updated_at:
        needed.add(Capability.PRESERVE_UPDATED_AT)
    return needed


def _versioned(body: JsonObject, *, as_text: bool) -> JsonObject:
    if not as_text or "version" not in body:
        return body
    return {**body, "version": str(body["version"])}


def _about_version(error: ApiError | None) -> bool:
    if error is None or error.status != 400:
        return False
    return any(item.field.rpartition(".")[2] == "version" for item in error.fields)


def _explained(link: Link, error: ApiError, patch: Patch) -> ApiError:
    """The refusal with its fields named as a person knows them."""
    fields = []
    for item in error.fields:
        place = _PLACE.fullmatch(item.field)
        index = int(place[1]) if place else -1
        if place is None or index >= len(patch.patches):
            fields.append(item)
            continue
        step = patch.patches[index]
        rest = place[2] or ""
        if rest == "operation":
            return _unknown_operation(link, error, OPERATIONS[step.operation], step.operation)
        if isinstance(step, SetMetadataProperty):
            fields.append(FieldError(step.property_name, item.message, item.locale))
        else:
            name = rest.removeprefix("value.") or step.operation
            fields.append(FieldError(name, item.message, item.locale))
    error.fields = tuple(fields)
    return error


def _unknown_operation(
    link: Link, error: ApiError, capability: Capability, operation: str
) -> NotOffered:
    missing = NotOffered(
        f"This server does not know the operation {operation}.",
        status=error.status,
        detail=error.detail,
        hint="A newer server release is needed.",
        details=error.details,
    )
    link.not_offered(missing, capability)
    return missing
