"""The one list of many: ten thousand rows, two filters, one story, one progress line."""

from __future__ import annotations

from textual.app import App, ComposeResult

from medialib_tui.core.batch.progress import Progress
from medialib_tui.tui.themes import folders, load_themes
from medialib_tui.tui.widgets.batch import BatchPane
from medialib_tui.tui.widgets.batch_progress import BatchProgress
from medialib_tui.tui.widgets.fact_pane import FactRow
from medialib_tui.tui.widgets.sheet import Said
from tests.tui.test_hostile_screens import _CONTROL

MANY = 10_000


class Stand(App[None]):
    """One pane and nothing else."""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colours."""
        return load_themes(folders(None))[0]["dark"].variables

    def compose(self) -> ComposeResult:
        """The pane."""
        yield BatchPane(id="pane")

    @property
    def pane(self) -> BatchPane:
        """The pane."""
        return self.query_one(BatchPane)


def row(place: int, said: str = "reading…", *, failed: bool = False) -> FactRow:
    return FactRow(f"id-{place}", f"id-{place}", said, name=f"Title {place}", failed=failed)


async def test_ten_thousand_rows_change_one_by_one_without_being_listed_anew() -> None:
    app = Stand()
    async with app.run_test(size=(80, 24)) as pilot:
        pane = app.pane
        pane.show(None, map(row, range(MANY)))
        pane.table.cursor = 4_000
        for place in range(MANY):
            pane.put(row(place, "saved", failed=place % 1000 == 0))
        assert pane.failed == 10
        assert pane.table.current_key == "id-4000"
        pane.toggle_failed()
        assert [one.key for one in pane.table.items] == [f"id-{n}" for n in range(0, MANY, 1000)]
        assert "10 failed, f shows all" in pane.progress.said
        pane.put(row(0, "saved"))
        assert pane.failed == 9
        pane.toggle_failed()
        await pilot.pause()
        assert len(pane.table.items) == MANY


async def test_words_narrow_the_rows_down_and_escape_gives_them_back() -> None:
    app = Stand()
    async with app.run_test(size=(80, 24)) as pilot:
        pane = app.pane
        pane.show(None, map(row, range(50)))
        pane.open_filter()
        await pilot.press("t", "i", "t", "l", "e", "space", "7")
        await pilot.pause()
        assert [one.key for one in pane.table.items] == ["id-7", *(f"id-{n}7" for n in range(1, 5))]
        assert "5 of 50 match" in pane.progress.said
        await pilot.press("x")
        await pilot.pause()
        assert pane.note.said.startswith("No row matches")
        assert pane.step_back()
        await pilot.pause()
        assert len(pane.table.items) == 50
        assert not pane.step_back()


async def test_hostile_texts_stay_texts() -> None:
    evil = "\x1b[2J[/b]\u202e‮[red]"
    app = Stand()
    async with app.run_test(size=(120, 40)) as pilot:
        pane = app.pane
        story = lambda: [Said(evil)]  # noqa: E731 - one expression
        pane.show(None, [FactRow("k", evil, evil, name=evil, blocks=story)])
        pane.progress.rest(evil)
        pane.toggle_detail()
        await pilot.pause()
        strips = pilot.app.screen._compositor.render_strips()
        text = "\n".join("".join(segment.text for segment in strip) for strip in strips)
        assert "[/b]" in text and not _CONTROL.search(text)


async def test_the_progress_line_is_painted_only_when_its_text_changes() -> None:
    now = [0.0]
    painted = 0

    class Counted(BatchProgress):
        def refresh(self, *args: object, **kwargs: object) -> Counted:
            nonlocal painted
            painted += 1
            return self

    line = Counted()
    progress = Progress(100, clock=lambda: now[0])
    line.rest("f2 goes on")
    before = painted
    line.rest("f2 goes on")
    assert painted == before
    line._progress = progress
    line._look()
    changed = painted
    line._look()
    assert painted == changed
    now[0] = 2.0
    progress.ended(True, 10)
    line._look()
    assert painted == changed + 1
    assert "10 of 100" in line.said
