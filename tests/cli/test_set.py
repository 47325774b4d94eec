"""`set`: what is sent, what is refused before, and what an exit code says about the write."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from medialib_tui.model.server import VERSIONS
from medialib_tui.store.paths import paths
from tests.cli.conftest import Command, Served

ENTRY = "harbour-dawn-01"
WRITE = {"id", "operation", "outcome", "versionBefore", "versionAfter", "entry", "journal"}


def test_a_title_is_set_verified_and_told(demo: Command, served: Served) -> None:
    ran = demo("set", ENTRY, "title=Boats at noon", "--json")
    assert ran.code == 0
    assert set(ran.object) == WRITE
    assert ran.object["id"] == ENTRY
    assert ran.object["operation"] == "setMetadataProperty"
    assert ran.object["outcome"] == "applied"
    assert (ran.object["versionBefore"], ran.object["versionAfter"]) == (1, 2)
    entry = ran.object["entry"]
    assert isinstance(entry, dict) and isinstance(entry["metadata"], dict)
    assert entry["metadata"]["title"] == served.title(ENTRY) == "Boats at noon"
    assert served.body == {
        "version": 1,
        "patches": [
            {
                "operation": "setMetadataProperty",
                "propertyName": "title",
                "value": "Boats at noon",
            }
        ],
    }


def test_in_words(demo: Command, served: Served) -> None:
    before = served.title(ENTRY)
    ran = demo("set", ENTRY, "title=Boats at noon")
    assert ran.code == 0
    assert f"Applied and verified: {ENTRY}, version 1 → 2, journal 1" in ran.out
    assert f"title: “{before}” → “Boats at noon”" in ran.out


@pytest.mark.parametrize(("form", "wanted"), [("--jsonl", 1), ("--csv", 2)])
def test_one_line_a_write(demo: Command, served: Served, form: str, wanted: int) -> None:
    ran = demo("set", ENTRY, "title=Other", form)
    assert (ran.code, len(ran.out.splitlines())) == (0, wanted)
    assert "applied" in ran.out


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version(demo: Command, served: Served, version: str) -> None:
    assert demo("--api-version", version, "set", ENTRY, "title=Other").code == 0
    assert served.title(ENTRY) == "Other"


def test_all_kinds_of_values_in_one_request(demo: Command, served: Served, tmp_path: Path) -> None:
    text = tmp_path / "caption.txt"
    text.write_text("From a file\n", encoding="utf-8")
    words = ("title=a=b:=c", f"caption=@{text}", 'keywords:=["one", "two"]')
    ran = demo("set", "every-plugin", *words, "--unset", "rating", "--dry-run", "--json")
    assert ran.code == 0
    patches = ran.object["patches"]
    assert isinstance(patches, list)
    values = {p["propertyName"]: p["value"] for p in patches if isinstance(p, dict)}
    assert values["title"] == "a=b:=c"
    assert values["caption"] == "From a file"
    assert values["keywords"] == ["one", "two"]
    assert "rating" in values and values["rating"] is None


def test_an_empty_text_is_not_an_unset_one(demo: Command, served: Served) -> None:
    assert demo("set", ENTRY, "caption=").code == 0
    assert served.library.entry(ENTRY).metadata["caption"] == ""
    assert demo("set", ENTRY, "--unset", "caption").code == 0
    assert "caption" not in served.library.entry(ENTRY).metadata


def test_a_text_from_standard_input(demo: Command, served: Served) -> None:
    assert demo("set", ENTRY, "title=@-", stdin="Grüße\n".encode()).code == 0
    assert served.title(ENTRY) == "Grüße"


def test_a_dry_run_sends_nothing(demo: Command, served: Served) -> None:
    ran = demo("set", ENTRY, "title=Other", "--dry-run", "--version", "7")
    assert ran.code == 0
    body = json.loads(ran.out)
    assert body["version"] == 7
    assert [step["value"] for step in body["patches"]] == ["Other"]
    assert "Nothing was sent" in ran.err
    assert "this would be a conflict" in ran.err
    assert not served.sent()
    assert demo("journal", "--json").array == []


def test_a_dry_run_shows_what_the_server_gets(demo: Command, served: Served) -> None:
    served.library.version_as = "string"
    assert demo("set", ENTRY, "title=Other").code == 0
    ran = demo("set", ENTRY, "title=Again", "--dry-run", "--json")
    assert ran.object["version"] == "2"
    assert demo("set", ENTRY, "title=Again").code == 0
    assert len(served.sent()) == 3


def test_a_read_only_server_is_written_to_by_nobody(demo: Command, served: Served) -> None:
    ran = demo("--read-only", "set", ENTRY, "title=Other", "--json")
    assert ran.code == 7
    assert ran.error["code"] == "read-only"
    assert not served.requests
    assert demo("--read-only", "set", ENTRY, "title=Other", "--dry-run").code == 0
    assert not served.sent()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["set"], "Something is missing"),
        (["set", ENTRY], "nothing to set"),
        (["set", ENTRY, "title"], "is not NAME=VALUE"),
        (["set", ENTRY, "=x"], "is not NAME=VALUE"),
        (["set", ENTRY, "title=a", "title=b"], "given twice"),
        (["set", ENTRY, "title=a", "--unset", "title"], "given twice"),
        (["set", ENTRY, "title:=nonsense"], "is not JSON"),
        (["set", ENTRY, "n:=NaN"], "is not JSON"),
        (["set", ENTRY, "n:=1e400"], "out of range"),
        (["set", ENTRY, "n:=" + "[" * 300 + "]" * 300], "nested deeper"),
        (["set", ENTRY, "title=@/no/such/file"], "cannot be read"),
        (["set", ENTRY, "--unset", "caption", "title=a"], "go before --unset"),
        (["set", "-", "title=a"], "no ids on standard input"),
        (["set", "-", "a", "title=a"], "stands alone"),
        (["set", "-", "title=@-"], "both ids and a value"),
        (["set", "a", "--ids", "b", "title=a"], "not both"),
        (["set", "--ids", "no/such/file", "title=a"], "cannot be read"),
        (["set", "a", "b", "title=a", "--version", "3"], "for one id"),
        (["set", ENTRY, "title=a", "--resume"], "for several ids"),
        (["set", ENTRY, "title=a", "--version", "new"], "is no version"),
    ],
)
def test_wrong_use_sends_nothing(
    demo: Command, served: Served, words: list[str], said: str
) -> None:
    ran = demo(*words)
    assert ran.code == 2
    assert said in ran.err
    assert not served.requests


@pytest.mark.parametrize(
    ("word", "field", "said"),
    [
        ("titel=x", "titel", "is “title” meant?"),
        ("title=" + "x" * 5000, "title", "characters too many"),
        ("title:=3", "title", "A text is needed"),
        ("title:=null", "title", "Please provide a title"),
    ],
)
def test_a_value_that_cannot_be_is_refused_before(
    demo: Command, served: Served, word: str, field: str, said: str
) -> None:
    ran = demo("set", ENTRY, word, "--json")
    assert ran.code == 1
    fields = ran.error["fields"]
    assert isinstance(fields, list) and isinstance(fields[0], dict)
    assert fields[0]["field"] == field
    assert said in str(fields[0]["message"])
    assert not served.sent()


def test_without_the_configuration_the_server_judges(demo: Command, served: Served) -> None:
    served.faults.add("status", path="*/projectConfig", status=403)
    ran = demo("set", ENTRY, "title:=3", "--json")
    assert ran.code == 1
    assert ran.object["outcome"] == "not-applied"
    error = ran.error
    assert error["status"] == 400
    fields = error["fields"]
    assert isinstance(fields, list) and isinstance(fields[0], dict)
    assert fields[0]["field"] == "title"
    assert served.title(ENTRY) != 3


def test_a_version_that_is_no_longer_true_is_a_conflict(demo: Command, served: Served) -> None:
    served.library.change(ENTRY, {"title": "Theirs"})
    ran = demo("set", ENTRY, "title=Mine", "--version", "1", "--json")
    assert ran.code == 6
    assert ran.object["outcome"] == "not-applied"
    assert ran.error["code"] == "version-conflict"
    fields = ran.error["fields"]
    assert isinstance(fields, list) and isinstance(fields[0], dict)
    assert "“Mine”" in str(fields[0]["message"]) and "“Theirs”" in str(fields[0]["message"])
    assert served.title(ENTRY) == "Theirs"
    assert demo("set", ENTRY, "title=Mine", "--version", "2").code == 0


def test_somebody_else_in_between_is_a_conflict_never_an_overwrite(
    demo: Command, served: Served
) -> None:
    def meddle(request: object) -> None:
        if getattr(request, "method", "") == "PATCH":
            served.library.on_request = None
            served.library.change(ENTRY, {"title": "Theirs"})

    served.library.on_request = meddle
    ran = demo("set", ENTRY, "title=Mine", "--json")
    assert ran.code == 6
    assert ran.object["conflict"] == [
        {
            "property": "title",
            "base": "Fishing boats leave the harbour at dawn",
            "mine": "Mine",
            "theirs": "Theirs",
        }
    ]
    assert served.title(ENTRY) == "Theirs"


@pytest.mark.parametrize(
    ("action", "code", "outcome"),
    [
        ("reset-before", 3, "not-applied"),
        ("reset-after", 0, "applied"),
        ("html", 3, "not-applied"),
        ("truncate", 0, "applied"),
        ("drop", 0, "applied"),
    ],
)
def test_a_lost_answer_is_settled_by_reading(
    demo: Command, served: Served, action: str, code: int, outcome: str
) -> None:
    served.faults.add(action, method="PATCH")
    ran = demo("set", ENTRY, "title=Mine", "--json")
    assert (ran.code, ran.object["outcome"]) == (code, outcome)
    assert (served.title(ENTRY) == "Mine") is (outcome == "applied")
    assert len(served.sent()) <= 1


def test_an_outcome_nobody_can_read_is_unknown_and_settled_by_the_next_command(
    demo: Command, served: Served
) -> None:
    served.faults.add("reset-after", method="PATCH")
    for nth in range(2, 40):
        served.faults.add("status", method="GET", path=f"*/{ENTRY}", nth=nth, status=401)
    ran = demo("set", ENTRY, "title=Mine", "--json")
    assert (ran.code, ran.object["outcome"]) == (9, "unknown")
    assert ran.error["code"] == "outcome-unknown"
    served.calm()
    later = demo("get", "no-asset", "--json")
    assert later.code == 0
    assert later.object["id"] == "no-asset"
    assert "An earlier run left a write unfinished; it was applied" in later.err
    assert "journal 1" in later.err
    assert not served.sent()
    served.calm()
    again = demo("get", "no-asset", "--json")
    assert not again.err
    assert len(served.requests) == 1


def test_the_date_of_the_last_change_is_kept_where_it_can_be(demo: Command, served: Served) -> None:
    before = served.library.entry(ENTRY).updated_at
    assert demo("set", ENTRY, "title=Mine", "--preserve-updated-at").code == 0
    assert served.body["preserveUpdatedAt"] is True
    assert served.library.entry(ENTRY).updated_at == before
    served.calm()
    old = ("--api-version", "2026-01")
    ran = demo(*old, "set", ENTRY, "title=Other", "--preserve-updated-at", "--json")
    assert ran.code == 10
    assert "2026-03" in str(ran.error["hint"])
    assert not served.sent()


def test_nothing_is_sent_where_nothing_can_be_journalled(
    demo: Command, served: Served, home: Path
) -> None:
    paths({"MEDIALIB_HOME": str(home)}).database.mkdir(parents=True)
    ran = demo("set", ENTRY, "title=Mine", "--json")
    assert ran.code == 1
    assert ran.error["code"] == "not-recorded"
    assert "nothing was sent" in str(ran.error["title"])
    assert not served.sent()


@pytest.mark.parametrize("value", ["[/dpa]", "\x1b]0;x\x07", "\u202ereversed", "\ud800", "日本語"])
def test_hostile_texts_are_sent_as_they_are_and_shown_as_symbols(
    demo: Command, served: Served, value: str
) -> None:
    ran = demo("set", ENTRY, f"title:={json.dumps(value)}")
    assert ran.code == 0
    assert served.title(ENTRY) == value
    assert "\x1b" not in ran.out and "\u202e" not in ran.out


@pytest.mark.parametrize(
    ("entry", "token", "code"),
    [("none-such", "demo-read-write", 5), (ENTRY, "demo-read-only", 4), (ENTRY, "demo-expired", 4)],
)
def test_what_the_server_refuses(
    medialib: Command,
    served: Served,
    monkeypatch: pytest.MonkeyPatch,
    entry: str,
    token: str,
    code: int,
) -> None:
    from medialib_tui.demo import tokens

    monkeypatch.setattr(tokens, "READ_WRITE", token)
    ran = medialib("--demo", "set", entry, "title=Mine", "--json")
    assert ran.code == code
    assert ran.error["title"]
    assert token not in ran.out + ran.err
