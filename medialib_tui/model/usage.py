"""The usage log of an entry (API reference 5.2)."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from medialib_tui.model.base import Bool, Int, JsonObject, Resource, Str


class UsageState(StrEnum):
    """The two documented states of a usage-log entry."""

    PENDING = "pending"
    CONFIRMED = "confirmed"


class UsageLogEntry(Resource):
    """One recorded use of an entry; dates are ISO 8601 text as sent."""

    id: Str = ""
    state: Str | None = None
    purpose: Str | None = None
    publication_date: Str | None = None
    reporting_date: Str | None = None
    url: Str | None = None
    document_id: Int | Str | None = None
    publication_id: Int | Str | None = None
    params: JsonObject = Field(default_factory=dict)
    billing: Bool | None = None

    @property
    def confirmed(self) -> bool:
        """Whether the use is confirmed; every other state counts as pending."""
        return self.state == UsageState.CONFIRMED
