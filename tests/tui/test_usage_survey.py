"""What a look-up found, checked on demand."""

from __future__ import annotations

from medialib_tui.demo.library import Library
from medialib_tui.demo.sample import sample_library
from tests.tui.conftest import settled, text_of
from tests.tui.stage import lookup_of, stage


def requests_of(library: Library, part: str) -> int:
    return sum(part in request.path for request in library.requests)


async def test_media_of_a_publication_are_checked_with_a_key_only() -> None:
    library = sample_library()
    async with stage("doc:100", library=library) as pilot:
        assert requests_of(library, "usageLog") == 0
        await pilot.press("c")
        await settled(pilot)
        said = text_of(pilot)
        assert "Known uses" in said
        assert "served" in said
        assert requests_of(library, "usageLog") == len(lookup_of(pilot).results.items)


async def test_only_the_marked_ones_are_checked() -> None:
    library = sample_library()
    async with stage("doc:100", library=library) as pilot:
        await pilot.press("space", "c")
        await settled(pilot)
        assert requests_of(library, "usageLog") == 1


async def test_another_look_up_forgets_what_was_found_out() -> None:
    async with stage("doc:100") as pilot:
        await pilot.press("c")
        await settled(pilot)
        screen = lookup_of(pilot)
        screen.look_up("doc:101")
        await settled(pilot)
        assert "Known uses" not in text_of(pilot)
