"""Makes the same change in every entry, slowly, until it is done or killed."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from medialib_tui.core.batch.writing import Batch, write_all
from medialib_tui.core.editing.many import edit_run, plan_edit
from medialib_tui.core.writing.settle import reconcile
from tests.faults.conftest import connect
from tests.faults.test_editing import EDIT, IDS


async def main(url: str, folder: Path) -> None:
    """Settle what an earlier run left, and go on."""
    session = connect(url, folder)
    await reconcile(session)
    items = [one async for one in plan_edit(session, IDS, EDIT, edit_run(session, EDIT))]
    async for _ in write_all(session, Batch(items=tuple(items))):
        await asyncio.sleep(0.15)
    await session.aclose()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
