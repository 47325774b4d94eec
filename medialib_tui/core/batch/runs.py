"""A run over many entries, named after what it writes, so that it can go on where it ended.

The name is kept with every write in the journal: it tells which entries an earlier run of the
same has done. Going on skips those; beginning anew is a run of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from medialib_tui.model.base import JsonObject
from medialib_tui.store.batches import Mark
from medialib_tui.store.records import Outcome

if TYPE_CHECKING:
    from medialib_tui.core.session import Session


@dataclass(frozen=True, slots=True)
class Run:
    """One run over many entries; `done` are the entries that it wrote already.

    A write of it that is not proven either way counts as done: it is not sent again.
    """

    key: str
    done: Mapping[str, Mark] = field(default_factory=dict)


def earlier_run(session: Session, operation: str, what: JsonObject) -> Run:
    """The last run that wrote this, or a new one where nothing of it stands. Raises NotKept."""
    text = json.dumps([operation, session.server.url, what], sort_keys=True)
    start = hashlib.sha256(text.encode()).hexdigest()[:16]
    found = session.journal.marks(f"{start}-")
    if not found:
        return Run(f"{start}-1")
    last = found[-1].batch
    stands = {one.entry_id: one for one in found if one.batch == last and _stands(one)}
    return Run(last, stands) if stands else next_run(Run(last))


def next_run(run: Run) -> Run:
    """A run of its own that writes the same once more."""
    start, _, number = run.key.rpartition("-")
    return Run(f"{start}-{int(number) + 1}")


def _stands(mark: Mark) -> bool:
    return mark.outcome is not Outcome.NOT_APPLIED and not mark.taken_back
