"""`usage`: what is sent and told, what is refused before, many ids, filters and export."""

from __future__ import annotations

import csv
import io
import json

import pytest

from medialib_tui.core.session import Session
from medialib_tui.core.usage import plan
from medialib_tui.core.usage.plan import Ground
from medialib_tui.model.base import JsonObject
from medialib_tui.model.server import VERSIONS
from tests.cli.conftest import Command, Ran, Served

ENTRY = "harbour-dawn-01"
OTHER = "harbour-dusk-02"
PENDING = "prn00000"
DATE = "2026-05-01T11:00:00.000Z"


def _uses(served: Served, entry_id: str = ENTRY) -> list[JsonObject]:
    return [row for row in served.library.entry(entry_id).usage_log if isinstance(row, dict)]


def _row(served: Served, usage_id: str) -> JsonObject | None:
    return next((row for row in _uses(served) if row["id"] == usage_id), None)


def _count(served: Served, entry_id: str = ENTRY) -> int:
    return len(served.library.entry(entry_id).usage_log)


def _step(served: Served) -> JsonObject:
    steps = served.body["patches"]
    assert isinstance(steps, list) and isinstance(steps[0], dict)
    return steps[0]


def _rows(ran: Ran) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(ran.out)))


class TestAdd:
    def test_it_is_sent_and_its_id_told(self, demo: Command, served: Served) -> None:
        ran = demo(
            *("usage", "add", ENTRY, "--purpose", "print", "--state", "confirmed"),
            *("--date", DATE, "--url", "https://example.com/p"),
            *("--param", "page=3", "medium=Paper", "--json"),
        )
        assert ran.code == 0
        assert served.body == {
            "version": 1,
            "patches": [
                {
                    "operation": "addUsageLogEntry",
                    "value": {
                        "state": "confirmed",
                        "purpose": "print",
                        "publicationDate": DATE,
                        "url": "https://example.com/p",
                        "params": {"page": 3, "medium": "Paper"},
                    },
                }
            ],
        }
        added = ran.object["added"]
        assert isinstance(added, list) and len(added) == 1
        assert _row(served, str(added[0])) is not None
        assert (ran.object["outcome"], ran.object["operation"]) == ("applied", "usage add")

    def test_a_dry_run_sends_nothing(self, demo: Command, served: Served) -> None:
        ran = demo("usage", "add", ENTRY, "--purpose", "print", "--dry-run")
        assert ran.code == 0
        assert ran.object["version"] == 1
        assert served.sent() == []

    @pytest.mark.parametrize(
        ("arguments", "code", "said"),
        [
            (("--purpose", "print", "--state", "confirmed"), 1, "publicationDate"),
            (("--purpose", "print", "--param", "page=x"), 1, "params.page"),
            (("--purpose", "print", "--param", "pgae=1"), 1, "params.pgae"),
            (("--purpose", "prnt"), 1, "there is: web, print"),
            (("--purpose", "print", "--url", "example.com"), 1, "url"),
            (("--purpose", "print", "--date", "soon"), 2, "--date"),
            (("--purpose", "print", "--param", "page"), 2, "NAME=VALUE"),
            (("--purpose", "print", "--param", "page=1", "page=2"), 2, "twice"),
            (("--purpose", "print", "--state", "done"), 2, "--state"),
            (("--purpose", "web"), 7, "internal"),
            ((), 2, "Which purpose"),
        ],
    )
    def test_what_is_wrong_is_said_before(
        self, demo: Command, served: Served, arguments: tuple[str, ...], code: int, said: str
    ) -> None:
        ran = demo("usage", "add", ENTRY, *arguments)
        assert ran.code == code
        assert said in ran.err
        assert served.sent() == []

    def test_internal_purposes_where_they_are_meant(self, demo: Command, served: Served) -> None:
        assert demo("usage", "add", ENTRY, "--purpose", "web", "--internal").code == 0

    def test_read_only(self, demo: Command, served: Served) -> None:
        ran = demo("--read-only", "usage", "add", ENTRY, "--purpose", "print")
        assert ran.code == 7
        assert served.sent() == []

    @pytest.mark.parametrize("version", VERSIONS)
    def test_every_version(self, demo: Command, served: Served, version: str) -> None:
        ran = demo("--api-version", version, "usage", "add", ENTRY, "--purpose", "print")
        assert (ran.code, _count(served)) == (0, 4)

    def test_an_older_server(self, demo: Command, served: Served) -> None:
        served.library.release = "2026-01"
        ran = demo("--api-version", "2026-01", "usage", "add", ENTRY, "--purpose", "print")
        assert ran.code == 10
        assert _count(served) == 3

    def test_a_lost_answer_is_one_use(self, demo: Command, served: Served) -> None:
        served.faults.add("reset-after", method="PATCH", nth=1)
        ran = demo("usage", "add", ENTRY, "--purpose", "print")
        assert (ran.code, _count(served)) == (0, 4)

    def test_undo_takes_it_back(self, demo: Command, served: Served) -> None:
        demo("usage", "add", ENTRY, "--purpose", "print")
        assert demo("undo", "--yes").code == 0
        assert _count(served) == 3


