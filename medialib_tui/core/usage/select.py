"""Confirming all pending uses that are meant, such as the prints of May."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medialib_tui.core.usage.filters import Filter
from medialib_tui.core.usage.log import UsageLog, usage_rows
from medialib_tui.core.usage.plan import PLAIN, Ground, Options, plan_confirm

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.core.usage.batch import Make
    from medialib_tui.core.writing.intent import Intent


def meant(session: Session, ground: Ground, wanted: Filter, options: Options) -> tuple[str, ...]:
    """Ids of the pending uses meant; internal ones only where they are unlocked."""
    pending = tuple(row for row in ground.log.entries if not row.confirmed)
    log = UsageLog(pending, ground.log.loaded_at)
    rows = wanted.of(usage_rows(log, ground.project, session.language))
    return tuple(row.entry.id for row in rows if options.unlock or not row.internal)


def confirm_pending(wanted: Filter, date: str | None = None, options: Options = PLAIN) -> Make:
    """Makes the write that confirms them, None for an entry without one; for core/usage/batch."""

    def make(session: Session, ground: Ground) -> Intent | None:
        ids = meant(session, ground, wanted, options)
        if not ids:
            return None
        return plan_confirm(session, ground, ids, date=date, options=options)

    return make
