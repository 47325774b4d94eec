"""The file of an import: found or taken from standard input, read through, told about."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from medialib_tui.cli.inputs import STDIN, stdin_bytes
from medialib_tui.core.facts import say_size
from medialib_tui.core.importing.examine import MOST_PROBLEMS, examine
from medialib_tui.core.importing.settling import STANDARD_INPUT
from medialib_tui.core.importing.source import Format, Source, open_source, spool

if TYPE_CHECKING:
    from medialib_tui.cli.call import Call
    from medialib_tui.core.importing.examine import Examined
    from medialib_tui.core.importing.limits import Limits
    from medialib_tui.core.importing.ready import Ready
    from medialib_tui.core.session import Session

_SHOWN = 40


@asynccontextmanager
async def opened(call: Call) -> AsyncIterator[Source]:
    """The file named, or what comes in by standard input. Raises BadInput."""
    word, options = call.words[0], call.options
    mapping = Path(options.mapping) if options.mapping else None
    given = Format(options.format) if options.format else None
    with ExitStack() as kept:
        path, name = Path(word), word
        if word == STDIN:
            made = TemporaryDirectory(prefix="medialib-import-", ignore_cleanup_errors=True)
            folder = Path(kept.enter_context(made))
            path, name = await _spooled(call, folder), STANDARD_INPUT
        yield await asyncio.to_thread(
            open_source,
            path,
            name=name,
            format=given,
            mapping=mapping,
            delimiter=options.delimiter,
        )


async def examined(
    call: Call,
    session: Session,
    source: Source,
    limits: Limits,
    ready: Ready,
    skip: Callable[[int], bool] | None = None,
) -> Examined:
    """Read the whole file through, and say on stderr what it holds. Raises BadInput."""
    narrator = call.narrator
    try:
        found = await examine(
            session,
            source,
            limits=limits,
            progress=lambda reading: narrator.progress(f"{source.name}: {reading.text()}"),
            ready=ready,
            skip=skip,
        )
    finally:
        narrator.progress_done()
    narrator.say(summary(found))
    for sentence in found.unchecked:
        narrator.say(sentence)
    return found


def summary(found: Examined) -> str:
    """What a file holds and what is sent of it, in one sentence."""
    if not found.total:
        return f"{found.source.name}: no items; there is nothing to send."
    kinds = ", ".join(f"{count:,} {name}" for name, count in found.media_types.items())
    size = f"{say_size(found.bytes)} in {counted(found.requests, 'request')}"
    items = counted(found.total, "item")
    if found.bad or found.through:
        cannot = f"{found.bad:,} cannot be sent as {'it is' if found.bad == 1 else 'they are'}"
        ended = f"{found.through:,} ended by an earlier run"
        sent = f"{found.to_send:,} to be sent ({kinds}), {size}"
        of = ((found.bad, cannot), (found.through, ended), (found.to_send, sent))
        parts = [items, *(text for count, text in of if count)]
    else:
        parts = [f"{items} ({kinds}), {size}"]
    if found.warnings:
        parts.append(counted(found.warnings, "warning"))
    if found.assigned:
        made = "has no id and gets one" if found.assigned == 1 else "have no id and get one"
        parts.append(f"{found.assigned:,} {made} made from the content")
    return f"{found.source.name}: {'; '.join(filter(None, parts))}."


def counted(count: int, name: str) -> str:
    """Such as `1 item` or `1,200 items`."""
    return f"{count:,} {name}{'' if count == 1 else 's'}"


def say_problems(call: Call, found: Examined) -> None:
    """What is wrong, line by line, on stderr; a limited list says so."""
    for problem in found.problems[:_SHOWN]:
        where = f"{found.source.name}:{problem.line}: {problem.label}"
        field = f" {problem.field}:" if problem.field else ""
        sign = "warning: " if problem.severity == "warning" else ""
        tell = call.narrator.say if sign else call.narrator.warn
        tell(f"{where}:{field} {sign}{problem.message}")
    if (more := found.errors + found.warnings - _SHOWN) > 0:
        said = f"{counted(more, 'more problem')}; --dry-run --csv has the first {MOST_PROBLEMS:,}."
        call.narrator.warn(said)


async def _spooled(call: Call, folder: Path) -> Path:
    """Standard input as a file; a thread of its own reads, as nothing else ends a blocked read."""
    stream = stdin_bytes()
    if call.narrator.tty and stream.isatty():
        call.narrator.say("Reading items; end with ctrl+d on an empty line.")
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Path] = loop.create_future()

    def hand_over(path: Path | None, error: Exception | None) -> None:
        if done.done():
            return
        if error is not None:
            done.set_exception(error)
        elif path is not None:
            done.set_result(path)

    def read() -> None:
        from medialib_tui.api.errors import ApiError

        path: Path | None = None
        error: Exception | None = None
        try:
            # The lock of a buffer would outlive an interrupted program.
            path = spool(getattr(stream, "raw", stream), folder)
        except (ApiError, OSError) as problem:
            error = problem
        if not loop.is_closed():
            loop.call_soon_threadsafe(hand_over, path, error)

    threading.Thread(target=read, daemon=True).start()
    return await done
