"""Titles and addresses of documents, by every documented pattern."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from medialib_tui.core.documents import describe_document
from medialib_tui.core.session import Session
from medialib_tui.model.base import JsonObject
from medialib_tui.model.publication import Publication
from medialib_tui.model.schema import Project
from medialib_tui.model.usage import UsageLogEntry


def publication(**metadata: JsonValue) -> Publication:
    return Publication.read(
        {
            "systemdata": {
                "documentId": 7,
                "projectId": 1,
                "contentType": "regular",
                "visiblePublicationDate": "2022-03-16T14:08:11:000Z",
            },
            "metadata": metadata,
        }
    )


def project(
    pattern: str | None = None, links: tuple[str, ...] = (), delivery: str | None = None
) -> Project:
    return Project.read(
        {
            "contentTypes": [
                {
                    "handle": "regular",
                    "displayTitlePattern": pattern,
                    "metadata": [{"handle": "way", "type": "li-routing"}],
                    "editor": {"deliveryLinks": [{"url": link} for link in links]},
                }
            ],
            "deliveries": [
                {
                    "handle": "app",
                    "url": {"origin": "https://app.example.com", "pathPattern": "/a"},
                },
                {
                    "handle": "web",
                    "isPrimary": True,
                    "url": {"origin": "https://example.com", "pathPattern": delivery},
                },
            ]
            if delivery
            else [{"handle": "web", "isPrimary": True, "url": {"origin": "https://example.com"}}],
        }
    )


@pytest.mark.parametrize(
    ("pattern", "metadata", "title"),
    [
        ("{{metadata.title}}: {{metadata.kicker}}", {"title": "A", "kicker": "B"}, "A: B"),
        ("{{metadata.headline}}", {"title": "A"}, "A"),
        (None, {"title": "A"}, "A"),
        (None, {}, "regular #7"),
        (None, {"title": 5}, "regular #7"),
    ],
)
def test_titles(pattern: str | None, metadata: dict[str, JsonValue], title: str) -> None:
    assert describe_document(publication(**metadata), project(pattern)).title == title


@pytest.mark.parametrize(
    ("links", "delivery", "metadata", "url"),
    [
        (
            ("https://example.com/x/:id/:slug",),
            "/d/:id",
            {"slug": "a b"},
            "https://example.com/x/7/a%20b",
        ),
        (("https://example.com/:slug",), "/d/:id", {}, "https://example.com/d/7"),
        ((), "/d/{id}", {}, "https://example.com/d/7"),
        ((), "/d/{{id}}/{{metadata.cms}}", {"cms": "k1"}, "https://example.com/d/7/k1"),
        ((), None, {"way": {"path": "/news/x"}}, "https://example.com/news/x"),
        ((), None, {}, None),
        (
            ("https://example.com:routingPath",),
            "/d/:id",
            {"routing": {"path": "/a/b c"}},
            "https://example.com/a/b%20c",
        ),
        (
            ("https://example.com/:routingPath",),
            "/d/:id",
            {"routing": {"path": "/a"}},
            "https://example.com/a",
        ),
        (("javascript:alert(:id)",), None, {}, None),
        (("https://example.com:8080/d/:id",), None, {}, "https://example.com:8080/d/7"),
    ],
)
def test_addresses(
    links: tuple[str, ...],
    delivery: str | None,
    metadata: dict[str, JsonValue],
    url: str | None,
) -> None:
    assert describe_document(publication(**metadata), project(None, links, delivery)).url == url


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://www.example.com/desk/121", True),
        ("layout-desk://issue/12", False),
        ("javascript://x/%0aalert(1)", False),
        ("https://example.com/\x1b]52;c;x\x07", False),
        ("https://somebody:secret@example.com/", False),
        (None, False),
    ],
)
async def test_addresses_of_a_usage_log_are_taken_where_they_are_links(
    session: Session, url: str | None, taken: bool
) -> None:
    plain = (await session.documents.info(["121"]))["121"].url
    row: JsonObject = {"id": "u", "documentId": 121, "url": url}
    session.documents.learn([UsageLogEntry.read(row)])
    assert (await session.documents.info(["121"]))["121"].url == (url if taken else plain)
    _, info = await session.documents.publication("121")
    assert info.url == (url if taken else plain)
