"""Documents that use the sample entries, and usage logs."""

from __future__ import annotations

from medialib_tui.demo.documents import Document
from medialib_tui.demo.entries import Entry, Generated
from medialib_tui.demo.errors import Json
from medialib_tui.demo.library import Library

POPULAR = "popular-skyline"
POPULAR_DOCUMENTS = range(1_000_000, 1_012_345)
BUSY = "busy-usage-log"
BUSY_ROWS = 3_000

_CATEGORIES = ("news", "local", "sports", "culture", "weather")
_PAPERS = ("Paper", "Internet")


def add_documents(library: Library) -> None:
    """Put in one article for each everyday picture, pages, newsletters, and the many."""
    by_type: dict[str, list[str]] = {}
    for entry in library.entries.values():
        by_type.setdefault(entry.media_type, []).append(entry.id)
    images, videos, files = (by_type[media_type] for media_type in ("image", "video", "file"))
    for number, media_id in enumerate(images):
        title = str(library.entries[media_id].metadata["title"])
        library.documents.add(_article(number, title, images, videos, files))
    library.documents.add(*_single_documents(images, videos, files))
    library.documents.add_range(POPULAR_DOCUMENTS, _popular_document)


def _article(
    number: int, title: str, images: list[str], videos: list[str], files: list[str]
) -> Document:
    media_id, also = images[number], images[(number + 7) % len(images)]
    return Document(
        id=100 + number,
        title=title,
        category=_CATEGORIES[number % 5],
        slug=media_id.rpartition("-")[0],
        published=f"2026-{number % 6 + 1:02d}-{number % 27 + 1:02d}T05:30:00.000Z",
        teaser=media_id,
        images=(media_id, also) if number % 3 == 0 else (media_id,),
        videos=(videos[number % 5],) if number % 6 == 0 else (),
        files=(files[number % 4],) if number % 7 == 2 else (),
    )


def _single_documents(
    images: list[str], videos: list[str], files: list[str]
) -> tuple[Document, ...]:
    first, second, third = images[0], images[1], images[23]
    page, odd_date = "page", "2022-03-16T14:08:11:000Z"
    return (
        Document(id=2, title="Morning at the harbour", images=(first, second), teaser=first),
        Document(
            id=123,
            title="The hill race, told in pictures",
            category="sports",
            slug="hill-race",
            teaser=third,
            images=(third, images[7], "revoked-picture", "license-restricted"),
            videos=(videos[1],),
            files=(files[1],),
        ),
        Document(id=190, title="Taken back before print", images=(first,), live=False),
        Document(
            id=200, title="Front page", content_type=page, document_type=page, images=(first,)
        ),
        Document(
            id=300, title="Newsletter", content_type="newsletter", slug="week-20", teaser=second
        ),
        Document(id=301, title="", images=(second,), slug="untitled", published=odd_date),
    )


def _popular_document(number: int) -> Document:
    offset = number - POPULAR_DOCUMENTS.start
    day, month = offset % 28 + 1, offset // 28 % 12 + 1
    return Document(
        id=number,
        title=f"Town in brief, number {offset + 1}",
        category=_CATEGORIES[offset % 5],
        slug="in-brief",
        published=f"{2025 - offset // 4000}-{month:02d}-{day:02d}T04:00:00.000Z",
        images=(POPULAR,),
        teaser=POPULAR if offset % 10 == 0 else None,
    )


def index_references(library: Library) -> None:
    """Work out which published documents refer to which entry, newest first."""
    found: dict[str, list[Document]] = {}
    for document in library.documents.written():
        if document.live:
            for media_id in document.media():
                found.setdefault(media_id, []).append(document)
    for media_id, documents in found.items():
        documents.sort(key=lambda document: (document.published, document.id), reverse=True)
        given = [document.reference_to(media_id) for document in documents]
        library.document_references.setdefault(media_id, given)
    library.document_references[POPULAR] = Generated(
        len(POPULAR_DOCUMENTS),
        lambda n: _popular_document(POPULAR_DOCUMENTS[n]).reference_to(POPULAR),
    )


def add_usage_logs(library: Library) -> None:
    """Give the everyday pictures a few rows each, and one entry thousands."""
    for number, entry in enumerate(list(library.entries.values())[:28]):
        entry.usage_log = _rows(number, entry)
    library.entries[BUSY].usage_log = Generated(BUSY_ROWS, busy_row)


def _rows(number: int, entry: Entry) -> list[object]:
    document = 100 + number
    rows: list[object] = [
        usage_row(
            f"web{number:05d}",
            "web",
            "confirmed",
            f"2026-{number % 6 + 1:02d}-{number % 27 + 1:02d}T05:30:00.000Z",
            url=f"https://www.example.com/news/article-{document}.html",
            documentId=document,
            publicationId=document * 10 + 1,
        )
    ]
    if number % 2 == 0:
        params: Json = {"page": number % 40 + 1, "medium": _PAPERS[number % 2], "edition": "City"}
        date = f"2026-05-{number % 27 + 1:02d}T22:00:00.000Z"
        rows.append(usage_row(f"prn{number:05d}", "print", "pending", date, params=params))
    if number % 5 == 0:
        params = {"networks": ["short", "clips"], "paid": number % 10 == 0}
        date = f"2026-06-{number % 27 + 1:02d}T09:00:00.000Z"
        rows.append(
            usage_row(f"soc{number:05d}", "social", "confirmed", date, params=params, billing=True)
        )
    if number % 8 == 3:
        rows.append(usage_row(f"syn{number:05d}", "syndication", "pending", None))
    return rows


def busy_row(number: int) -> Json:
    """One of the thousands of rows."""
    purpose = ("web", "print", "social", "syndication", "broadcast")[number % 5]
    by_purpose: dict[str, Json] = {
        "print": {"page": number % 96 + 1, "edition": "City", "medium": "Paper"},
        "social": {"networks": ["short"], "paid": number % 2 == 0},
        "syndication": {"customer": f"Sample Customer {number % 17}", "until": "2027-12-31"},
    }
    params = by_purpose.get(purpose, {})
    state = "pending" if number % 4 == 1 else "confirmed"
    date = f"2026-{number % 12 + 1:02d}-{number % 28 + 1:02d}T{number % 24:02d}:15:00.000Z"
    more: Json = {}
    if purpose == "web":
        more = {"documentId": POPULAR_DOCUMENTS[number], "publicationId": 900_000 + number}
        more["url"] = f"https://www.example.com/news/in-brief-{POPULAR_DOCUMENTS[number]}.html"
    if number % 6 == 0:
        more["billing"] = number % 12 == 0
    return usage_row(f"use{number:09d}", purpose, state, date, params=params, **more)


def usage_row(row_id: str, purpose: str, state: str, date: str | None, **more: object) -> Json:
    """One row of a usage log as the API answers it."""
    row: Json = {"id": row_id, "state": state, "purpose": purpose, "params": {}, **more}
    row["reportingDate"] = date or "2026-06-30T12:00:00.000Z"
    if date is not None:
        row["publicationDate"] = date
    return row
