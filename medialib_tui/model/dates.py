"""Dates as the server writes them, read tolerantly."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_COLON_MILLISECONDS = re.compile(r"(T\d{2}:\d{2}:\d{2}):(\d{1,6})")


def parse_date(text: str | None) -> datetime | None:
    """Read an ISO 8601 date or date-time as an aware time; None where it cannot be read.

    A date without a zone counts as UTC. Accepts `…:11:000Z`, which documented examples contain.
    """
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(_COLON_MILLISECONDS.sub(r"\1.\2", text.strip()))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def is_date_only(text: str) -> bool:
    """Whether the text names a day and no time."""
    return re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip()) is not None


def say_date(text: str | None, *, missing: str = "-") -> str:
    """A date for people: local time to the minute, a day as a day, anything else as sent."""
    if not text:
        return missing
    moment = parse_date(text)
    if moment is None:
        return text
    if is_date_only(text):
        return moment.strftime("%Y-%m-%d")
    try:
        return moment.astimezone().strftime("%Y-%m-%d %H:%M")
    except (OverflowError, ValueError, OSError):
        return text


def now_iso() -> str:
    """This moment as the API writes it: UTC, milliseconds, `Z`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
