"""When a request is sent once more, and after how long."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from medialib_tui.api.call import Call
from medialib_tui.api.errors import NotReached
from medialib_tui.api.reach import Failure

ATTEMPTS = 3
LONGEST_WAIT = 10.0
_FIRST_WAIT = 0.25
_A_DAY = 86_400.0

RETRIED_STATUSES = frozenset({429, 502, 503, 504})


def wait_before_next(call: Call, failure: Failure, attempt: int, luck: float) -> float | None:
    """Seconds to wait after attempt number `attempt` (from 1); None when it was the last.

    A write goes out again only where no byte of it was sent. `luck` in [0, 1) is the jitter.
    """
    if attempt >= ATTEMPTS or not failure.again:
        return None
    unsent = isinstance(failure.error, NotReached) and not failure.error.sent
    if call.writes and not unsent:
        return None
    if failure.retry_after is not None:
        return failure.retry_after if failure.retry_after <= LONGEST_WAIT else None
    return luck * _FIRST_WAIT * float(1 << attempt)


def seconds_to_wait(header: str | None, now: datetime | None = None) -> float | None:
    """A Retry-After header in seconds, given as a number or a date; at most a day."""
    if not header:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), _A_DAY)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    seconds = (moment - (now or datetime.now(UTC))).total_seconds()
    return min(max(seconds, 0.0), _A_DAY)
