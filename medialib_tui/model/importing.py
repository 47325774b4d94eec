"""Importing entries (API reference 2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from medialib_tui.model.base import JsonObject, mended

if TYPE_CHECKING:
    from pydantic import JsonValue


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of one item; items may come in any order and either documented shape.

    It is `sent` as received, of which only what is asked for is read, as there are many; a value
    of the wrong type counts as absent.
    """

    sent: JsonObject

    @property
    def ok(self) -> bool | None:
        """Whether the item was taken."""
        value = self.sent.get("ok")
        return value if isinstance(value, bool) else None

    @property
    def status(self) -> int | None:
        """The status it would have had alone."""
        value = self.sent.get("status")
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    @property
    def id(self) -> str | None:
        """The id of the entry."""
        return self._text("id")

    @property
    def correlation(self) -> str | None:
        """What the server calls the item."""
        return self._text("correlation")

    @property
    def error(self) -> str | None:
        """The server's label of what is wrong."""
        return self._text("error")

    @property
    def error_details(self) -> JsonValue:
        """What is wrong, in one of many shapes."""
        return self.sent.get("errorDetails")

    @property
    def names(self) -> tuple[str | None, str | None]:
        """System name and external id of the new entry, where the answer holds them."""
        record = self.sent.get("record")
        inner = record if isinstance(record, dict) else {}
        system = self._text("systemName") or inner.get("systemName")
        external = self._text("externalId") or inner.get("externalId")
        return (
            system if isinstance(system, str) else None,
            external if isinstance(external, str) else None,
        )

    @property
    def created(self) -> bool:
        """Whether the item became an entry; a plain entry without `ok` counts as one."""
        ok = self.ok
        return ok if ok is not None else isinstance(self.sent.get("mediaType"), str)

    def _text(self, name: str) -> str | None:
        value = self.sent.get(name)
        return mended(value) if isinstance(value, str) else None
