"""A look at a whole import file before anything of it is sent: the dry run."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from medialib_tui.core.importing.item import Item, Problem
from medialib_tui.core.importing.known import Known, known_of
from medialib_tui.core.importing.outcomes import ItemResult
from medialib_tui.core.importing.sending.parcels import ENVELOPE, Parcel, prepared
from medialib_tui.core.importing.source import Source
from medialib_tui.store.errors import NotKept

if TYPE_CHECKING:
    from medialib_tui.core.importing.limits import Limits
    from medialib_tui.core.importing.ready import Ready
    from medialib_tui.core.session import Session

MOST_PROBLEMS = 1_000
"""Problems that are kept word for word; the others are counted."""

_TELL = 0.25


@dataclass(frozen=True, slots=True)
class Reading:
    """How far a file is read: items so far, errors among them."""

    items: int
    errors: int

    def text(self) -> str:
        """Such as `12,000 items read · 3 errors`."""
        errors = f" · {self.errors:,} error{'s' * (self.errors != 1)}" if self.errors else ""
        return f"{self.items:,} item{'s' * (self.items != 1)} read{errors}"


@dataclass(frozen=True)
class Examined:
    """What a file holds.

    `good` items have no error; `through` of them have a proven end by an earlier run that is
    resumed: types, made ids, bytes and requests are counted without them.
    `errors` and `warnings` count problems, `assigned` items whose id was made here; `bytes` is what
    good items are sent as, in `requests` requests. `unchecked` says in sentences what was not
    looked at.
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
    through: int = 0

    @property
    def to_send(self) -> int:
        """Items that are sent."""
        return self.good - self.through

    @property
    def bad(self) -> int:
        """Items that are not sent."""
        return self.total - self.good


async def examine(
    session: Session,
    source: Source,
    *,
    limits: Limits | None = None,
    progress: Callable[[Reading], None] | None = None,
    ready: Ready | None = None,
    skip: Callable[[int], bool] | None = None,
) -> Examined:
    """Read and check every item; only the project configuration is asked for.

    `skip` says of which places nothing is to be sent, as a resumed import has it. Items are put
    down as they are sent in `ready`, which spares an import the second reading. A thread
    reads; `progress` is called on the loop, a few times a second. Raises BadInput.
    """
    from medialib_tui.core.importing.limits import Limits

    known = await known_of(session)
    loop, stop = asyncio.get_running_loop(), threading.Event()

    def tell(reading: Reading) -> None:
        if progress is not None:
            loop.call_soon_threadsafe(progress, reading)

    scrub = _scrub_of(session)

    def put_down(item: Item) -> Parcel | ItemResult:
        made = prepared(item, scrub)
        if ready is not None:
            ready.add(made)
        return made

    tally = _Tally(limits or Limits(), skip or (lambda _place: False))
    try:
        whole = await asyncio.to_thread(_read, source, known, tally, put_down, tell, stop)
    finally:
        stop.set()
    if whole and ready is not None:
        ready.finish()
    return tally.examined(source, known)


def _scrub_of(session: Session) -> Callable[[str], str]:
    """What takes the token out; a session without a record of imports only looks, and sends not."""
    try:
        return session.imports.scrub
    except NotKept:
        return lambda text: text


def _read(
    source: Source,
    known: Known,
    tally: _Tally,
    put_down: Callable[[Item], Parcel | ItemResult],
    tell: Callable[[Reading], None],
    stop: threading.Event,
) -> bool:
    """Read a file to its end; False where that was cut short."""
    told = time.monotonic()
    for item in source.items(known):
        tally.add(item, put_down(item))
        if time.monotonic() - told > _TELL:
            told = time.monotonic()
            tell(Reading(tally.total, tally.errors))
        if stop.is_set():
            return False
    return True


class _Tally:
    """Sums over the items seen."""

    def __init__(self, limits: Limits, skip: Callable[[int], bool]) -> None:
        self._limits = limits
        self._skip = skip
        self._kept: dict[str, list[Problem]] = {"error": [], "warning": []}
        self._types: Counter[str] = Counter()
        self._good = self._warnings = self._assigned = self._through = 0
        self._bytes = self._requests = self._in_request = self._size = 0
        self.total = self.errors = 0

    def add(self, item: Item, made: Parcel | ItemResult) -> None:
        self.total += 1
        problems = item.problems
        if item.good and isinstance(made, ItemResult):
            problems += (Problem(item.place, item.line, item.label, "", made.title),)
        if problems:
            self._note(problems)
        if isinstance(made, ItemResult):
            return
        self._good += 1
        if self._skip(item.place):
            self._through += 1
            return
        self._assigned += item.assigned
        self._types[made.media_type] += 1
        self._send(made.size)

    def _note(self, problems: tuple[Problem, ...]) -> None:
        errors = sum(problem.severity == "error" for problem in problems)
        self.errors += errors
        self._warnings += len(problems) - errors
        for problem in problems:
            kept = self._kept[problem.severity]
            if len(kept) < MOST_PROBLEMS:
                kept.append(problem)

    def _send(self, size: int) -> None:
        full = self._in_request >= self._limits.items or self._size + size > self._limits.bytes
        if full or not self._requests:
            self._requests += 1
            self._in_request, self._size = 0, ENVELOPE
            self._bytes += ENVELOPE
        self._in_request += 1
        self._size += size
        self._bytes += size

    def _problems(self) -> tuple[Problem, ...]:
        """In file order; where there are too many, errors rather than warnings."""
        errors, warnings = self._kept["error"], self._kept["warning"]
        room = MOST_PROBLEMS - len(errors)
        return tuple(sorted([*errors, *warnings[:room]], key=lambda one: one.place))

    def examined(self, source: Source, known: Known) -> Examined:
        return Examined(
            source,
            total=self.total,
            good=self._good,
            errors=self.errors,
            warnings=self._warnings,
            assigned=self._assigned,
            problems=self._problems(),
            media_types=dict(self._types.most_common()),
            bytes=self._bytes,
            requests=self._requests,
            unchecked=known.unchecked,
            through=self._through,
        )
