"""A look at a whole import file before anything of it is sent: the dry run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from medialib_tui.core.importing.item import Problem
from medialib_tui.core.importing.source import Source

if TYPE_CHECKING:
    from medialib_tui.core.importing.limits import Limits
    from medialib_tui.core.session import Session

MOST_PROBLEMS = 1_000
"""Problems that are kept word for word; the others are counted."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How far a file is read: items so far, and the part of its bytes, 0 to 1."""

    items: int
    part: float

    def text(self) -> str:
        """Such as `12,000 items read · 45 %`."""
        return f"{self.items:,} items read · {self.part:.0%}".replace("%", " %")


@dataclass(frozen=True)
class Examined:
    """What a file holds.

    `errors` and `warnings` count problems, `assigned` items whose id was made here; `bytes` is
    what would be sent in `requests` requests. `unchecked` says in sentences what was not looked at.
    """

    source: Source
    total: int = 0
    good: int = 0
    errors: int = 0
    warnings: int = 0
    assigned: int = 0
    problems: tuple[Problem, ...] = ()
    media_types: dict[str, int] = field(default_factory=dict)
    bytes: int = 0
    requests: int = 0
    unchecked: tuple[str, ...] = ()


async def examine(
    session: Session,
    source: Source,
    *,
    limits: Limits | None = None,
    progress: Callable[[Reading], None] | None = None,
) -> Examined:
    """Read and check every item; only the project configuration is asked for.

    A thread reads; `progress` is called on the loop, a few times a second. Raises BadInput.
    """
    raise NotImplementedError
