"""Makes a change in every entry: `python -m tests.faults.batch_writer URL FOLDER SECONDS`."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

from medialib_tui.core.batch.writing import Batch, write_all
from medialib_tui.core.editing.many import edit_run, plan_edit
from medialib_tui.core.writing.settle import reconcile
from tests.faults.conftest import connect
from tests.faults.test_editing import EDIT, IDS


async def main(url: str, folder: Path, seconds: float) -> None:
    """Settle what an earlier run left, and go on until the alarm ends the process."""
    session = connect(url, folder)
    await reconcile(session)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    items = [one async for one in plan_edit(session, IDS, EDIT, edit_run(session, EDIT))]
    async for _ in write_all(session, Batch(items=tuple(items))):
        pass
    await session.aclose()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])))
