"""A form as lines: a heading a group, a line a field, more lines for the one under the cursor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from medialib_tui.core.form.control import Control
from medialib_tui.core.form.form import Form
from medialib_tui.core.form.text import document_ids
from medialib_tui.core.form.words import EMPTY, UNSET, hints
from medialib_tui.tui.present import shown
from medialib_tui.tui.widgets.columns import cut
from medialib_tui.tui.widgets.sheet import wrapped

INDENT = 4
"""Cells before a label: the cursor's mark, a blank, the field's mark, a blank."""

GAP = 2
LONGEST_LABEL = 24
_LONGEST_VALUE = 6
_HEX = re.compile(r"#[0-9a-fA-F]{6}")

Piece = tuple[str, str]
"""Safe text and its tone: one of the row tones, `accent`, `label`, or a hex colour."""


@dataclass(frozen=True, slots=True)
class FormLine:
    """One line of a form; `first` is where a field begins, `under` the lines below it."""

    pieces: tuple[Piece, ...]
    handle: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """What the lines depend on besides the form; `start` is the cell where values begin.

    `room` lines of the field under the cursor are kept free for the editor.
    """

    width: int
    start: int
    cursor: str
    room: int = 0
    titles: Mapping[str, str] | None = None


def label_width(form: Form, width: int) -> int:
    """Cells of the label column."""
    longest = max((shown(field.label).cell_length for field in form.fields), default=0)
    return min(longest, LONGEST_LABEL, max(4, width // 3))


def value_start(form: Form, width: int) -> int:
    """The cell where values begin, and the editor."""
    return INDENT + label_width(form, width) + GAP


def form_lines(
    form: Form, handles: Sequence[str], layout: Layout, known: dict[str, FormLine]
) -> list[FormLine]:
    """Every line of the form, the given fields only; `known` keeps those without the cursor."""
    lines: list[FormLine] = []
    group = None
    for handle in handles:
        field = form.field(handle)
        if field.group is not group:
            if lines:
                lines.append(FormLine(()))
            lines.append(FormLine((("  " + field.group.value, "heading"),)))
            group = field.group
        if handle == layout.cursor:
            known.pop(handle, None)
            lines.extend(_field_lines(form, handle, layout))
        else:
            if handle not in known:
                known[handle] = next(_field_lines(form, handle, layout))
            lines.append(known[handle])
    return lines


def _field_lines(form: Form, handle: str, layout: Layout) -> Iterator[FormLine]:
    start = layout.start
    room = max(4, layout.width - start - 1)
    here = handle == layout.cursor
    label = cut(form.field(handle).label, start - INDENT - GAP)
    head = (("  ", "plain"), _mark(form, handle), (" ", "plain"), (label + " " * GAP, "label"))
    pad = " " * start
    if here and layout.room:
        yield FormLine(head, handle, first=True)
        for _ in range(layout.room - 1):
            yield FormLine((), handle)
    else:
        values = _values(form, handle, room, whole=here)
        yield FormLine((*head, *values[0]), handle, first=True)
        for value in values[1:]:
            yield FormLine(((pad, "plain"), *value), handle)
    if here and layout.room:
        yield FormLine(((pad, "plain"), *_note(form, handle, room, layout)), handle)
    elif here:
        for text, tone in _notes(form, handle, room, layout):
            yield FormLine(((pad, "plain"), (text, tone)), handle)


def _mark(form: Form, handle: str) -> Piece:
    problems = form.problems(handle)
    if any(problem.severity == "error" for problem in problems):
        return ("!", "bad")
    if handle in form.changed:
        return ("*", "warn" if problems else "accent")
    if form.locked(handle):
        return ("·", "muted")
    return ("≠", "muted") if form.mixed(handle) else (" ", "plain")


def _values(form: Form, handle: str, room: int, *, whole: bool) -> list[tuple[Piece, ...]]:
    value = form.value(handle)
    text = form.words(handle)
    if not text:
        return [((UNSET if value is None else EMPTY, "muted"),)]
    apart = form.mixed(handle) and handle not in form.changed
    tone = "muted" if apart or form.locked(handle) else "plain"
    swatch = _swatch(form, handle, value)
    room -= sum(len(piece[0]) for piece in swatch)
    if not whole:
        return [(*swatch, (cut(text, room).rstrip(), tone))]
    lines = wrapped(text[: _LONGEST_VALUE * room * 2], room)
    if len(lines) > _LONGEST_VALUE or len(text) > _LONGEST_VALUE * room * 2:
        lines = lines[:_LONGEST_VALUE]
        lines[-1] = cut(lines[-1] + "…", room).rstrip()
    return [(*(swatch if place == 0 else ()), (line, tone)) for place, line in enumerate(lines)]


def _swatch(form: Form, handle: str, value: JsonValue) -> tuple[Piece, ...]:
    control = form.field(handle).control
    if control is Control.COLOUR and isinstance(value, str) and _HEX.fullmatch(value):
        return (("■■ ", value),)
    if control is Control.LICENSE and isinstance(value, dict):
        profile = form.project.license_profile(str(value.get("handle")))
        if profile is not None and profile.color and _HEX.fullmatch(profile.color):
            return (("● ", profile.color),)
    return ()


def _note(form: Form, handle: str, room: int, layout: Layout) -> Iterator[Piece]:
    """Problems and hints on one line, so that nothing below moves while one types."""
    said = [(p.message, "bad" if p.severity == "error" else "warn") for p in form.problems(handle)]
    said += [(hint, "muted") for hint in _hints(form, handle, layout)]
    for place, (text, tone) in enumerate(said):
        gap = " · " if place else ""
        if room <= len(gap):
            return
        text = cut(text, min(room - len(gap), shown(text).cell_length))
        yield gap, "muted"
        yield text, tone
        room -= len(gap) + shown(text).cell_length


def _notes(form: Form, handle: str, room: int, layout: Layout) -> Iterator[Piece]:
    problems = form.problems(handle)
    for problem in problems:
        tone = "bad" if problem.severity == "error" else "warn"
        yield from ((line, tone) for line in wrapped(problem.message, room))
    said = " · ".join(_hints(form, handle, layout))
    yield from ((line, "muted") for line in (wrapped(said, room) if said else ()))
    if handle in form.changed and not form.new:
        was = form.was(handle) or UNSET
        yield cut(f"on the server: {was}", room).rstrip(), "muted"
    elif form.mixed(handle):
        yield from ((line, "muted") for line in wrapped(form.was(handle), room))


def _hints(form: Form, handle: str, layout: Layout) -> Iterable[str]:
    titles = layout.titles or {}
    for document in document_ids(form.value(handle)):
        if document in titles:
            yield f"{document}: {titles[document]}"
    yield from hints(form, handle)
