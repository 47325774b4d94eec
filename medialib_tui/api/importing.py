"""Sending items to be created, and reading what the server says of each (API reference 2.3)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from medialib_tui.api import calls, codec
from medialib_tui.api.errors import Refused
from medialib_tui.model.capability import Capability
from medialib_tui.model.importing import ImportResult

if TYPE_CHECKING:
    from medialib_tui.api.errors import FieldError
    from medialib_tui.api.link import Link
    from medialib_tui.model.base import JsonObject

_CONFLICT = 409
_LATER = frozenset({408, 429})
_NOT_UNIQUE = "UniqueIdViolation"


async def send(link: Link, items: Sequence[JsonObject | bytes]) -> list[ImportResult]:
    """Send items, as objects or written as JSON already; results in the server's order."""
    written = [item if isinstance(item, bytes) else codec.encode(item) for item in items]
    answer = await link.ask(calls.imported(link.dialect, written), Capability.IMPORT)
    listed = codec.listed(answer, link.dialect.list_key)
    return [ImportResult(item) for item in codec.objects(listed)]


def refusal(link: Link, result: ImportResult) -> Refused:
    """Why an item was not taken, in the words of its result; `details` is the server's label."""
    told = link.transport.reader.told(result.status or 400, result.sent)
    first = f"{told.fields[0].field}: {told.fields[0].message}" if told.fields else ""
    label = link.transport.reader.text(result.error or "")
    return Refused(
        told.headline or first or label or "The server gave no reason.",
        status=result.status,
        fields=_in_item(result, told.fields),
        details=label,
    )


def is_conflict(result: ImportResult) -> bool:
    """Whether an entry with the same id, or the same external id, is there already (409)."""
    return result.status == _CONFLICT or result.error == _NOT_UNIQUE


def is_refused(result: ImportResult) -> bool:
    """Whether the item was judged and not taken; else it may be taken when sent again."""
    status = result.status
    return result.ok is False and (status is None or (status < 500 and status not in _LATER))


def of_external_id(result: ImportResult) -> bool:
    """Whether a conflict is about the external id, and not about the id."""
    return "externalid" in json.dumps(result.error_details).lower()


def _in_item(result: ImportResult, fields: tuple[FieldError, ...]) -> tuple[FieldError, ...]:
    """Fields by their path in the item: the server names metadata by its property alone."""
    details = result.error_details
    listed = details.get("errors") if isinstance(details, dict) else None
    if not isinstance(listed, list):
        return fields
    return tuple(replace(one, field=f"metadata.{one.field}" if one.field else "") for one in fields)
