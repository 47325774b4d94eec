"""Importing entries (API reference 2.3)."""

from __future__ import annotations

from pydantic import JsonValue

from medialib_tui.model.base import Bool, Int, Resource, Str


class ImportResult(Resource):
    """What became of one item; items may come in any order and either documented shape."""

    ok: Bool | None = None
    status: Int | None = None
    id: Str | None = None
    media_type: Str | None = None
    correlation: Str | None = None
    system_name: Str | None = None
    external_id: Str | None = None
    error: Str | None = None
    error_details: JsonValue = None

    @property
    def names(self) -> tuple[str | None, str | None]:
        """System name and external id of the new entry, where the answer holds them."""
        record = self.sent.get("record")
        inner = record if isinstance(record, dict) else {}
        system = self.system_name or inner.get("systemName")
        external = self.external_id or inner.get("externalId")
        return (
            system if isinstance(system, str) else None,
            external if isinstance(external, str) else None,
        )

    @property
    def created(self) -> bool:
        """Whether the item became an entry; a plain entry without `ok` counts as one."""
        return self.ok if self.ok is not None else self.media_type is not None
