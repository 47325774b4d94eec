"""What one source of a screen has come to: nothing yet, a value with its age, or a failure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar

from medialib_tui.api.errors import ApiError, NotOffered

T = TypeVar("T")


def clock() -> str:
    """The time of day, local, to the second."""
    return datetime.now().astimezone().strftime("%H:%M:%S")


@dataclass(frozen=True, slots=True)
class Source(Generic[T]):
    """A value and when it was read; `error` beside a value means it could not be read again."""

    value: T | None = None
    error: ApiError | None = None
    at: str = ""

    @property
    def waiting(self) -> bool:
        """Whether there is no answer yet."""
        return self.value is None and self.error is None

    @property
    def failed(self) -> ApiError | None:
        """The error, where there is nothing else to show."""
        return self.error if self.value is None else None

    @property
    def not_offered(self) -> str:
        """Why this server has no such thing; empty where it may have."""
        found = self.failed
        if not isinstance(found, NotOffered):
            return ""
        return " ".join(part for part in (found.title, found.detail, found.hint) if part)

    def got(self, value: T) -> Source[T]:
        """The source with a fresh value."""
        return Source(value, at=clock())

    def broke(self, error: ApiError) -> Source[T]:
        """The source after a failure; what was known stays, with its age."""
        return replace(self, error=error)
