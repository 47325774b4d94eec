"""What the entry screen knows: every source with its age, asked for one by one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from medialib_tui.api.errors import ApiError, NotOffered
from medialib_tui.core import ahead
from medialib_tui.core.check import NEVER_CHECKED, Check, Listed, NotChecked
from medialib_tui.core.license import license_info
from medialib_tui.core.serving import NOT_ASKED, Serving, serving
from medialib_tui.model.capability import Capability
from medialib_tui.model.schema import Project
from medialib_tui.tui.source import Source

if TYPE_CHECKING:
    from medialib_tui.core.references import ReferenceList
    from medialib_tui.core.session import Session
    from medialib_tui.core.usage.log import UsageLog
    from medialib_tui.model.entry import Entry
    from medialib_tui.model.reference import ReferenceKind

T = TypeVar("T")

PARTS = ("entry", "project", "usage", "documents", "media", "keys")
"""The sources asked side by side; the serve state follows the entry, whose key it needs."""


class EntryData:
    """The sources of one entry; each `load_…` settles one of them and never raises ApiError."""

    def __init__(self, session: Session, entry_id: str, entry: Entry | None = None) -> None:
        self.session = session
        self.entry_id = entry_id
        self.entry: Source[Entry] = Source(entry)
        self.project = Project.unknown()
        self.usage: Source[UsageLog] = Source()
        self.documents: Source[ReferenceList] = Source()
        self.media: Source[ReferenceList] = Source()
        self.wanted: dict[ReferenceKind, int] = {}
        self.keys: Source[tuple[str, ...]] = Source()
        self.serving: Source[Serving] = Source()

    def references(self, kind: ReferenceKind) -> Source[ReferenceList]:
        """The reference list of that kind."""
        return self.documents if kind == "documents" else self.media

    async def load(self, part: str) -> None:
        """Settle one part by its name."""
        loaders: dict[str, Callable[[], Awaitable[None]]] = {
            "entry": self.load_entry,
            "project": self.load_project,
            "usage": self.load_usage,
            "documents": self.load_documents,
            "media": self.load_media,
            "keys": self.load_keys,
            "serving": self.load_serving,
        }
        await loaders[part]()

    async def load_entry(self) -> None:
        """The entry itself."""
        self.entry = await _settle(self.entry, ahead.entry(self.session, self.entry_id))

    async def load_project(self) -> None:
        """The project's configuration; where it is not readable it says why."""
        self.project = await self.session.project()

    async def load_usage(self) -> None:
        """The whole usage log."""
        from medialib_tui.core.usage.log import load_usage_log

        asked = load_usage_log(self.session, self.entry_id)
        self.usage = await self._offered(Capability.USAGE_LOG, self.usage, asked)

    async def load_documents(self) -> None:
        """Referencing documents: the first page, or as far as the cursor was."""
        self.documents = await self._pages("documents", self.documents)

    async def load_media(self) -> None:
        """Referencing media: the first page, or as far as the cursor was."""
        self.media = await self._pages("media", self.media)

    async def load_keys(self) -> None:
        """All asset keys."""
        self.keys = await self._offered(Capability.KEYS, self.keys, self._keys())

    async def load_serving(self) -> None:
        """The serve state of the entry's own asset."""
        entry = self.entry.value
        if entry is not None:
            project = await self.session.project()
            found = await serving(self.session, entry, project)
            self.serving = self.serving.got(found)

    async def _keys(self) -> tuple[str, ...]:
        return tuple(await self.session.client.keys(self.entry_id))

    async def _pages(self, part: str, source: Source[ReferenceList]) -> Source[ReferenceList]:
        from medialib_tui.core.references import ReferenceList
        from medialib_tui.model.reference import ReferenceKind

        async def ask() -> ReferenceList:
            kind = ReferenceKind(part)
            found = ReferenceList(self.session, kind, self.entry_id)
            await found.more()
            while len(found.rows) < self.wanted.get(kind, 1) and not found.complete:
                await found.more()
            return found

        return await self._offered(Capability.INCOMING_REFERENCES, source, ask())

    async def _offered(
        self, capability: Capability, source: Source[T], asked: Awaitable[T]
    ) -> Source[T]:
        supported = self.session.supports(capability)
        if not supported.possible:
            _close(asked)
            return source.broke(NotOffered(supported.reason))
        return await _settle(source, asked)

    @property
    def settled(self) -> bool:
        """Whether every source of known uses has answered or failed."""
        sources = (self.entry, self.usage, self.documents, self.media)
        return not any(source.waiting for source in sources)

    def check(self) -> Check | None:
        """The evidence so far as a check; None until every source has answered or failed."""
        entry = self.entry.value
        if entry is None or not self.settled:
            return None
        served = self.serving.value or NOT_ASKED
        return Check(
            entry=entry,
            documents=_listed(self.documents),
            media=_listed(self.media),
            usage=self.usage.value,
            serving=served,
            license=license_info(entry, self.project, self.session.language),
            keys=self.keys.value,
            not_checked=(
                *_missed("documents", self.documents.failed),
                *_missed("media", self.media.failed),
                *_missed("usage log", self.usage.failed),
                *NEVER_CHECKED,
            ),
        )


def _close(asked: object) -> None:
    close = getattr(asked, "close", None)
    if close is not None:
        close()


async def _settle(source: Source[T], asked: Awaitable[T]) -> Source[T]:
    try:
        return source.got(await asked)
    except ApiError as error:
        return source.broke(error)


def _listed(source: Source[ReferenceList]) -> Listed:
    found = source.value
    if found is None:
        return Listed(error=source.error)
    return Listed(tuple(found.rows), found.known_total)


def _missed(name: str, error: ApiError | None) -> list[NotChecked]:
    if error is None:
        return []
    return [NotChecked(name, error.title, failed=not isinstance(error, NotOffered))]
