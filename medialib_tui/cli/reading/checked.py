"""A check for people and for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from medialib_tui.cli.output import Output
from medialib_tui.cli.reading.cards import badge_line, csv_cell
from medialib_tui.cli.reading.referrers import Shown, referrer_table
from medialib_tui.cli.tables import facts, heading
from medialib_tui.cli.usage.listing import usage_table
from medialib_tui.core.check import Check, Listed, Verdict
from medialib_tui.core.facts import badges
from medialib_tui.core.session import Session
from medialib_tui.model.dates import say_date
from medialib_tui.model.reference import ReferenceKind

TONES = {Verdict.IN_USE: "warn", Verdict.NONE_FOUND: "bold", Verdict.INCOMPLETE: "bad"}

MOST_SHOWN = 10
"""Uses of each kind on a card; `refs` and `usage list` show all."""


async def check_card(out: Output, session: Session, check: Check) -> None:
    """The verdict, every source with its count, and what was not checked."""
    project, language = await session.project(), session.language
    out.line((check.entry.title, "bold"), ("  " + check.entry.id, "muted"))
    badge_line(out, badges(check.entry, project, language, serving=check.serving))
    out.line((check.sentence(), TONES[check.verdict]))
    out.line()
    facts(out, _sources(check))
    await _uses(out, session, check)
    heading(out, "Not checked")
    failed = {True: "failed: ", False: ""}
    facts(
        out,
        [(item.source, failed[item.failed] + item.reason) for item in check.not_checked],
        indent=2,
    )
    out.line()
    out.line((f"Checked {say_date(check.checked_at)} on {session.server.name}.", "muted"))


async def _uses(out: Output, session: Session, check: Check) -> None:
    """The first known uses of each kind, by title."""
    lists = (
        (ReferenceKind.DOCUMENTS, check.documents),
        (ReferenceKind.MEDIA, check.media),
    )
    shown: list[Shown] = []
    for kind, listed in lists:
        if rows := listed.rows[:MOST_SHOWN]:
            said = listed.count() if len(rows) == listed.total else f"the first {len(rows)}"
            shown.append((kind, rows, said))
    if shown:
        out.line()
        await referrer_table(out, session, shown)
    if check.usage and check.usage.entries:
        log = replace(check.usage, entries=check.usage.entries[:MOST_SHOWN])
        more = len(check.usage.entries) > MOST_SHOWN
        heading(out, "Usage log", f"the newest {MOST_SHOWN}" if more else "")
        await usage_table(out, session, log)


def _sources(check: Check) -> list[tuple[str, str]]:
    usage = check.usage
    logged = (
        "not known"
        if usage is None
        else f"{usage.confirmed:,} confirmed, {usage.pending:,} pending"
    )
    pairs = [
        ("Documents", _count(check.documents)),
        ("Media", _count(check.media)),
        ("Usage log", logged),
        ("Serve state", f"{check.serving.state}: {check.serving.sentence}"),
        ("License", check.license.label if check.license else "none"),
    ]
    for purpose, rule in (check.license.rules if check.license else None) or ():
        pairs.append(("", f"{purpose}: {rule}"))
    keys = check.keys
    pairs.append(("Asset keys", "not known" if keys is None else f"{len(keys):,}"))
    return pairs


def _count(listed: Listed) -> str:
    if listed.error is not None:
        return f"not known: {listed.error.title}"
    return listed.count()


COLUMNS = (
    "id",
    "entryVersion",
    "verdict",
    "documents",
    "media",
    "confirmedUses",
    "pendingUses",
    "serveState",
    "license",
    "notChecked",
    "checkedAt",
)


def check_csv(checks: Sequence[Check]) -> Iterator[list[str]]:
    """A heading and a row an entry; a count not known is empty."""
    yield list(COLUMNS)
    for item in checks:
        usage = item.usage
        failed = [missed.source for missed in item.not_checked if missed.failed]
        yield [
            csv_cell(value)
            for value in (
                item.entry.id,
                item.entry.version,
                item.verdict.value,
                item.documents.total,
                item.media.total,
                usage.confirmed if usage else None,
                usage.pending if usage else None,
                item.serving.state,
                item.license.handle if item.license else None,
                " ".join(failed),
                item.checked_at,
            )
        ]
