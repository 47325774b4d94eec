"""Ids by the names a look-up takes: a publication stands for the media used in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from medialib_tui.api.errors import BadInput, NotFound
from medialib_tui.cli.exits import CliError
from medialib_tui.model.query import ArticleUrl, Document, ExternalId, Ids, Unusable, parse_query

if TYPE_CHECKING:
    from medialib_tui.cli.call import Call
    from medialib_tui.core.session import Session


def plain(words: Sequence[str]) -> bool:
    """Whether all words are ids."""
    return all(isinstance(parse_query(word), Ids) for word in words)


def ids_in(words: Sequence[str]) -> list[str]:
    """The ids among words; BadInput for anything that is none, such as a document."""
    found: list[str] = []
    for word in words:
        query = parse_query(word)
        if isinstance(query, Unusable):
            raise BadInput(query.reason, hint=query.hint)
        if isinstance(query, Document | ArticleUrl):
            raise BadInput(
                f"{word[:60]} names a document; the id of an entry is needed here.",
                hint=f"The media used in it: medialib check {word[:200]}",
            )
        found += query.ids if isinstance(query, Ids) else [word]
    return list(dict.fromkeys(found))


def one_id(call: Call) -> str:
    """The one id of a command that takes one; an editor URL counts as the id in it."""
    ids = ids_in(call.words)
    if len(ids) != 1:
        raise CliError(f"One id is expected, not {len(ids)}.")
    return ids[0]


async def ids_named(call: Call, session: Session, words: Sequence[str]) -> list[str]:
    """The ids that words stand for, each once, in their order.

    Raises BadInput for a word that names nothing, NotFound where nothing is there.
    """
    found: list[str] = []
    for word in words:
        match parse_query(word):
            case Unusable(reason=reason, hint=hint):
                raise BadInput(reason, hint=hint)
            case Ids(ids=ids):
                found += ids
            case Document() | ArticleUrl():
                found += await _media(call, session, word)
            case ExternalId():
                from medialib_tui.core.lookup import look_up

                entries = (await look_up(session, word)).entries
                if not entries:
                    raise NotFound(f"There is no entry {word}.")
                found += [entry.id for entry in entries]
    return list(dict.fromkeys(found))


async def _media(call: Call, session: Session, word: str) -> list[str]:
    from medialib_tui.core.publication_media import publication_media

    media = await publication_media(session, word)
    count = len(media.entries)
    call.narrator.say(
        f"{media.document.title}: {count:,} media used in it"
        + (f", {media.document.url}" if media.document.url else "")
    )
    if media.unseen:
        call.narrator.warn(media.unseen)
    if media.missing:
        call.narrator.warn(f"Used in it, but not there: {', '.join(media.missing)}")
    for failure in media.failed:
        call.left_out(failure.id, failure.error)
    if not media.entries:
        raise NotFound("No media is found in this publication.", detail=word)
    return list(media.ids)
