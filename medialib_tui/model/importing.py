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
    error: Str | None = None
    error_details: JsonValue = None

    @property
    def created(self) -> bool:
        """Whether the item became an entry; a plain entry without `ok` counts as one."""
        return self.ok if self.ok is not None else self.media_type is not None
