"""The order in which pieces of lines are written, and what it saves."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from medialib_tui.tui.wire.runs import Kind, Run, by_style, ordered
from medialib_tui.tui.wire.style import BOLD, PLAIN, Style, change, known, on_blank

RED = known("38;2;255;0;0", "48;2;9;9;9", 0, "")
GREY = known("38;2;90;90;90", "48;2;9;9;9", BOLD, "")
GROUND = known("", "48;2;9;9;9", 0, "")
OTHER = known("", "48;2;40;40;40", 0, "")
STYLES = (PLAIN, RED, GREY, GROUND, OTHER)


def text(y: int, x: int, style: Style) -> Run:
    """A word."""
    return Run(Kind.TEXT, y, x, x + 4, style, "word")


def blank(y: int, x: int, style: Style) -> Run:
    """Spaces."""
    return Run(Kind.BLANK, y, x, x + 4, style, "    ")


def line(y: int, *parts: Run) -> Run:
    """Pieces that keep together."""
    return Run(Kind.LINE, y, parts[0].x, parts[-1].end, parts[0].style, parts=parts)


def place(run: Run) -> tuple[int, int]:
    """Line and column."""
    return run.y, run.x


def pens(runs: list[Run]) -> int:
    """Bytes of the changes of the pen."""
    return sum(len(change(one.last, other.style)) for one, other in pairwise(runs))


def test_few_pieces_stay_as_they_are() -> None:
    runs = [text(0, 0, RED), text(0, 4, GREY), text(1, 0, RED), text(1, 4, GREY)]
    assert by_style(runs) is runs


def test_columns_of_two_colours_are_written_colour_by_colour() -> None:
    runs = [text(y, x, style) for y in range(8) for x, style in ((0, RED), (9, GREY))]
    found = by_style(runs)
    assert sorted(found, key=place) == sorted(runs, key=place)
    assert sum(one.style != other.style for one, other in pairwise(found)) == 1
    assert [run.y for run in found if run.style == RED] == list(range(8))


def test_a_colour_seen_once_does_not_get_a_turn_of_its_own() -> None:
    runs = [text(y, 0, RED) for y in range(6)]
    runs[3] = text(3, 0, known("38;2;255;0;0", "48;2;9;9;9", BOLD, ""))
    assert by_style(runs) == runs


def test_spaces_take_the_pen_of_the_words_before_them_on_the_same_ground() -> None:
    runs = [piece for y in range(4) for piece in (text(y, 0, RED), blank(y, 4, GROUND))]
    found = by_style(runs)
    assert {run.style for run in found} == {RED}
    assert [run[:4] for run in found] == [run[:4] for run in runs]


def test_spaces_on_another_ground_keep_theirs() -> None:
    runs = [piece for y in range(4) for piece in (text(y, 0, RED), blank(y, 4, OTHER))]
    found = by_style(runs)
    assert sorted(found, key=place) == sorted(runs, key=place)


def test_a_line_that_must_stay_in_its_order_is_not_taken_apart() -> None:
    whole = line(2, text(2, 0, RED), text(2, 4, GREY), text(2, 8, RED))
    runs = [text(y, x, style) for y in (0, 1, 3, 4) for x, style in ((0, RED), (9, GREY))]
    found = by_style([*runs[:4], whole, *runs[4:]])
    assert whole in found
    assert whole.last == RED
    assert sorted((run for run in found if run is not whole), key=place) == sorted(runs, key=place)


def test_the_nearest_comes_first_in_the_pen_that_is_there() -> None:
    runs = [text(2, 0, GREY), text(3, 0, RED), text(7, 0, GREY)]
    assert [run.y for run in ordered(runs, RED, (3, 4))] == [3, 2, 7]
    assert [run.y for run in ordered(runs, GREY, (7, 0))] == [7, 2, 3]


@st.composite
def pieces(draw: st.DrawFn) -> list[Run]:
    """Lines of pieces from left to right."""
    runs = []
    for y in range(draw(st.integers(1, 8))):
        for x in range(0, 4 * draw(st.integers(0, 5)), 4):
            style = draw(st.sampled_from(STYLES))
            seen = on_blank(style) != style or draw(st.booleans())
            runs.append(text(y, x, style) if seen else blank(y, x, style))
    return runs


@given(pieces())
def test_every_piece_is_written_once_looks_the_same_and_the_pen_never_costs_more(
    runs: list[Run],
) -> None:
    found = by_style(runs)
    for now, was in zip(sorted(found, key=place), sorted(runs, key=place), strict=True):
        assert now[:4] == was[:4]
        if was.kind is Kind.BLANK:
            assert on_blank(now.style) == on_blank(was.style)
        else:
            assert now.style == was.style
    assert pens(found) <= pens(runs)
    assert sorted(ordered(runs), key=place) == sorted(found, key=place)
