"""What a look-up found: entries, then ids that are missing, then those that could not be asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from medialib_tui.core.facts import say_size
from medialib_tui.core.lookup import Batch, Failure
from medialib_tui.tui.widgets.columns import Cell, Column, Tone, day
from medialib_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from medialib_tui.core.publication_media import MediaInUse
    from medialib_tui.model.entry import Entry
    from medialib_tui.model.schema import Project


@dataclass(frozen=True, slots=True)
class Result:
    """One row: an entry, or an id with the reason why there is none."""

    id: str
    entry: Entry | None = None
    failure: Failure | None = None

    @property
    def absence(self) -> str:
        """Why there is no entry, in a sentence; empty where there is one."""
        if self.entry is not None:
            return ""
        return self.failure.error.title if self.failure else f"This server has no entry {self.id}."


def results_of(batches: Iterable[Batch]) -> list[Result]:
    """Entries in the order asked; missing and failed ids at the end."""
    batches = list(batches)
    found = [Result(entry.id, entry) for batch in batches for entry in batch.entries]
    found += [Result(item) for batch in batches for item in batch.missing]
    found += [Result(item.id, failure=item) for batch in batches for item in batch.failed]
    return found


class ResultsTable(RowList[Result]):
    """The rows of a look-up."""

    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("Id", 12, flex=1),
        Column("Title", 16, flex=3),
        Column("Type", 8, since=54),
        Column("Version", 7, right=True, since=96),
        Column("Updated", 10, since=66),
        Column("Size", 9, right=True, since=76),
    )

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.project: Project | None = None
        self.language = "en"
        self._marked: set[str] = set()
        self._checks: dict[str, MediaInUse] = {}
        self._checking: set[str] = set()

    @property
    def columns(self) -> tuple[Column, ...]:
        """What an entry is; once it was asked for, how it is used."""
        return CHECKED if self._checks or self._checking else self.COLUMNS

    def say_checking(self, ids: Iterable[str]) -> None:
        """These are being checked."""
        self._checking = set(ids)
        self.repaint_rows()

    def learn_check(self, found: MediaInUse) -> None:
        """Show what was found out about an entry."""
        self._checks[found.entry.id] = found
        self._checking.discard(found.entry.id)
        self.repaint_rows()

    def forget_checks(self) -> None:
        """Show what the entries are."""
        self._checks, self._checking = {}, set()
        self.repaint_rows()

    @property
    def marked(self) -> tuple[str, ...]:
        """Ids of the marked entries, in the order listed."""
        return tuple(row.id for row in self.items if row.entry and row.id in self._marked)

    def mark(self) -> None:
        """Mark the row under the cursor, or clear it, and go to the next one."""
        if self.current is not None and self.current.entry is not None:
            self._marked ^= {self.current.id}
        self.repaint_rows()
        self.cursor += 1

    def mark_all(self) -> None:
        """Mark every entry listed; where all are, none."""
        every = {row.id for row in self.items if row.entry}
        self._marked = set() if every <= self._marked else every
        self.repaint_rows()

    def clear_marks(self) -> bool:
        """Mark none; False where none was."""
        marked, self._marked = bool(self.marked), set()
        self.repaint_rows()
        return marked

    def learn(self, entry: Entry) -> None:
        """Show another state of an entry where it is listed."""
        place = self._places.get(entry.id)
        if place is not None:
            self._items[place] = Result(entry.id, entry)
            self._strips.pop(place, None)
            self._refresh_row(place)

    def key_of(self, item: Result) -> str:
        """The id asked for, or found."""
        return item.id

    def cells_of(self, item: Result) -> Sequence[Cell]:
        """Id, title, media type, version, date, size; the reason where there is no entry."""
        entry = item.entry
        if entry is None:
            reason: Cell = ("not found on this server", "warn")
            if item.failure is not None:
                reason = (item.failure.error.title, "bad")
            return (item.id, reason, "", "", "", "")
        if self._checks or self._checking:
            return self._checked(entry)
        media_type = self.project.media_type(entry.media_type) if self.project else None
        label = media_type.label(self.language) if media_type else entry.media_type or ""
        size = entry.asset.size if entry.asset else None
        marked = entry.id in self._marked
        return (
            (f"+ {entry.id}", "strong") if marked else entry.id,
            (entry.title, "strong") if marked else entry.title,
            (label, "muted"),
            ("" if entry.version is None else str(entry.version), "muted"),
            (day(entry.updated_at), "muted"),
            (say_size(size), "muted"),
        )

    def _checked(self, entry: Entry) -> Sequence[Cell]:
        marked = entry.id in self._marked
        name = f"+ {entry.id}" if marked else entry.id
        found = self._checks.get(entry.id)
        if found is None:
            said: Cell = ("checking…" if entry.id in self._checking else "", "muted")
            return (name, entry.title, "", said, "")
        used = found.check is not None and found.check.used
        failed = found.check is None or any(item.failed for item in found.check.not_checked)
        uses = found.uses.removeprefix("In use: ").rstrip(".")
        return (
            (name, "strong") if marked else name,
            (entry.title, "strong") if marked else entry.title,
            (found.license or "no license", "plain" if found.license else "muted"),
            (uses, "bad" if failed else "warn" if used else "plain"),
            (found.served, _SERVED.get(found.served, "muted")),
        )


CHECKED = (
    Column("Id", 12, flex=1),
    Column("Title", 12, flex=2),
    Column("License", 10, since=70),
    Column("Known uses", 16, flex=3),
    Column("Served", 7),
)

_SERVED: dict[str, Tone] = {"served": "good", "blocked": "bad"}
