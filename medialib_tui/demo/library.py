"""The state of the embedded library: entries, documents, references, configuration."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from medialib_tui.demo.axes import Server
from medialib_tui.demo.documents import Documents
from medialib_tui.demo.entries import Entry
from medialib_tui.demo.errors import Json, entry_missing
from medialib_tui.demo.tokens import ApiClient, sample_clients

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """One request as it came in; `headers` names without the token's value."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Change:
    """One change that happened, as a webhook would tell it: event, entry and API client."""

    event: str
    media_id: str
    actor: str
    version: int


def wall_clock() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


@dataclass(kw_only=True)
class Library(Server):
    """An in-memory Media Library: how the server is built (`Server`) and what it holds.

    `requests` lists every request received, unless `recording` is off, and `changes` every
    change applied, oldest first. `on_request` is called with each request before it is handled.
    """

    clock: Callable[[], datetime] = wall_clock
    clients: dict[str, ApiClient] = field(default_factory=sample_clients, repr=False)
    entries: dict[str, Entry] = field(default_factory=dict, repr=False)
    documents: Documents = field(default_factory=Documents, repr=False)
    document_references: dict[str, Sequence[object]] = field(default_factory=dict, repr=False)
    media_references: dict[str, Sequence[object]] = field(default_factory=dict, repr=False)
    config: Json = field(default_factory=dict, repr=False)
    pictures: dict[str, tuple[str, Callable[[], bytes]]] = field(default_factory=dict, repr=False)
    recording: bool = True
    on_request: Callable[[RecordedRequest], None] | None = None
    requests: list[RecordedRequest] = field(default_factory=list, repr=False)
    changes: list[Change] = field(default_factory=list, repr=False)
    _made: int = 0
    _external: dict[tuple[str, str], str] = field(default_factory=dict, repr=False)

    def add(self, entries: Iterable[Entry]) -> None:
        """Put entries in, replacing those with the same id."""
        for entry in entries:
            self.entries[entry.id] = entry
            if entry.system_name is not None and entry.external_id is not None:
                self._external[(entry.system_name, entry.external_id)] = entry.id

    def change(self, media_id: str, metadata: Mapping[str, object]) -> None:
        """Change metadata as somebody else would, unchecked; None removes a property."""
        entry = self.entry(media_id)
        merged = {**entry.metadata, **metadata}
        kept = {name: value for name, value in merged.items() if value is not None}
        self.entries[media_id] = replace(
            entry, metadata=kept, version=entry.version + 1, updated_at=self.now()
        )

    def by_external(self, system_name: str, external_id: str) -> Entry | None:
        """The entry with this system name and external id."""
        return self.entries.get(self._external.get((system_name, external_id), ""))

    def entry(self, media_id: str) -> Entry:
        """The entry with this id; 404 when there is none."""
        found = self.entries.get(media_id)
        if found is None:
            raise entry_missing(media_id)
        return found

    def now(self) -> str:
        """The clock's moment as the API writes it."""
        moment = self.clock().astimezone(UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"

    def new_id(self, kind: str) -> str:
        """A 12-character id, the same ones in the same order for every library."""
        self._made += 1
        digest = hashlib.blake2b(f"{kind}:{self._made}".encode(), digest_size=12).digest()
        return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest)

    def record(self, event: str, entry: Entry, client: ApiClient) -> None:
        """Remember a change."""
        self.changes.append(Change(event, entry.id, client.name, entry.version))
