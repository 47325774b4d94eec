"""Sending items to be created, and reading what the server says of each (API reference 2.3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from medialib_tui.api import calls, codec
from medialib_tui.api.errors import Refused
from medialib_tui.model.capability import Capability
from medialib_tui.model.importing import ImportResult

if TYPE_CHECKING:
    from medialib_tui.api.link import Link
    from medialib_tui.model.base import JsonObject


async def send(link: Link, items: Sequence[JsonObject | bytes]) -> list[ImportResult]:
    """Send items, as objects or written as JSON already; results in the server's order."""
    written = [item if isinstance(item, bytes) else codec.encode(item) for item in items]
    answer = await link.ask(calls.imported(link.dialect, written), Capability.IMPORT)
    listed = codec.listed(answer, link.dialect.list_key)
    return [ImportResult.read(item) for item in codec.objects(listed)]


def refusal(link: Link, result: ImportResult) -> Refused:
    """Why an item was not taken, in the words of its result; `details` is the server's label."""
    told = link.transport.reader.told(result.status or 400, result.sent)
    first = f"{told.fields[0].field}: {told.fields[0].message}" if told.fields else ""
    label = link.transport.reader.text(result.error or "")
    return Refused(
        told.headline or first or label or "The server gave no reason.",
        status=result.status,
        fields=told.fields,
        details=label,
    )
