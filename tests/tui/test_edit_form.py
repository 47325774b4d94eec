"""The form: every field on a line, one editor at a time, nothing changed that was not touched."""

from __future__ import annotations

import pytest
from textual import events
from textual.widgets import Input, TextArea

from medialib_tui.demo.sample import sample_library
from medialib_tui.demo.sample_fields import prop
from medialib_tui.model.server import Access
from medialib_tui.tui.widgets.controls.choice import ChoiceControl
from medialib_tui.tui.widgets.controls.field_editor import FieldEditor
from medialib_tui.tui.widgets.controls.line import LineControl
from medialib_tui.tui.widgets.controls.lines import LinesControl
from medialib_tui.tui.widgets.controls.pair import PairControl
from tests.tui.conftest import notices_of, text_of
from tests.tui.desk import ENTRY, desk

CONTROLS = {
    "title": LineControl,
    "caption": LinesControl,
    "desk": ChoiceControl,
    "regions": ChoiceControl,
    "keywords": LinesControl,
    "rating": LineControl,
    "faces": LineControl,
    "takenOn": LineControl,
    "embargo": LineControl,
    "mainColor": LineControl,
    "sensitive": ChoiceControl,
    "license": ChoiceControl,
    "validity": PairControl,
    "invalid": ChoiceControl,
    "externalRef": LineControl,
    "story": LineControl,
    "stories": LinesControl,
}


async def test_every_field_opens_its_own_control_and_leaves_no_change() -> None:
    async with desk() as at:
        for handle, control in CONTROLS.items():
            await at.edit(handle)
            assert type(at.editor).__name__ == control.__name__, handle
            await at.press("escape")
            assert not at.editing()
        assert not at.changed()
        assert at.draft() is None


async def test_a_long_form_mounts_one_editor() -> None:
    library = sample_library()
    types = library.config["mediaTypes"]
    assert isinstance(types, list)
    image = types[0]
    image["metadata"] += [prop(f"more{n}", "li-text", f"More {n}", f"Mehr {n}") for n in range(60)]
    async with desk(library=library) as at:
        assert len(at.screen.view.fields.handles) > 80
        assert len(at.screen.query(Input)) == 1
        await at.edit("more59")
        assert len(at.screen.query(FieldEditor)) == 1
        assert len(at.screen.query(Input)) + len(at.screen.query(TextArea)) == 2
        assert "More 59" in text_of(at.pilot)


async def test_typing_marks_the_field_counts_and_goes_no_further() -> None:
    async with desk() as at:
        await at.edit("title")
        await at.press("!", "escape")
        assert at.form.value("title") == "Every property of an image is set!"
        said = text_of(at.pilot)
        assert "1 changed" in said
        assert "* Title" in said
        assert "on the server: Every property of an image is set" in said
        assert at.sent("PATCH") == 0


async def test_tab_edits_the_next_field_and_the_arrows_leave() -> None:
    async with desk() as at:
        await at.edit("credit")
        await at.press("tab")
        assert at.screen.view.current == "source"
        assert at.editing()
        await at.press("down")
        assert at.screen.view.current == "altText"
        assert not at.editing()


async def test_removing_emptying_and_resetting_are_three_things() -> None:
    async with desk() as at:
        await at.go("source")
        await at.press("delete")
        assert at.form.changes == {"source": None}
        assert "not set" in text_of(at.pilot)
        await at.press("backspace")
        assert at.form.changes == {}
        await at.edit("source")
        await at.press("end", "ctrl+u", "escape")
        assert at.form.changes == {"source": ""}
        assert "(empty)" in text_of(at.pilot)


async def test_what_a_key_takes_away_the_same_key_brings_back() -> None:
    async with desk() as at:
        await at.edit("embargo")
        await at.press("end", "backspace", "escape", "backspace")
        assert at.changed() == []
        await at.press("backspace")
        assert at.form.text("embargo") == "2026-02-04 05:0"
        await at.press("delete")
        assert at.form.draft() == {"embargo": None}
        await at.press("delete")
        assert at.form.text("embargo") == "2026-02-04 05:0"
        await at.go("source")
        await at.press("delete", "delete")
        assert at.changed() == ["embargo"]


async def test_titles_are_asked_for_when_the_ids_are_typed() -> None:
    async with desk() as at:
        asked = len(at.library.requests)
        await at.edit("story")
        await at.press("end", "ctrl+u", "1", "0", "1")
        assert len(at.library.requests) == asked
        await at.press("enter")
        assert len(at.library.requests) == asked + 1
        assert "101: " in text_of(at.pilot)


async def test_reset_all_asks_first() -> None:
    async with desk() as at:
        await at.set("title", "x")
        await at.press("R")
        assert "Reset all fields?" in text_of(at.pilot)
        await at.press("escape")
        assert at.changed() == ["title"]
        await at.press("R", "tab", "enter")
        assert not at.changed()


async def test_errors_are_said_counted_and_found() -> None:
    async with desk() as at:
        await at.edit("rating")
        await at.press("end", "9", "escape")
        await at.go("title")
        await at.press("n")
        assert at.screen.view.current == "rating"
        assert "The greatest value is 5." in text_of(at.pilot)
        assert "1 to correct" in text_of(at.pilot)
        await at.press("f2")
        assert at.on_top()
        assert any("has to be corrected" in notice for notice in notices_of(at.pilot))


