"""What is left of a bug: a short report in a private file, without any values."""

from __future__ import annotations

import os
import platform
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from medialib_tui import __version__
from medialib_tui.model.text import one_line

LOG = "crash.log"
_LIMIT = 256 * 1024
_TELLING = (AttributeError, TypeError, NameError, ImportError, NotImplementedError)
"""Whose messages speak of the code; all others may quote a header, a body or a value."""


def report(error: BaseException) -> str:
    """Kinds of error and places in the code: no local variable, no argument, no body."""
    lines = [
        f"{datetime.now(UTC).isoformat(timespec='seconds')} medialib {__version__}, "
        f"Python {platform.python_version()}, {sys.platform}"
    ]
    for link in _chain(error):
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}: {_message(link)}")
        lines += [
            f"  {frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(link.__traceback__, limit=-30)
        ]
    return "\n".join(lines) + "\n"


def write_report(error: BaseException, state: Path | None) -> Path | None:
    """Append the report to the private log; None where it could not be written."""
    if state is None:
        return None
    log = state / LOG
    try:
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
        if log.exists() and log.stat().st_size > _LIMIT:
            flags |= os.O_TRUNC
        with os.fdopen(os.open(log, flags, 0o600), "w", encoding="utf-8") as file:
            file.write(report(error))
    except OSError:
        return None
    return log


def farewell(error: BaseException, log: Path | None) -> str:
    """What a person reads after a crash."""
    innermost = _chain(error)[-1]
    said = f"medialib ended because of a bug ({type(innermost).__name__}). "
    if log is None:
        return said + "No report could be written."
    return said + f"Where it happened is in {log}; the report holds no values."


def _chain(error: BaseException) -> list[BaseException]:
    """The error and its causes; a worker's failure gives way to what failed in it."""
    links: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in links and len(links) < 8:
        links.append(current)
        inner = getattr(current, "error", None)
        hidden = None if current.__suppress_context__ else current.__context__
        current = inner if isinstance(inner, BaseException) else current.__cause__ or hidden
    return links


def _message(error: BaseException) -> str:
    return one_line(str(error), 200) if type(error) in _TELLING else "(message left out)"
