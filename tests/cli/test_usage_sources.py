"""Where uses are found: references as CSV, and the media of a publication."""

from __future__ import annotations

import csv
import io

from tests.cli.conftest import Command, Served


def test_references_as_csv_page_by_page(demo: Command, served: Served) -> None:
    ran = demo("refs", "harbour-dawn-01", "--all", "--csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert ran.code == 0
    assert [row["kind"] for row in rows] == ["documents"] * 4 + ["media"]
    assert "Front page" in [row["title"] for row in rows]
    assert ran.out.count("kind,id,title") == 1


def test_no_reference_is_a_heading(demo: Command, served: Served) -> None:
    ran = demo("refs", "scan-1921-market", "--all", "--csv", "--media")
    assert (ran.code, ran.out.splitlines()) == (0, ["kind,id,title,type,date,url,places"])


def test_titles_of_a_page_cost_one_request(demo: Command, served: Served) -> None:
    demo("refs", "harbour-dawn-01", "--all", "--csv", "--documents")
    titles = [one for one in served.requests if "latestPublications" in one.path]
    assert len(titles) == 1


def test_the_media_of_a_publication_are_checked(demo: Command) -> None:
    ran = demo("check", "doc:100", "--json")
    told = [one for one in ran.array if isinstance(one, dict)]
    assert ran.code == 0
    assert told[0]["id"] == "harbour-dawn-01" and len(told) == 3
    assert all(one["verdict"] and one["serveState"] for one in told)
    assert "3 media used in it" in ran.err


def test_by_its_address(demo: Command) -> None:
    ran = demo("check", "https://www.example.com/news/harbour-dawn-100.html", "--jsonl")
    assert len(ran.lines) == 3


def test_a_document_that_is_not_published(demo: Command) -> None:
    ran = demo("check", "doc:99999999", "--json")
    assert ran.code == 5
    assert ran.error["code"] == "not-found"
