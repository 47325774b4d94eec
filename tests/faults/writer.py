"""A program that writes until it is killed: `python -m tests.faults.writer URL FOLDER SECONDS`."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

from medialib_tui.core.writing.intent import Intent
from medialib_tui.core.writing.write import write
from medialib_tui.model.patch import AddUsageLogEntry, AnyOperation, SetMetadataProperty
from tests.faults.conftest import connect

ENTRY = "harbour-dawn-01"


async def main(url: str, folder: Path, seconds: float) -> None:
    """Edits and adds in turn, each with a value of its own; the alarm ends the process."""
    session = connect(url, folder)
    entry = await session.client.entry(ENTRY)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    number = 0
    while True:
        number += 1
        value = f"{seconds}-{number}"
        steps: tuple[AnyOperation, ...] = (
            SetMetadataProperty(property_name="title", value=value),
            AddUsageLogEntry(value={"purpose": "print", "url": f"https://example.com/{value}"}),
        )
        await write(session, Intent(entry, (steps[number % 2],)))
        entry = await session.client.entry(ENTRY)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])))
