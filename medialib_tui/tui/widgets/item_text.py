"""Look-up results in words: the line above them, and the selected one beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from medialib_tui.core.documents import DocumentInfo
from medialib_tui.model.dates import say_date
from medialib_tui.tui.present import shown
from medialib_tui.tui.widgets.entry_text import brief
from medialib_tui.tui.widgets.recents import Known
from medialib_tui.tui.widgets.results import Result
from medialib_tui.tui.widgets.sheet import Block, Fact, Heading, Said

if TYPE_CHECKING:
    from medialib_tui.model.schema import Project


def head_of(
    results: Sequence[Result],
    document: DocumentInfo | None,
    *,
    done: bool,
    asked: int,
    unseen: str = "",
) -> Content:
    """How many were found, and in which document; `asked` is 0 where it is not known.

    `unseen` says what of the document cannot be seen.
    """
    said = headline(results)
    if not done:
        said += f"; {len(results):,} of {asked:,} asked so far" if asked else "; asking…"
    head = shown(said).stylize("$muted")
    if document is None:
        return head
    title = shown(document.title).stylize("bold")
    facts = [document.content_type, say_date(document.published, missing=""), document.url]
    line = shown("  ".join(part for part in facts if part)).stylize("$muted")
    lines = [title, line, Content("Media used in it: ") + head]
    if unseen:
        lines.append(shown(unseen).stylize("$warning"))
    return Content("\n").join(lines)


def headline(results: Sequence[Result]) -> str:
    """`3 entries, 1 missing, 2 failed`."""
    entries = sum(result.entry is not None for result in results)
    failed = sum(result.failure is not None for result in results)
    missing = len(results) - entries - failed
    parts = [f"{entries:,} {'entry' if entries == 1 else 'entries'}"]
    if missing:
        parts.append(f"{missing:,} missing")
    if failed:
        parts.append(f"{failed:,} failed")
    return ", ".join(parts)


def missing_blocks(result: Result) -> Iterable[Block]:
    """Why a row has no entry."""
    yield Heading(result.id)
    if result.failure is None:
        yield Said("This server has no entry of that id.", "warn")
        return
    error = result.failure.error
    yield Said(error.title, "bad")
    for label, text in (("Detail", error.detail), ("Hint", error.hint)):
        if text:
            yield Fact(label, text)


def item_blocks(item: Result | Known, project: Project | None, language: str) -> Iterator[Block]:
    """Everything worth seeing beside the list."""
    if isinstance(item, Known):
        yield Heading(item.title or item.entry_id)
        yield Fact("Id", item.entry_id)
        yield Fact("Type", item.media_type or "not known")
    elif item.entry is None:
        yield from missing_blocks(item)
    else:
        from medialib_tui.model.schema import Project

        yield from brief(item.entry, project or Project.unknown(), language)
