"""The usage log of an entry, ready to read, sort and filter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from medialib_tui.core.describe import field_value
from medialib_tui.model.dates import now_iso, parse_date
from medialib_tui.model.labels import say_label
from medialib_tui.model.schema import Project
from medialib_tui.model.usage import UsageLogEntry

if TYPE_CHECKING:
    from medialib_tui.core.session import Session

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class UsageLog:
    """All usage-log entries of an entry, newest first, and when they were read."""

    entries: tuple[UsageLogEntry, ...]
    loaded_at: str

    @property
    def confirmed(self) -> int:
        """How many uses are confirmed."""
        return sum(entry.confirmed for entry in self.entries)

    @property
    def pending(self) -> int:
        """How many uses are pending, or in a state this client does not know."""
        return len(self.entries) - self.confirmed

    @property
    def by_purpose(self) -> Counter[str]:
        """How many uses each purpose handle has."""
        return Counter(entry.purpose or "" for entry in self.entries)


@dataclass(frozen=True, slots=True)
class UsageRow:
    """One usage in words; `params` and `document` are one line each."""

    entry: UsageLogEntry
    purpose_label: str
    internal: bool
    state: str
    published: str | None
    reported: str | None
    document: str
    params: str
    billing: str
    url: str | None

    @property
    def haystack(self) -> str:
        """All a text filter looks at, in lower case."""
        parts = [self.purpose_label, self.entry.purpose, self.state, self.document, self.params]
        parts += [self.url, self.entry.id, self.published, self.billing]
        return " ".join(part for part in parts if part).lower()


async def load_usage_log(session: Session, entry_id: str) -> UsageLog:
    """Read the whole log: it has no paging and no documented order (API reference 5.2)."""
    entries = await session.client.usage_log(entry_id)
    entries.sort(key=_when, reverse=True)
    session.documents.learn(entries)
    return UsageLog(tuple(entries), now_iso())


def _when(entry: UsageLogEntry) -> tuple[datetime, datetime]:
    published, reported = parse_date(entry.publication_date), parse_date(entry.reporting_date)
    return (published or _LONG_AGO, reported or _LONG_AGO)


def usage_rows(log: UsageLog, project: Project, language: str) -> list[UsageRow]:
    """Every usage in the person's language."""
    return [_row(entry, project, language) for entry in log.entries]


def usage_params(entry: UsageLogEntry, project: Project, language: str) -> list[tuple[str, str]]:
    """Label and value of each param: the purpose's own first, a dash where one is missing."""
    purpose = project.purpose(entry.purpose)
    schema = purpose.params_schema if purpose else ()
    known = {item.handle for item in schema}
    pairs = []
    for item in schema:
        value = entry.params.get(item.handle)
        text = field_value(item, value, project, language) if value is not None else "-"
        pairs.append((item.label(language), text))
    pairs += [
        (handle, field_value(None, value, project, language))
        for handle, value in entry.params.items()
        if handle not in known
    ]
    return pairs


def _row(entry: UsageLogEntry, project: Project, language: str) -> UsageRow:
    purpose = project.purpose(entry.purpose)
    handle = entry.purpose or "no purpose"
    label = say_label(purpose.label, purpose.handle, language) if purpose else handle
    params = usage_params(entry, project, language)
    return UsageRow(
        entry=entry,
        purpose_label=label,
        internal=bool(purpose and purpose.internal),
        state=entry.state or "unknown",
        published=entry.publication_date,
        reported=entry.reporting_date,
        document="" if entry.document_id is None else str(entry.document_id),
        params=", ".join(f"{name} {text}" for name, text in params if text != "-"),
        billing={True: "billing required", False: "no billing", None: ""}[entry.billing],
        url=entry.url,
    )


def filter_usage(
    rows: Sequence[UsageRow],
    text: str = "",
    state: str | None = None,
    purpose: str | None = None,
) -> list[UsageRow]:
    """Rows that hold every word of `text`, in that state, of that purpose (handle or label)."""
    words = text.lower().split()
    wanted = purpose.lower() if purpose else None
    return [
        row
        for row in rows
        if (state is None or row.state.startswith(state))
        and (
            wanted is None
            or wanted in {(row.entry.purpose or "").lower(), row.purpose_label.lower()}
        )
        and (not words or all(word in row.haystack for word in words))
    ]
