"""`usage`: nothing to do, documents in place of entries, no configuration, others' changes."""

from __future__ import annotations

import pytest

from medialib_tui.core.session import Session
from medialib_tui.core.usage import plan
from medialib_tui.core.usage.plan import Ground
from tests.cli.conftest import Command, Served

ENTRY = "harbour-dawn-01"
PENDING = "prn00000"


class TestNothingToDo:
    @pytest.mark.parametrize(
        "options", [("--purpose", "print"), ("--param", "page=1"), ("--state", "pending")]
    )
    def test_what_it_holds_already_is_not_sent(
        self, demo: Command, served: Served, options: tuple[str, ...]
    ) -> None:
        ran = demo("usage", "update", ENTRY, PENDING, *options, "--json")
        assert ran.code == 0
        assert (ran.object["outcome"], ran.object["operation"]) == ("applied", "usage update")
        assert (ran.object["versionBefore"], ran.object["versionAfter"]) == (1, 1)
        assert "holds this already" in ran.err
        assert served.sent() == []

    def test_a_dry_run_shows_it_all_the_same(self, demo: Command, served: Served) -> None:
        ran = demo("usage", "update", ENTRY, PENDING, "--purpose", "print", "--dry-run")
        assert (ran.code, ran.object["version"]) == (0, 1)


class TestDocumentsInPlaceOfEntries:
    @pytest.mark.parametrize("word", ["doc:123", "/sports/hill-race-123.html"])
    @pytest.mark.parametrize(
        "command",
        [
            ("usage", "list"),
            ("usage", "export"),
            ("usage", "add", "--purpose", "print"),
            ("usage", "confirm", "--pending"),
            ("refs",),
        ],
    )
    def test_the_way_to_its_media_is_told(
        self, demo: Command, served: Served, command: tuple[str, ...], word: str
    ) -> None:
        ran = demo(*command, word)
        assert ran.code == 2
        assert f"medialib check {word}" in ran.err
        assert served.requests == []


class TestWithoutConfiguration:
    """A token that may not read the project configuration."""

    @pytest.fixture
    def served(self, served: Served) -> Served:
        served.faults.add("status", path="*/projectConfig", status=403)
        return served

    def test_params_have_the_type_they_were_seen_with(self, demo: Command, served: Served) -> None:
        words = ("--param", "networks=short,clips", "paid=yes", "own=1,2")
        ran = demo("usage", "add", ENTRY, "--purpose", "social", *words, "--dry-run", "--jsonl")
        assert ran.code == 0
        typed = '"params":{"networks":["short","clips"],"paid":true,"own":"1,2"}'
        assert typed in ran.out

    def test_purposes_and_params_seen_are_offered(self, demo: Command, served: Served) -> None:
        ran = demo("usage", "add", ENTRY, "--purpose", "prnt", "--dry-run")
        assert "Purposes seen on this entry: social, print, web." in ran.err
        ran = demo("usage", "add", ENTRY, "--purpose", "print", "--param", "pgae=1", "--dry-run")
        assert "Params seen with print: page, medium, edition." in ran.err
        ran = demo("usage", "add", ENTRY, "--purpose", "print", "--param", "page=1", "--dry-run")
        assert "seen" not in ran.err


class TestConflict:
    def test_what_changed_is_shown_and_nothing_else(
        self, demo: Command, served: Served, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        read = plan.ground

        async def changed_meanwhile(session: Session, entry_id: str, **more: bool) -> Ground:
            found = await read(session, entry_id, **more)
            for row in served.library.entry(entry_id).usage_log:
                if isinstance(row, dict) and row["id"] == PENDING:
                    row.update(url="https://example.com/theirs", params={"page": 2})
            return found

        monkeypatch.setattr("medialib_tui.core.usage.batch.ground", changed_meanwhile)
        ran = demo("usage", "update", ENTRY, PENDING, "--param", "page=9")
        assert ran.code == 6
        path = f"usageLog.{PENDING}"
        assert (
            f"{path}.url: was not set, is “https://example.com/theirs”; yours: not set" in ran.err
        )
        assert f"{path}.params.page: was 1, is 2; yours: 9" in ran.err
        assert f"{path}.params.medium: was “Paper”, is not set; yours: “Paper”" in ran.err
        assert "state" not in ran.err
        assert f"medialib usage list {ENTRY}" in ran.err
