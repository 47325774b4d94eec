"""Asking before something that cannot simply be taken back, or refusing without consent."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from medialib_tui.cli.exits import CliError, Exit

if TYPE_CHECKING:
    from medialib_tui.cli.call import Call
    from medialib_tui.core.session import Session


async def consent(
    call: Call, session: Session, entry_id: str | Sequence[str], what: Sequence[str]
) -> None:
    """Return where the person agrees to `what`; raise CliError (exit 7) where not.

    In production `--yes` counts only with every id typed in full, and an answer is the end of
    the id, of several the last one named.
    """
    from medialib_tui.core.takedown.guards import typed_end

    ids = [entry_id] if isinstance(entry_id, str) else list(entry_id)
    production = session.server.production
    if call.options.yes:
        missing = [one for one in ids if one not in call.words]
        if production and missing:
            raise _refused(
                f"{session.server.name} is a production server: --yes needs the id in full.",
                hint=f"medialib … {missing[0]} --yes",
            )
        return
    if not can_ask(call):
        raise _refused(
            f"This needs consent, and there is nobody to ask: {'; '.join(what)}.",
            hint="--yes does it without asking; --dry-run shows the request.",
        )
    place = "PRODUCTION " if production else ""
    call.narrator.warn(f"{place}{session.server.name}: {', '.join(ids)}")
    for line in what:
        call.narrator.say(f"  {line}")
    wanted = typed_end(ids) if production else "y"
    whose = "the id's" if len(ids) == 1 else "the last id's"
    call.narrator.ask(
        f"Type {whose} last {len(wanted)} characters to go on: " if production else "Go on? [y/N] "
    )
    answer = (await typed_line()).strip()
    agreed = answer == wanted if production else answer.lower() in {"y", "yes"}
    if not agreed:
        raise _refused("Not confirmed; nothing was sent.")


def can_ask(call: Call) -> bool:
    """Whether a person is there to answer."""
    stdin = sys.stdin
    return (
        not call.options.no_input
        and call.narrator.tty
        and stdin is not None
        and not stdin.closed
        and stdin.isatty()
    )


async def typed_line() -> str:
    """One line from the terminal, read in a thread that an interrupt leaves behind."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[str] = loop.create_future()

    def hand_over(text: str) -> None:
        if not answer.done():
            answer.set_result(text)

    def read() -> None:
        text = _line()
        if not loop.is_closed():
            loop.call_soon_threadsafe(hand_over, text)

    threading.Thread(target=read, daemon=True).start()
    return await answer


def _line() -> str:
    raw = getattr(sys.stdin.buffer, "raw", sys.stdin.buffer)
    try:
        data = raw.readline(1000)
    except OSError:
        return ""
    return data.decode("utf-8", "replace") if isinstance(data, bytes) else ""


def _refused(title: str, *, hint: str = "") -> CliError:
    return CliError(title, hint=hint, code="not-confirmed", leave=Exit.REFUSED)
