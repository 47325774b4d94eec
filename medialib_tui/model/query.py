"""What a person typed or pasted into the look-up field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

MOST_IDS = 10_000
_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Ids:
    """One or many entry ids, each once, in the order given."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExternalId:
    """`system:externalId`, unique only together (API reference 2.1)."""

    system_name: str
    external_id: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document by its id, giving the media used in its publication."""

    document_id: str


@dataclass(frozen=True, slots=True)
class ArticleUrl:
    """A published article by its address; `path` is resolved by the server."""

    url: str
    path: str


@dataclass(frozen=True, slots=True)
class Unusable:
    """Nothing that can be looked up, with the reason and what to type instead."""

    reason: str
    hint: str


Query = Ids | ExternalId | Document | ArticleUrl | Unusable

_HINT = "Type entry ids, system:externalId, doc:123, or paste an article or editor URL."
_EDITOR_MEDIA = re.compile(r"/(?:media-library|mediaLibrary|media)/(?:[a-z]+/)?([^/?#]+)")
_EDITOR_DOCUMENT = re.compile(
    r"/(?:articles?|documents?|pages?)/(\d+)/(?:edit|arrange|preview|publish)\b"
)
_DOCUMENT = re.compile(r"(?:doc|document):[ \t]*(\S*)", re.IGNORECASE)
_EXTERNAL = re.compile(r"([A-Za-z][\w.-]*):(\S.*)")


def parse_query(text: str) -> Query:
    """Read look-up text: ids, `system:externalId`, `doc:123`, an article URL, an editor URL."""
    text = text.strip()
    if not text:
        return Unusable("Nothing to look up.", _HINT)
    if re.match(r"https?://", text, re.IGNORECASE) and not re.search(r"\s", text):
        return _parse_url(text)
    words = [word for word in re.split(r"[\s,;]+", text) if word]
    if not words:
        return Unusable("Nothing to look up.", _HINT)
    if len(words) == 1:
        return _parse_single(words[0])
    if (
        "\n" not in text
        and "," not in text
        and (_EXTERNAL.fullmatch(text) or _DOCUMENT.fullmatch(text))
    ):
        return _parse_single(text)
    return _parse_ids(words)


def _parse_single(text: str) -> Query:
    if found := _DOCUMENT.fullmatch(text):
        if found[1].isascii() and found[1].isdigit():
            return Document(found[1])
        return Unusable(f"'{found[1]}' is not a document id.", "A document id is a number: doc:123")
    if found := _EXTERNAL.fullmatch(text):
        if found[1].lower() == "id":
            return _parse_ids([found[2]])
        return ExternalId(found[1], found[2])
    if text.startswith("/") and len(text) > 1 and not text.startswith("//"):
        return ArticleUrl(text, text)
    return _parse_ids([text])


def _parse_ids(words: list[str]) -> Query:
    ids = tuple(dict.fromkeys(word.strip("\"'") for word in words if word.strip("\"'")))
    if not ids:
        return Unusable("Nothing to look up.", _HINT)
    if long := next((word for word in ids if len(word) > _LONGEST_ID), None):
        return Unusable(
            f"'{long[:24]}…' is {len(long)} characters long, more than any id has.", _HINT
        )
    if url := next((word for word in ids if "://" in word), None):
        return Unusable(f"'{url[:60]}' is an address among ids.", "Look addresses up one by one.")
    if len(ids) > MOST_IDS:
        return Unusable(
            f"{len(ids):,} ids are more than the {MOST_IDS:,} one look-up takes.",
            "Split the list, or use: medialib get - --jsonl",
        )
    return Ids(ids)


def _parse_url(text: str) -> Query:
    try:
        parts = urlsplit(text)
    except ValueError:
        return Unusable("This address cannot be read.", _HINT)
    if not parts.hostname:
        return Unusable("This address has no host.", _HINT)
    route = parts.path if not parts.fragment.startswith("/") else parts.fragment
    if found := _EDITOR_MEDIA.search(route):
        return _parse_ids([unquote(found[1])])
    if found := _EDITOR_DOCUMENT.search(route):
        return Document(found[1])
    if parts.path in {"", "/"}:
        return Unusable("This address names a site, not an article.", _HINT)
    return ArticleUrl(text, parts.path)
