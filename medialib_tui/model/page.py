"""One page of a longer list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Items of one answer; `total` is None where the version sends none.

    `last` tells that no page follows; `cursor` is opaque, and None where pages go by offset.
    """

    items: tuple[T, ...]
    total: int | None = None
    cursor: str | None = None
    offset: int = 0
    last: bool = False

    @property
    def end(self) -> int:
        """How many items lie before the next page."""
        return self.offset + len(self.items)