class TestManyIds:
    def test_one_result_each_in_the_order_asked(self, demo: Command, served: Served) -> None:
        ran = demo("usage", "add", OTHER, "nope", ENTRY, "--purpose", "broadcast", "--json")
        assert ran.code == 8
        told = [one for one in ran.array if isinstance(one, dict)]
        assert [one["id"] for one in told] == [OTHER, "nope", ENTRY]
        assert [one["outcome"] for one in told] == ["applied", "not-applied", "applied"]
        assert isinstance(told[1]["error"], dict) and told[1]["error"]["code"] == "not-found"

    def test_the_same_again_is_refused_and_goes_on_where_asked(
        self, demo: Command, served: Served
    ) -> None:
        words = ("usage", "add", ENTRY, OTHER, "--purpose", "broadcast")
        served.faults.add("status", method="PATCH", path=f"*/{OTHER}", status=400)
        assert demo(*words).code == 8
        served.calm()
        ran = demo(*words)
        assert ran.code == 7 and "1 of these 2 ids" in ran.err
        assert served.sent() == []
        ran = demo(*words, "--resume", "--jsonl")
        assert ran.code == 0
        assert [one.get("already") for one in ran.lines] == [True, None]
        assert (_count(served), _count(served, OTHER)) == (4, 2)
        assert demo(*words, "--again").code == 0
        assert (_count(served), _count(served, OTHER)) == (5, 3)

    def test_ids_from_standard_input(self, demo: Command, served: Served) -> None:
        ran = demo(
            *("usage", "add", "-", "--purpose", "broadcast", "--dry-run", "--jsonl"),
            stdin=f"{ENTRY}\n{OTHER}\n".encode(),
        )
        assert ran.code == 0
        assert [one["version"] for one in ran.lines] == [1, 2]
        assert "2 of 2 would be written" in ran.err
        assert served.sent() == []

    def test_version_is_for_one(self, demo: Command, served: Served) -> None:
        ran = demo("usage", "add", ENTRY, OTHER, "--purpose", "print", "--version", "1")
        assert ran.code == 2


