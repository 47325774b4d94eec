"""The note of a revoke: how long it may be, and templates from the settings (reference 4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from medialib_tui.model.entry import Entry
from medialib_tui.model.patch import NOTE_LIMIT
from medialib_tui.store.person import this_person


def tidy(text: str) -> str:
    """The note as it is sent: without white space around it."""
    return text.strip()


def left(text: str) -> int:
    """How many code points may still be typed; negative where there are too many."""
    return NOTE_LIMIT - len(tidy(text))


def note_problem(text: str) -> str | None:
    """What is wrong with a note, or None."""
    over = -left(text)
    if over > 0:
        much = "character" if over == 1 else "characters"
        return f"The note is {over} {much} too long: at most {NOTE_LIMIT} are taken."
    try:
        text.encode()
    except UnicodeEncodeError:
        return "The note holds something that is not text."
    return None


def fill(template: str, entry: Entry) -> str:
    """A template with {id}, {title}, {date} and {who} filled in; a long title is cut to fit."""
    who, day = this_person().who, datetime.now(UTC).strftime("%Y-%m-%d")
    text = _replaced(template, {"id": entry.id, "date": day, "who": who})
    room = NOTE_LIMIT - len(text.replace("{title}", ""))
    title = entry.title
    if "{title}" in text and len(title) > room:
        title = title[: max(0, room - 1)] + "…"
    return text.replace("{title}", title)


def fills(templates: Sequence[str], entry: Entry) -> tuple[str, ...]:
    """Every template filled in for one entry, in the order of the settings."""
    return tuple(fill(template, entry) for template in templates)


def _replaced(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text
