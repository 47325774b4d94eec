"""From a pasted id to the proof: what is shown, and that nothing is sent before it is meant."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from medialib_tui.demo.sample import sample_library
from medialib_tui.demo.tokens import READ_ONLY
from medialib_tui.model.server import Access
from medialib_tui.tui.dialogs.fitted import FittedSheet
from medialib_tui.tui.screens.entry.screen import EntryScreen
from medialib_tui.tui.screens.takedown.screen import TakeDownScreen
from tests.tui.clinic import ENTRY, clinic
from tests.tui.conftest import notices_of


async def test_from_pasted_id_to_proof_in_under_ten_keys() -> None:
    async with clinic("") as at:
        at.app.screen.query_one(Input).value = ENTRY
        keys = ("enter", "x", "f2", "f2", "y")
        await at.press(*keys)
        assert len(keys) < 10
        assert "Applied: revoked, version 1 → 2, journal 1." in at.text
        assert "Proven: 1 key is not served." in at.text
        assert at.library.entries[ENTRY].revoked
        assert len(at.patches()) == 1


async def test_every_source_is_named_with_its_time_and_nothing_is_called_unused() -> None:
    async with clinic("unused-picture", "x", size=(120, 40)) as at:
        rows = at.rows()
        assert {"documents", "media", "upwards", "beside", "usageLog", "license"} <= set(rows)
        assert {"validity", "keys", "serveState", "never"} <= set(rows)
        assert rows["documents"] == "none found"
        assert "drafts" in rows["never"] and "caches" in rows["never"]
        assert "None found in documents, media and usage log." in at.text
        assert "unused" not in at.text.replace("unused-picture", "").lower()
        read = [row.at for row in at.screen.found.table.items if row.key == "documents"]
        assert len(read[0]) == 8


async def test_a_note_is_counted_in_code_points_and_never_sent_too_long() -> None:
    async with clinic(ENTRY, "x", "f2") as at:
        await at.note("é" * 199 + "🎞")
        assert "200 of 200 characters, 0 left" in at.text
        await at.note("x" * 201)
        assert "1 character too long" in at.text
        await at.press("f2")
        assert not at.asking()
        await at.note("Case #12")
        await at.press("enter")
        assert at.asking()
        await at.press("y")
        assert '"note":"Case#12"' in at.patches()[0]
        assert at.journal.get(1) is not None


async def test_templates_of_the_settings_are_filled_in_and_can_be_edited() -> None:
    async with clinic(ENTRY, "x", "f2", notes=("Case #", "About {id}")) as at:
        assert f"About {ENTRY}" in at.text
        await at.press("down", "down", "enter")
        assert at.screen.note.text == f"About {ENTRY}"
        await at.press("!", "f2", "y")
        assert f'"note":"About{ENTRY}!"' in at.patches()[0]


async def test_cancel_has_the_focus_and_the_opening_key_does_nothing_more() -> None:
    async with clinic(ENTRY, "x") as at:
        await at.ask()
        assert at.focused == "cancel"
        await at.press("f2", "f2")
        assert at.asking()
        await at.press("enter")
        assert not at.asking() and at.patches() == []
        await at.press("f2", "escape", "escape", "escape")
        assert isinstance(at.app.screen, EntryScreen)
        assert at.patches() == []


async def test_the_way_back_and_the_files_are_said_first() -> None:
    async with clinic(ENTRY, "x") as at:
        await at.ask("Case")
        lines = at.app.screen.query_one(FittedSheet).said().splitlines()
        back = next(i for i, line in enumerate(lines) if "Can be undone with unrevoke" in line)
        files = next(i for i, line in enumerate(lines) if "files are kept" in line)
        uses = next(i for i, line in enumerate(lines) if "! In use" in line)
        assert back == 0 and back < files < uses
        assert any(line.split() == ["Note", "Case"] for line in lines)


async def test_without_a_hint_at_2025_behavior_a_revoke_is_final() -> None:
    library = sample_library("2025-03", use_2025_behavior=False)
    library.config.pop("mediaCenter", None)
    media_types = library.config["mediaTypes"]
    assert isinstance(media_types, list)
    for media_type in media_types:
        media_type.pop("deletionRoutine", None)
    async with clinic("harbour-dusk-02", "x", library=library, version="2025-03") as at:
        assert at.rows()["plan"].startswith(("Take it as final", "No way back"))
        await at.ask()
        assert "deletes the files for good" in at.text


async def test_production_asks_for_the_end_of_the_id() -> None:
    async with clinic(ENTRY, "x", production=True) as at:
        await at.ask("Case")
        assert "PRODUCTION" in at.text
        assert at.focused == "cancel"
        await at.press("y", "enter")
        assert at.asking() and at.patches() == []
        assert "nothing was sent" in at.text
        await at.type("awn-0")
        await at.press("enter")
        assert at.asking() and at.patches() == []
        await at.type("")
        await at.press(*"awn-01")
        assert at.app.screen.query_one(Input).value == "awn-01"
        await at.press("enter")
        assert len(at.patches()) == 1


async def test_typing_in_production_goes_to_the_field_from_cancel() -> None:
    async with clinic(ENTRY, "x", production=True) as at:
        await at.ask()
        await at.press(*"awn-01")
        assert at.app.screen.query_one(Input).value == "awn-01"
        await at.press("enter")
        assert at.library.entries[ENTRY].revoked


async def test_a_read_only_server_dims_it_and_says_why() -> None:
    async with clinic(ENTRY, "x", access=Access.READ_ONLY) as at:
        assert isinstance(at.app.screen, EntryScreen)
        assert any("set to read-only" in notice for notice in notices_of(at.pilot))
        assert at.app.screen.check_action("item_take_down", ()) is None


async def test_a_token_that_may_not_write_is_told_so_by_the_server() -> None:
    async with clinic(ENTRY, "x", token=READ_ONLY) as at:
        await at.ask()
        await at.press("y")
        assert "Not applied" in at.text
        assert not at.library.entries[ENTRY].revoked


async def test_details_follow_the_cursor_and_take_the_screen() -> None:
    async with clinic(ENTRY, "x", "down") as at:
        detail = at.screen.found.detail.said()
        assert "Documents" in detail
        await at.press("enter")
        assert at.screen.found.has_class("-detail")
        await at.press("escape")
        assert not at.screen.found.has_class("-detail")
        assert isinstance(at.app.screen, TakeDownScreen)


async def test_media_upwards_and_the_media_beside_are_asked_for_by_key() -> None:
    async with clinic(ENTRY, "x") as at:
        assert "u follows them" in at.rows()["upwards"]
        await at.press("u")
        assert "1 media entry followed" in at.rows()["upwards"]
        await at.press("b")
        assert "other media in" in at.rows()["beside"]
        assert "u follows" not in at.rows()["upwards"]


async def test_thousands_of_references_are_read_on_demand_only() -> None:
    async with clinic("popular-skyline", "x") as at:
        assert at.rows()["documents"].startswith("12,345 (100 loaded)")
        assert "In use: 12,345 documents." in at.text
        before = len(at.library.requests)
        await at.press("A")
        assert at.rows()["documents"] == "12,345"
        assert len(at.library.requests) - before >= 123
        await at.press("down")
        assert "12,145 more are in the report" in at.screen.found.detail.said()


async def test_keys_that_have_no_use_here_are_not_offered() -> None:
    async with clinic("unused-picture", "x") as at:
        assert at.screen.check_action("takedown_upwards", ()) is False
        assert at.screen.check_action("takedown_beside", ()) is False
        assert at.screen.check_action("takedown_tick", ()) is False
        await at.press("f2")
        assert at.screen.check_action("takedown_report", ()) is False


async def test_proof_can_be_asked_for_without_writing() -> None:
    async with clinic("revoked-picture", "x") as at:
        assert "Most likely revoked already" in at.text
        await at.press("p")
        assert "nothing was written" in at.text
        assert "Proven: 1 key is not served." in at.rows()["proof"]
        assert at.patches() == []
        await at.press("escape")
        assert at.screen.step == "check"


async def test_places_can_be_ticked() -> None:
    async with clinic(ENTRY, "x") as at:
        await at.ask()
        await at.press("y")
        table = at.screen.proven.table
        assert table.go_to("place:drafts")
        await at.press("space")
        assert "[x] Look for it" in at.text
        await at.press("space")
        assert "[x]" not in at.text


@pytest.mark.parametrize("version", ["v1", "2025-03", "2025-11", "2026-01", "2026-03", "2026-05"])
async def test_every_version_gets_to_a_proof_or_says_why_not(version: str) -> None:
    async with clinic(ENTRY, "x", version=version) as at:
        rows = at.rows()
        if version == "v1":
            assert "2025-03 or later" in rows["serveState"]
        await at.press("f2")
        if not at.asking():
            await at.press("f2")
        await at.press("y")
        assert "Applied: revoked" in at.text
        proof = at.rows()["proof"]
        assert proof.startswith("Not provable" if version == "v1" else "Proven")


async def test_a_video_says_that_it_cannot_be_proven() -> None:
    async with clinic("clip-001", "x") as at:
        await at.ask()
        await at.press("y")
        assert "video and file" in at.rows()["proof"]