class TestUpdate:
    def test_the_whole_value_goes_out(self, demo: Command, served: Served) -> None:
        before = dict(_row(served, PENDING) or {})
        ran = demo("usage", "update", ENTRY, PENDING, "--url", "https://example.com/p")
        assert ran.code == 0
        assert _step(served)["value"] == {
            "state": "pending",
            "purpose": "print",
            "publicationDate": before["publicationDate"],
            "url": "https://example.com/p",
            "params": before["params"],
        }
        assert "oldValue" not in _step(served)

    def test_an_empty_value_removes(self, demo: Command, served: Served) -> None:
        ran = demo("usage", "update", ENTRY, PENDING, "--date", "", "--param", "edition=")
        assert ran.code == 0
        value = _step(served)["value"]
        assert isinstance(value, dict) and isinstance(value["params"], dict)
        assert "publicationDate" not in value and "edition" not in value["params"]

    def test_the_server_compares_too(self, demo: Command, served: Served) -> None:
        ran = demo("usage", "update", ENTRY, PENDING, "--state", "confirmed", "--old-value")
        assert ran.code == 0
        assert isinstance(_step(served)["oldValue"], dict)

    def test_nothing_to_change(self, demo: Command, served: Served) -> None:
        assert demo("usage", "update", ENTRY, PENDING).code == 2

    def test_a_use_that_is_not_there(self, demo: Command, served: Served) -> None:
        assert demo("usage", "update", ENTRY, "nope", "--url", "https://a.example/").code == 5

    def test_a_change_since_it_was_read_is_shown(
        self, demo: Command, served: Served, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        read = plan.ground

        async def meanwhile(session: Session, entry_id: str, *, fresh: bool = False) -> Ground:
            found = await read(session, entry_id, fresh=fresh)
            row = _row(served, PENDING)
            assert row is not None
            row["url"] = "https://example.com/theirs"
            return found

        monkeypatch.setattr("medialib_tui.core.usage.batch.ground", meanwhile)
        ran = demo("usage", "update", ENTRY, PENDING, "--state", "confirmed", "--json")
        assert (ran.code, served.sent()) == (6, [])
        sides = ran.object["conflict"]
        assert isinstance(sides, list) and isinstance(sides[0], dict)
        assert sides[0]["property"] == f"usageLog.{PENDING}"
        theirs = sides[0]["theirs"]
        assert isinstance(theirs, dict) and theirs["url"] == "https://example.com/theirs"


class TestConfirm:
    def test_by_id(self, demo: Command, served: Served) -> None:
        assert demo("usage", "confirm", ENTRY, PENDING).code == 0
        row = _row(served, PENDING)
        assert row is not None and row["state"] == "confirmed"

    def test_confirmed_already(self, demo: Command, served: Served) -> None:
        ran = demo("usage", "confirm", ENTRY, "soc00000", "--json")
        assert (ran.code, served.sent()) == (0, [])
        assert ran.object["outcome"] == "applied"

    def test_all_pending_of_a_purpose_and_month_over_many(
        self, demo: Command, served: Served
    ) -> None:
        ran = demo(
            *("usage", "confirm", "--ids", f"{OTHER},{ENTRY}", "--pending", "--purpose", "print"),
            *("--from", "2026-05", "--to", "2026-05", "--jsonl"),
        )
        assert ran.code == 0
        assert [one["id"] for one in ran.lines] == [OTHER, ENTRY]
        assert ran.lines[0]["nothing"] is True
        assert ran.lines[1]["outcome"] == "applied"
        assert len(served.sent()) == 1

    def test_a_row_says_that_nothing_was_pending(self, demo: Command, served: Served) -> None:
        words = ("usage", "confirm", "--ids", OTHER, "--pending", "--purpose", "print", "--csv")
        assert demo(*words).out.splitlines()[1].endswith(",nothing to write")
        assert served.sent() == []

    def test_the_date_of_those_without(self, demo: Command, served: Served) -> None:
        demo("usage", "add", ENTRY, "--purpose", "broadcast")
        words = ("usage", "confirm", ENTRY, "--pending", "--purpose", "broadcast")
        refused = demo(*words)
        assert refused.code == 1 and "publicationDate" in refused.err
        assert demo(*words, "--date", DATE).code == 0

    @pytest.mark.parametrize(
        "words",
        [
            (),
            (ENTRY,),
            (ENTRY, PENDING, "--pending"),
            (ENTRY, "--ids", OTHER),
            (ENTRY, "--pending", "--from", "2026-13"),
        ],
    )
    def test_wrong_usage(self, demo: Command, served: Served, words: tuple[str, ...]) -> None:
        ran = demo("usage", "confirm", *words)
        assert (ran.code, served.sent()) == (2, [])


class TestRemove:
    def test_it_is_refused_unasked_and_says_what_hangs_on_it(
        self, demo: Command, served: Served
    ) -> None:
        ran = demo("usage", "remove", ENTRY, PENDING)
        assert (ran.code, served.sent()) == (7, [])
        assert "no way back" in ran.err and "Print, pending" in ran.err

    def test_it_is_done_and_added_again_by_undo(self, demo: Command, served: Served) -> None:
        before = dict(_row(served, PENDING) or {})
        assert demo("usage", "remove", ENTRY, PENDING, "--yes").code == 0
        assert _row(served, PENDING) is None
        ran = demo("undo", "--yes", "--json")
        assert ran.code == 0 and "new id" in ran.err + ran.out
        assert before["params"] in [row["params"] for row in _uses(served)]

    def test_internal_ones_stay(self, demo: Command, served: Served) -> None:
        assert demo("usage", "remove", ENTRY, "web00000", "--yes").code == 7


class TestList:
    @pytest.mark.parametrize(
        ("arguments", "ids"),
        [
            (("--state", "pending"), ["prn00000"]),
            (("--purpose", "social"), ["soc00000"]),
            (("--purpose", "Website"), ["web00000"]),
            (("--from", "2026-05-01", "--to", "2026-05"), ["prn00000"]),
            (("--text", "short clips"), ["soc00000"]),
            (("--from", "2027"), []),
            ((), ["soc00000", "prn00000", "web00000"]),
        ],
    )
    def test_filters(self, demo: Command, arguments: tuple[str, ...], ids: list[str]) -> None:
        ran = demo("usage", "list", ENTRY, *arguments, "--json")
        assert ran.code == 0
        assert [one["id"] for one in ran.array if isinstance(one, dict)] == ids

    def test_how_many_of_how_many(self, demo: Command) -> None:
        assert "1 of 3 uses" in demo("usage", "list", ENTRY, "--state", "pending").out


class TestExport:
    def test_csv_over_many(self, demo: Command) -> None:
        ran = demo("usage", "export", ENTRY, OTHER, "--csv")
        assert ran.code == 0
        assert [row["entryId"] for row in _rows(ran)] == [ENTRY] * 3 + [OTHER]
        assert _rows(ran)[1]["params.page"] == "1"

    def test_json_of_one_and_of_several(self, demo: Command) -> None:
        one = demo("usage", "export", ENTRY, "--json").object
        assert set(one) == {"id", "title", "version", "usageLog"}
        several = demo("usage", "export", ENTRY, "nope", "--json")
        assert several.code == 8
        assert isinstance(several.array[1], dict) and "error" in several.array[1]

    def test_a_monthly_report(self, demo: Command) -> None:
        ran = demo("usage", "export", ENTRY, OTHER, "--report", "--json")
        told = [one for one in ran.array if isinstance(one, dict)]
        assert [(one["month"], one["purpose"], one["state"], one["uses"]) for one in told][:2] == [
            ("2026-06", "social", "confirmed", 1),
            ("2026-05", "print", "pending", 1),
        ]

    def test_a_monthly_report_says_what_is_not_counted(self, demo: Command) -> None:
        words = ("usage", "export", ENTRY, "nope", "--report")
        ran = demo(*words, "--json")
        *_, last = ran.array
        assert isinstance(last, dict) and last["id"] == "nope" and "error" in last
        assert ran.code == 8
        said = "Not counted: nope: There is no entry nope."
        assert demo(*words).out.splitlines()[-1] == said
        assert _rows(demo(*words, "--csv"))[-1]["label"] == said

    def test_ids_from_standard_input_filtered(self, demo: Command) -> None:
        ran = demo(
            *("usage", "export", "-", "--state", "pending", "--jsonl"),
            stdin=f"{ENTRY} {OTHER}".encode(),
        )
        assert [json.dumps(one["usageLog"]).count('"id"') for one in ran.lines] == [1, 0]
