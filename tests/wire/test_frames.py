"""Whatever an app writes: a terminal fed lean shows what it shows when fed everything."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len, set_cell_size

from medialib_tui.tui.wire.cells import sure
from medialib_tui.tui.wire.terminals import Abilities
from medialib_tui.tui.wire.translate import SYNC_END, SYNC_START, Translator
from tests.wire.emulator import Cell, Emulator, Opinion

COLUMNS, LINES = 24, 9
ABLE = [
    Abilities(),
    Abilities(repeat=True),
    Abilities(erase=False, repeat=False),
    Abilities(erase=False, scroll=False, tab=False),
]
_STYLES = st.sampled_from(
    (
        "",
        "1",
        "2;3",
        "38;2;10;20;30",
        "38;2;10;20;30;48;2;1;2;3",
        "48;2;1;2;3",
        "1;38;5;77;48;2;1;2;3",
        "4;31;42",
        "7",
        "7;48;2;1;2;3",
        "9;97;104",
        "21;53",
        "51;5",
        "52;6;8",
    )
)
_WORDS = st.sampled_from(
    ("a", "ab cd", " ", "   ", " " * 14, "─" * 12, "Über ", "▌", "漢字", "漢", "한글 x", "e\u0301t")
)
_ODD = st.sampled_from(
    ("👍", "👩\u200d👩\u200d👧 ok", "❤\ufe0f", "☎", "नमस्ते", "z\u0301", "🇨🇭", "ﷺ")
)
_TEXTS = st.one_of(_WORDS, _WORDS, _ODD, st.text(st.characters(codec="utf-8"), max_size=6))


def _printable(text: str) -> str:
    """Without controls, and without marks that have nothing before them to stand on."""
    text = "".join(char for char in text if not ("\x7f" <= char <= "\x9f" or char < " "))
    while text and not cell_len(text[0]):
        text = text[1:]
    return text


def _run(text: str, style: str) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if style else text


@st.composite
def lines(draw: st.DrawFn, *, whole: bool = False) -> str:
    """A piece of a line, painted as the framework does, from its column on."""
    x = 0 if whole else draw(st.integers(0, COLUMNS - 1))
    room = COLUMNS - x
    parts: list[str] = []
    while room > 0 and (whole or not parts or draw(st.booleans())):
        text = _printable(draw(_TEXTS))
        if cell_len(text) > room or (whole and not text):
            text = set_cell_size(text or " ", room)
        parts.append(_run(text, draw(_STYLES)))
        room -= cell_len(text)
    y = draw(st.integers(0, LINES - 1))
    return f"\x1b[{y + 1};{x + 1}H{''.join(parts)}"


@st.composite
def screens(draw: st.DrawFn) -> str:
    """All lines, some of them alike."""
    known = [draw(lines(whole=True)).partition("H")[2] for _ in range(draw(st.integers(1, LINES)))]
    chosen = draw(st.lists(st.sampled_from(known), min_size=LINES, max_size=LINES))
    return "\n".join(f"\x1b[{y + 1};1H{line}" for y, line in enumerate(chosen))


@dataclass
class Pair:
    """A terminal that is sent everything, and one that is sent what is needed."""

    able: Abilities
    plain: Emulator = field(init=False)
    lean: Emulator = field(init=False)

    def __post_init__(self) -> None:
        self.plain = Emulator(COLUMNS, LINES)
        self.lean = Emulator(COLUMNS, LINES, erase=self.able.erase)
        self.translator = Translator(COLUMNS, LINES, self.able)

    def write(self, data: str, *, room: bool = True) -> str:
        """Feed both; the lean one later, where it has no room now."""
        self.plain.feed(data)
        self.translator.take(data)
        sent = self.translator.give() if room else ""
        self.lean.feed(sent)
        return sent

    def frame(self, data: str, *, room: bool = True) -> str:
        """Feed both a whole frame."""
        self.write(SYNC_START, room=room)
        self.write(data, room=room)
        return self.write(SYNC_END, room=room)

    def compare(self) -> None:
        """Both look the same, and the cursor is in the same place."""
        assert self.lean.seen() == self.plain.seen()
        assert (self.lean.x, self.lean.y) == (self.plain.x, self.plain.y)


def _joined(parts: list[str]) -> str:
    """Lines as the framework joins them: never a line feed on the last one."""
    last = f"\x1b[{LINES};"
    return "".join(part if part.startswith(last) else f"{part}\n" for part in parts)


_FRAMES = st.one_of(screens(), st.lists(lines(), min_size=1, max_size=4).map(_joined), st.just(""))
_PLACES = st.tuples(st.integers(1, LINES), st.integers(1, COLUMNS))


@pytest.mark.parametrize("able", ABLE, ids=str)
@given(st.lists(st.tuples(_FRAMES, _PLACES, st.booleans(), st.booleans()), max_size=6))
@settings(max_examples=150)
def test_any_frames_look_the_same_also_where_a_slow_terminal_is_sent_some_as_one(
    able: Abilities, frames: list[tuple[str, tuple[int, int], bool, bool]]
) -> None:
    pair = Pair(able)
    for data, (y, x), together, room in frames:
        whole = f"{data}\x1b[{y};{x}H"
        if together:
            pair.frame(whole, room=room)
        else:
            pair.write(whole, room=room)
        if room:
            pair.compare()
    pair.lean.feed(pair.translator.give())
    pair.compare()


@given(screens(), st.lists(lines(), max_size=3), st.integers(-3, 3))
@settings(max_examples=150)
def test_what_moved_looks_the_same(first: str, changed: list[str], by: int) -> None:
    pair = Pair(Abilities())
    rows = first.split("\n")
    pair.frame(f"{first}\x1b[1;1H")
    moved = [
        f"\x1b[{y + 1};1H{rows[(y + by) % LINES].partition('H')[2]}" for y in range(1, LINES - 1)
    ]
    pair.frame(_joined([*moved, *changed]) + "\x1b[1;1H")
    pair.compare()


@given(screens(), st.lists(lines(), min_size=1, max_size=3))
@settings(max_examples=80)
def test_what_is_not_known_is_painted_again(first: str, then: list[str]) -> None:
    pair = Pair(Abilities())
    pair.frame(f"{first}\x1b[1;1H")
    pair.lean.resize(COLUMNS, LINES, fill="#")
    pair.translator.forget()
    pair.frame(_joined(then) + "\x1b[1;1H")
    pair.compare()


def narrower(cluster: str, width: int) -> int:
    """A terminal older than the emoji."""
    return width if sure(cluster) else 1


def wider(cluster: str, width: int) -> int:
    """A terminal that gives room to everything that is not plain."""
    return width if sure(cluster) else 2


@pytest.mark.parametrize("opinion", [narrower, wider])
@given(screens(), screens())
@settings(max_examples=80)
def test_terminals_that_measure_otherwise_show_the_same_whatever_came_before(
    opinion: Opinion, first: str, then: str
) -> None:
    def shown(*frames: str) -> list[list[Cell]]:
        screen = Emulator(COLUMNS, LINES, opinion=opinion)
        translator = Translator(COLUMNS, LINES)
        for frame in frames:
            screen.feed(translator.send(f"{frame}\x1b[1;1H"))
        return screen.seen()

    assert shown(first, then) == shown(then)


@given(screens())
@settings(max_examples=50)
def test_the_same_again_costs_nothing(first: str) -> None:
    pair = Pair(Abilities())
    pair.frame(f"{first}\x1b[1;1H")
    assert pair.frame(f"{first}\x1b[1;1H") == ""
