"""Imports run by tests on the embedded library, and what came of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from medialib_tui.core.importing.limits import Limits
from medialib_tui.core.importing.outcomes import ImportOutcome, ItemResult
from medialib_tui.core.importing.run import Import
from medialib_tui.core.importing.source import Source, open_source
from medialib_tui.demo.faults import Faults, Rule
from medialib_tui.demo.library import Library, RecordedRequest
from tests.core.importing.files import numbered

CREATED, EXISTS, REFUSED = (
    ImportOutcome.CREATED,
    ImportOutcome.EXISTS,
    ImportOutcome.REFUSED,
)
SMALL = Limits(items=5)


def external(number: int) -> dict[str, object]:
    """An item that goes by its external id alone."""
    made = numbered(number, systemName="agency", externalId=f"ext-{number}")
    del made["id"]
    return made


def source(tmp_path: Path, items: Sequence[object], name: str = "items.jsonl") -> Source:
    """A file of items, one a line."""
    path = tmp_path / name
    path.write_text("".join(json.dumps(one) + "\n" for one in items))
    return open_source(path)


async def run(work: Import) -> dict[str, ItemResult]:
    """The results as they came, by label; none may come twice."""
    came = [result async for group in work.run() for result in group]
    assert max(Counter(result.place for result in came).values(), default=0) <= 1
    came.sort(key=lambda one: one.place)
    kept = [one for one in work.results() if one.outcome is not ImportOutcome.WAITING]
    assert work.resume or came == kept
    return {result.label: result for result in came}


def new(library: Library) -> list[str]:
    """The entries that were created, as often as they were."""
    return [one.media_id for one in library.changes if one.event == "mediaLibraryEntry.create"]


def rules(*found: tuple[str, dict[str, object]]) -> tuple[Rule, ...]:
    """Faults of requests that send: action and its parameters."""
    faults = Faults()
    for action, more in found:
        faults.add(action, **{"method": "POST", **more})  # type: ignore[arg-type]  # options of any rule
    return tuple(faults.rules)


def posts(library: Library) -> list[RecordedRequest]:
    """The requests that sent items."""
    return [one for one in library.requests if one.method == "POST"]
