"""The list, the sheet and their columns: what is painted, and what they tell their screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.message import Message

from medialib_tui.tui.widgets.columns import GAP, Cell, Column, cut, fit
from medialib_tui.tui.widgets.json_view import as_json
from medialib_tui.tui.widgets.overview import Overview
from medialib_tui.tui.widgets.recents import Known, narrowed
from medialib_tui.tui.widgets.row_list import RowList
from medialib_tui.tui.widgets.sheet import Block, Fact, Gap, Heading, Said, lines_of, wrapped
from medialib_tui.tui.widgets.usage_order import UsageFilter
from tests.tui.conftest import settled

COLUMNS = (Column("Id", 8), Column("Title", 10, flex=2), Column("Size", 6, right=True, since=60))


@dataclass(frozen=True)
class Item:
    """A row of a test."""

    key: str
    title: str


class Items(RowList[Item]):
    """A list of them."""

    COLUMNS: ClassVar[tuple[Column, ...]] = COLUMNS

    def key_of(self, item: Item) -> str:
        return item.key

    def cells_of(self, item: Item) -> Sequence[Cell]:
        return (item.key, (item.title, "warn"), "1")


class ListApp(App[None]):
    """One list, and what it said."""

    CSS = "$muted: #888888; $good: green; $warn: yellow; $bad: red; $selected: blue;"

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count
        self.said: list[str] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        names = ("muted", "good", "warn", "bad", "line", "selected", "selected-text")
        return dict.fromkeys((*names, "selected-blurred"), "#808080")

    def compose(self) -> ComposeResult:
        yield Items()

    def on_mount(self) -> None:
        rows = self.query_one(Items)
        rows.show(Item(f"k{number}", f"Title {number}") for number in range(self.count))
        rows.focus()

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        self.said.append(f"at {event.key}")

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        self.said.append(f"chosen {event.key}")

    def on_row_list_left_above(self) -> None:
        self.said.append("above")


class OverviewApp(App[None]):
    """An overview that is filled before it is laid out."""

    side_by_side: bool | None = None

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict.fromkeys(("muted", "good", "warn", "bad", "line"), "#808080")

    def compose(self) -> ComposeResult:
        yield Overview()

    def on_mount(self) -> None:
        overview = self.query_one(Overview)
        overview.show([Said("uses")], [Said("facts")], [Said("never")])
        self.side_by_side = overview.has_class("-side-by-side")


class Narrow(Vertical):
    """A pane that lists other rows while it handles a message."""

    @dataclass
    class Wanted(Message):
        """Other rows are wanted."""

    def compose(self) -> ComposeResult:
        yield Items()

    def on_narrow_wanted(self) -> None:
        self.query_one(Items).show([Item("other", "Other")])


class NarrowApp(ListApp):
    """A list in a pane of its own."""

    def compose(self) -> ComposeResult:
        yield Narrow()

    def on_row_list_view_moved(self) -> None:
        self.said.append("moved")


async def test_a_list_narrowed_by_the_pane_around_it_is_heard_beyond_the_pane() -> None:
    app = NarrowApp(3)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.said.clear()
        app.query_one(Narrow).post_message(Narrow.Wanted())
        await settled(pilot)
        assert set(app.said) == {"moved", "at other"}


async def test_keys_move_the_cursor_and_the_list_says_where_it_is() -> None:
    app = ListApp(1_000)
    async with app.run_test(size=(80, 24)) as pilot:
        rows = app.query_one(Items)
        await pilot.press("down", "j", "pagedown", "k")
        assert rows.current_key == f"k{2 + 22 - 1}"
        assert app.said[:2] == ["at k0", "at k1"]
        await settled(pilot)
        assert app.said[-1] == f"at {rows.current_key}"
        await pilot.press("end")
        assert rows.current_key == "k999"
        await pilot.press("g")
        await settled(pilot)
        await pilot.press("up")
        assert (rows.current_key, app.said[-1]) == ("k0", "above")


async def test_what_stands_beside_follows_at_once_and_the_terminals_cursor_too() -> None:
    app = ListApp(1_000)
    async with app.run_test(size=(80, 24)) as pilot:
        rows, seen = app.query_one(Items), list[str | None]()
        rows.follow = lambda: seen.append(rows.current_key)
        rows.cursor = 7
        assert seen == ["k7"]
        assert app.cursor_position == (0, 8)
        rows.cursor = 500
        assert rows.cursor in rows.in_view
        await settled(pilot)
        assert seen == ["k7", "k500"]
        assert app.cursor_position == (0, 23)


async def test_a_click_moves_and_a_double_click_chooses() -> None:
    app = ListApp(10)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(Items, offset=(5, 4))
        assert app.query_one(Items).current_key == "k3"
        await pilot.click(Items, offset=(5, 4), times=2)
        assert app.said[-1] == "chosen k3"


async def test_the_cursor_stays_on_its_row_through_filter_and_growth() -> None:
    app = ListApp(100)
    async with app.run_test(size=(80, 24)) as pilot:
        rows = app.query_one(Items)
        rows.cursor, everything = 50, tuple(rows.items)
        rows.show([item for item in everything if item.key.endswith("0")])
        assert rows.current_key == "k50"
        await pilot.pause()
        rows.show(everything)
        await pilot.pause()
        assert rows.current_key == "k50"
        assert rows.cursor in rows.in_view
        rows.show([item for item in everything if item.key.endswith("0")])
        rows.extend([Item("new", "New")])
        assert rows.current_key == "k50"
        rows.show([])
        assert rows.current is None
        rows.show([Item("only", "Only")])
        assert rows.current_key == "only"


async def test_only_rows_in_view_are_formatted() -> None:
    app = ListApp(50_000)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert len(app.query_one(Items)._strips) < 200


async def test_every_line_is_exactly_as_wide_as_the_list() -> None:
    app = ListApp(5)
    async with app.run_test(size=(61, 10)):
        rows = app.query_one(Items)
        rows.show(
            [Item("日本語日本語", "e\u0301" * 90), Item("k", "👩‍👩‍👧" * 30), Item("x" * 999, "")]
        )
        for line in range(10):
            assert rows.render_line(line).cell_length == rows.scrollable_content_region.width


@given(st.text(), st.integers(1, 40), st.booleans())
def test_cut_is_exactly_as_wide_as_asked(text: str, width: int, right: bool) -> None:
    assert cell_len(cut(text, width, right=right)) == width


@given(st.integers(0, 300))
def test_columns_never_take_more_than_there_is_once_they_fit(room: int) -> None:
    widths = fit(COLUMNS, room)
    least = sum(column.width + GAP for column in COLUMNS if column.since <= room)
    taken = sum(width + GAP for width in widths if width)
    assert taken == max(room, least)


def test_a_narrow_list_hides_the_columns_that_need_room() -> None:
    assert fit(COLUMNS, 40)[2] == 0
    assert fit(COLUMNS, 60)[2] == 6


@given(st.text(max_size=300), st.integers(4, 60))
def test_wrapped_lines_fit_and_lose_no_letter(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert sum(map(str.isalnum, "".join(lines))) >= sum(map(str.isalnum, text.replace("\t", "")))


def test_a_sheet_aligns_labels_and_wraps_values_below_themselves() -> None:
    blocks: list[Block] = [
        Heading("H", "note"),
        Fact("A", "one two three four"),
        Fact("Longer", "x"),
        Gap(),
    ]
    lines = ["".join(text for text, _ in line) for line in lines_of(blocks, 20)]
    assert lines == ["H  note", "A       one two", "        three four", "Longer  x", ""]


def test_a_sheet_keeps_indents_and_empty_lines() -> None:
    lines = ["".join(text for text, _ in line) for line in lines_of([Said("a\n\n  b")], 20)]
    assert lines == ["a", "", "  b"]


def test_recents_are_found_by_letters_in_order() -> None:
    known = [Known("b1", "A boat", "", 0), Known("m2", "Old mill", "", 0, pinned=True)]
    assert [item.entry_id for item in narrowed(known, "ml")] == ["m2"]
    assert [item.entry_id for item in narrowed(known, "bt")] == ["b1"]
    assert narrowed(known, " ") == known


def test_a_usage_filter_is_taken_apart() -> None:
    found = UsageFilter.read("town state:pending  Purpose:Print 2026")
    assert (found.text.split(), found.state, found.purpose) == (
        ["town", "2026"],
        "pending",
        "print",
    )
    assert UsageFilter.read("state:") == UsageFilter()


def test_json_is_what_was_sent() -> None:
    assert as_json({"a": [1], "b": "ü"}) == '{\n  "a": [\n    1\n  ],\n  "b": "ü"\n}'


async def test_an_overview_has_its_layout_before_it_is_painted() -> None:
    for width, wide in ((120, True), (80, False)):
        app = OverviewApp()
        async with app.run_test(size=(width, 24)) as pilot:
            assert app.side_by_side is wide
            await settled(pilot)
            assert app.query_one(Overview).has_class("-side-by-side") is wide
