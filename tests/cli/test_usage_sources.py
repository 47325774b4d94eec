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


LOGGED = "https://www.example.com/news/article-100.html"


def test_an_address_in_the_usage_log_comes_first(demo: Command, served: Served) -> None:
    ran = demo("refs", "harbour-dawn-01", "--all", "--csv", "--documents")
    urls = {row["id"]: row["url"] for row in csv.DictReader(io.StringIO(ran.out))}
    assert urls["100"] == LOGGED
    assert urls["121"] == "https://www.example.com/local/ferry-queue-121.html"
    assert LOGGED in demo("refs", "harbour-dawn-01").out


def test_without_configuration_it_is_the_only_address(demo: Command, served: Served) -> None:
    served.faults.add("status", path="*/projectConfig", status=403)
    ran = demo("refs", "harbour-dawn-01", "--all", "--csv", "--documents")
    urls = [row["url"] for row in csv.DictReader(io.StringIO(ran.out))]
    assert sorted(filter(None, urls)) == [LOGGED]


def test_plain_references_ask_for_nothing_else(demo: Command, served: Served) -> None:
    demo("refs", "harbour-dawn-01", "--all", "--jsonl", "--documents")
    assert [one.path.rsplit("/", 1)[1] for one in served.requests] == ["incomingDocumentReferences"]


def test_a_usage_log_that_fails_takes_no_reference_away(demo: Command, served: Served) -> None:
    served.faults.add("status", path="*/usageLog", status=500)
    ran = demo("refs", "harbour-dawn-01", "--all", "--csv", "--documents")
    assert (ran.code, len(ran.out.splitlines())) == (0, 5)
    assert "harbour-dawn-100.html" in ran.out


def test_titles_that_cannot_be_read_are_said(demo: Command, served: Served) -> None:
    served.faults.add("status", path="*/latestPublications*", status=500)
    for form in ("--csv", "--no-color"):
        ran = demo("refs", "harbour-dawn-01", "--documents", form)
        assert ran.code == 0
        assert "Document 121" in ran.out
        assert "Titles and addresses of documents are missing" in ran.err


def test_what_an_old_version_cannot_see_of_a_publication_is_said(demo: Command) -> None:
    old, new = demo("--api-version", "v1", "check", "doc:123"), demo("check", "doc:123")
    assert "5 media" in old.err and "may be missing" in old.err
    assert "6 media" in new.err and "may be missing" not in new.err


def test_the_table_of_uses(demo: Command) -> None:
    """Title and address of the document, reporting date, and which purpose is locked."""
    ran = demo("usage", "list", "harbour-dawn-01")
    assert ran.out.splitlines()[0].split() == [
        *("ID", "PURPOSE", "STATE", "PUBLISHED", "REPORTED", "DOCUMENT", "PARAMS", "BILLING", "URL")
    ]
    (web,) = [line for line in ran.out.splitlines() if line.startswith("web00000")]
    assert "Website (internal)" in web
    assert "100 Fishing boats leave the harbour at dawn" in web
    assert web.endswith(LOGGED)
    (print_,) = [line for line in ran.out.splitlines() if line.startswith("prn00000")]
    assert "Print  " in print_ and "Page 1, Edition City, Medium Paper" in print_


def test_columns_that_nothing_is_in_are_left_out(demo: Command) -> None:
    ran = demo("usage", "list", "pending-usage")
    assert ran.out.splitlines()[0].split() == [
        *("ID", "PURPOSE", "STATE", "PUBLISHED", "REPORTED", "PARAMS")
    ]