async def test_a_field_is_found_by_its_name() -> None:
    async with desk() as at:
        await at.press("slash", "e", "m", "b", "enter")
        assert at.screen.view.current == "embargo"
        assert at.screen.focused is at.screen.view.fields
        await at.press("right_square_bracket")
        assert at.screen.view.current == "story"


async def test_only_the_changed_fields() -> None:
    async with desk() as at:
        await at.press("c")
        assert any("Nothing is changed" in notice for notice in notices_of(at.pilot))
        await at.set("source", "Other")
        await at.press("c")
        assert at.screen.view.fields.handles == ("source",)
        await at.press("escape")
        assert len(at.screen.view.fields.handles) > 20


async def test_what_is_not_known_is_edited_only_after_unlocking() -> None:
    async with desk() as at:
        await at.edit("weatherGrid")
        assert not at.editing()
        assert any("u to unlock" in notice for notice in notices_of(at.pilot))
        await at.press("u", "enter")
        assert isinstance(at.editor, LinesControl)
        await at.press("escape")
        await at.edit("crops")
        assert not at.editing()
        await at.press("delete")
        assert not at.changed()


async def test_choosing_ticking_and_the_third_state() -> None:
    async with desk() as at:
        await at.edit("desk")
        await at.press("s", "enter")
        assert at.form.value("desk") == "sports"
        await at.edit("regions")
        await at.press("down", "space", "escape")
        assert at.form.value("regions") == ["north", "hills", "south"]
        await at.edit("sensitive")
        await at.press("end", "enter")
        assert at.form.changes["sensitive"] is None


async def test_a_license_shows_its_rules_before_it_is_chosen() -> None:
    async with desk() as at:
        await at.edit("license")
        assert "Print:" in text_of(at.pilot)
        await at.press("down", "enter")
        assert at.form.value("license") == {"handle": "freelancer"}


async def test_both_ends_of_a_range() -> None:
    async with desk() as at:
        await at.edit("validity")
        await at.press("enter", "end", "ctrl+u", "enter")
        assert not at.editing()
        assert at.form.value("validity") == {"from": "2025-01-01T00:00:00.000Z", "to": None}


async def test_control_characters_are_visible_and_survive() -> None:
    library = sample_library()
    hostile = "a\x1b[31mb\u202ec\nd\u241be\x00"
    library.entries[ENTRY].metadata["source"] = hostile
    library.entries[ENTRY].metadata["caption"] = "1\r\n2\x85\x1b]0;x\x07\u2028\t3\n"
    async with desk(library=library) as at:
        for handle in ("source", "caption"):
            await at.edit(handle)
            said = text_of(at.pilot)
            assert "\x1b" not in said
            assert "\u202e" not in said
            await at.press("end", "x", "backspace")
            assert handle not in at.changed()
            await at.press("x", "escape")
        assert at.form.value("source") == hostile + "x"
        assert at.form.value("caption") == "1\r\n2\x85\x1b]0;x\x07\u2028\t3\nx"


async def test_a_paste_into_one_line_loses_no_word() -> None:
    async with desk() as at:
        await at.edit("source")
        await at.press("end", "ctrl+u")
        at.editor.post_message(events.Paste("one\ntwo\x1b[2J\r\n"))
        await at.press("escape")
        assert at.form.value("source") == "one two\x1b[2J"


async def test_a_text_too_long_for_the_field_goes_to_the_editor() -> None:
    library = sample_library()
    library.entries[ENTRY].metadata["source"] = "x" * 150_000
    async with desk(library=library) as at:
        await at.edit("source")
        assert not at.editing()
        assert any("f4" in notice for notice in notices_of(at.pilot))


async def test_titles_of_documents_are_looked_up_once() -> None:
    async with desk() as at:
        await at.go("stories")
        assert "100: " in text_of(at.pilot)


async def test_labels_are_in_the_persons_language() -> None:
    async with desk(language="de") as at:
        assert "Bildnachweis" in text_of(at.pilot)


async def test_a_read_only_server_says_why_there_is_no_form() -> None:
    async with desk(access=Access.READ_ONLY) as at:
        assert not at.open
        assert any("read-only" in notice for notice in notices_of(at.pilot))


async def test_an_entry_that_cannot_be_read_says_so_and_is_asked_for_again() -> None:
    library = sample_library()
    async with desk(library=library, open_form=False) as at:
        entry = library.entries.pop(ENTRY)
        await at.press("e")
        assert at.screen.form is None
        assert "Press r" in text_of(at.pilot)
        library.entries[ENTRY] = entry
        await at.press("r")
        assert at.form.value("title") == "Every property of an image is set"
        at.others_save(title="Newer")
        await at.press("r")
        assert at.form.value("title") == "Newer"
        await at.press("escape")
        assert not at.open


@pytest.mark.parametrize("size", [(80, 24), (60, 12), (200, 50)])
async def test_every_field_is_in_view_while_it_is_edited(size: tuple[int, int]) -> None:
    async with desk(size=size) as at:
        for field in at.form.fields:
            await at.go(field.handle)
            if at.form.locked(field.handle):
                continue
            await at.press("enter")
            editor = at.screen.query_one(FieldEditor)
            assert at.screen.view.region.contains_region(editor.region), field.handle
            await at.press("escape")
