"""The media used in a publication, each with its license, known uses and serve state."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError, BadInput
from medialib_tui.core.batch.order import AHEAD, in_order
from medialib_tui.core.check import Check, check
from medialib_tui.core.documents import DocumentInfo
from medialib_tui.core.lookup import Failure, look_up
from medialib_tui.model.entry import Entry

if TYPE_CHECKING:
    from medialib_tui.core.session import Session


@dataclass(frozen=True, slots=True)
class PublicationMedia:
    """A publication and its media, each once, in the order used.

    `unseen` says what of it cannot be seen; empty where all media are.
    """

    document: DocumentInfo
    entries: tuple[Entry, ...]
    missing: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()
    unseen: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """What is ready for check or take-down."""
        return tuple(entry.id for entry in self.entries)


@dataclass(frozen=True, slots=True)
class MediaInUse:
    """One medium: its check, or why there is none."""

    entry: Entry
    check: Check | None = None
    error: ApiError | None = None

    @property
    def license(self) -> str:
        """The license profile's name; empty without one."""
        found = self.check.license if self.check else None
        return found.label if found else ""

    @property
    def served(self) -> str:
        """`served`, `blocked` or `unknown`."""
        return self.check.serving.state if self.check else "unknown"

    @property
    def uses(self) -> str:
        """The known uses in a sentence."""
        if self.check is None:
            return f"not known: {self.error.title}" if self.error else "not checked"
        return self.check.sentence()


async def publication_media(session: Session, text: str) -> PublicationMedia:
    """The media of `doc:123`, or of a document's URL or path.

    Raises BadInput for anything else, NotFound where it is not published.
    """
    found = await look_up(session, text)
    if found.document is None:
        raise BadInput("This names no document.", hint="doc:123, or the address of an article.")
    return PublicationMedia(
        found.document, found.entries, found.missing, found.failed, found.unseen
    )


def survey(session: Session, entries: Sequence[Entry]) -> AsyncGenerator[MediaInUse, None]:
    """Check every medium, a few at a time; results come in the order given."""

    async def ask(entry: Entry) -> MediaInUse:
        try:
            return MediaInUse(entry, await check(session, entry.id))
        except ApiError as error:
            return MediaInUse(entry, error=error)

    return in_order(entries, ask, ahead=AHEAD)
