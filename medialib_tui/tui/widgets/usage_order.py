"""Which uses a usage log lists, and in what order: the filter line taken apart, the sorts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from medialib_tui.api.errors import BadInput
from medialib_tui.core.documents import DocumentInfo
from medialib_tui.core.usage.filters import ALWAYS, Filter, Period, period
from medialib_tui.core.usage.log import UsageRow

HINT = "Words, state:pending, purpose:print, in:2026-05, since:2026-05-01, until:2026-06"
_TERM = re.compile(r"\b(state|purpose|in|since|until):(\S*)", re.IGNORECASE)

Documents = Mapping[str, DocumentInfo]
"""What is known of the documents of uses, by id."""


@dataclass(frozen=True, slots=True)
class UsageFilter:
    """The filter line taken apart; `wrong` says which part of it narrows nothing down."""

    text: str = ""
    state: str | None = None
    purpose: str | None = None
    period: Period = ALWAYS
    wrong: str = ""

    @classmethod
    def read(cls, line: str) -> UsageFilter:
        """Words and terms such as `state:pending`; the last of each counts.

        A period that is not typed to its end narrows nothing down.
        """
        terms = {found[1].lower(): found[2].lower() for found in _TERM.finditer(line)}
        within = terms.get("in", "")
        when, wrong = ALWAYS, ""
        try:
            when = period(terms.get("since", "") or within, terms.get("until", "") or within)
        except BadInput:
            typed = [f"{name}:{terms[name]}" for name in ("in", "since", "until") if name in terms]
            wrong = f"{' '.join(typed)} is no period"
        words, state, purpose = (
            _TERM.sub(" ", line).strip(),
            terms.get("state"),
            terms.get("purpose"),
        )
        return cls(words, state or None, purpose or None, when, wrong)

    def narrowed(self, rows: Sequence[UsageRow], documents: Documents) -> list[UsageRow]:
        """The rows that match; words are looked for in the titles of their documents as well.

        A purpose counts by the beginning of its handle or label, a use without a date of
        publication by its reporting.
        """
        found = Filter("", self.state, None, self.period).of(rows)
        wanted, words = self.purpose, self.text.lower().split()
        if wanted is not None:
            found = [row for row in found if _is_of(row, wanted)]
        return [row for row in found if _holds(row, documents, words)] if words else found


def _is_of(row: UsageRow, purpose: str) -> bool:
    names = ((row.entry.purpose or "").lower(), row.purpose_label.lower())
    return any(name.startswith(purpose) for name in names)


def _holds(row: UsageRow, documents: Documents, words: Sequence[str]) -> bool:
    haystack = row.haystack
    if (document := documents.get(row.document)) is not None:
        haystack = f"{haystack} {document.title.lower()}"
    return all(word in haystack for word in words)


Key = Callable[[UsageRow, Documents], str]

SORTS: tuple[tuple[str, Key | None], ...] = (
    ("newest first", None),
    ("by purpose", lambda row, _: row.purpose_label.casefold()),
    ("by state", lambda row, _: row.state),
    ("by document", lambda row, documents: _title(row, documents)),
    ("by params", lambda row, _: f"{row.params} {row.billing}".strip().casefold()),
    ("by reporting date", lambda row, _: row.reported or ""),
)
"""What the rows can be sorted by; the log itself comes newest first."""

BY_DOCUMENT = 3
"""The sort that needs the titles of all documents."""


def _title(row: UsageRow, documents: Documents) -> str:
    document = documents.get(row.document)
    if document is not None and document.known:
        return document.title.casefold()
    return row.document and row.document.zfill(12)


def ordered(
    rows: list[UsageRow], sort: int, documents: Documents, *, backwards: bool
) -> list[UsageRow]:
    """The rows in one of the orders of `SORTS`; those with nothing to go by come last."""
    key = SORTS[sort][1]
    if key is None:
        return rows[::-1] if backwards else rows
    named = [(key(row, documents), row) for row in rows]
    told = sorted((one for one in named if one[0]), key=lambda one: one[0], reverse=backwards)
    return [row for _, row in told] + [row for name, row in named if not name]
