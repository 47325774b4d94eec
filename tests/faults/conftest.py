"""Every kind of write, and sessions whose server goes wrong where a test says so."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn

from medialib_tui.api.client import Client, embedded
from medialib_tui.api.dialect import Dialect
from medialib_tui.api.token import Token
from medialib_tui.core.session import Session
from medialib_tui.core.writing.intent import Intent
from medialib_tui.demo.app import create_app
from medialib_tui.demo.entries import Entry as Stored
from medialib_tui.demo.faults import Faults
from medialib_tui.demo.library import Library
from medialib_tui.demo.sample import sample_library
from medialib_tui.demo.tokens import READ_WRITE
from medialib_tui.model.base import JsonObject
from medialib_tui.model.patch import (
    AddUsageLogEntry,
    AnyOperation,
    Archive,
    RemoveAsset,
    RemoveUsageLogEntry,
    ReplaceAsset,
    RevokeAsset,
    SetMetadataProperty,
    UnrevokeAsset,
    UpdateUsageLogEntry,
)
from medialib_tui.model.server import Server
from medialib_tui.store.database import Database
from medialib_tui.store.drafts import Drafts
from medialib_tui.store.imports import Imports
from medialib_tui.store.journal import Journal
from medialib_tui.store.recents import Recents
from tests.samples import ASSET

if TYPE_CHECKING:
    from medialib_tui.api.link import Mounted

PRINT: JsonObject = {"purpose": "print", "state": "pending", "url": "https://example.com/p"}


@dataclass(frozen=True)
class Kind:
    """One kind of write: its operations, where it goes, and whether the library holds it."""

    name: str
    operations: Callable[[Stored], tuple[AnyOperation, ...]]
    holds: Callable[[Stored, Stored], bool]
    entry_id: str = "harbour-dawn-01"
    provable: bool = True
    revoked_before: bool = False


def _set(_: Stored) -> tuple[AnyOperation, ...]:
    return (
        SetMetadataProperty(property_name="title", value="Written"),
        SetMetadataProperty(property_name="caption", value=None),
    )


def _row(stored: Stored) -> str:
    row = stored.usage_log[0]
    assert isinstance(row, dict)
    return str(row["id"])


def _update(stored: Stored) -> tuple[AnyOperation, ...]:
    return (UpdateUsageLogEntry(usage_log_entry_id=_row(stored), value=PRINT),)


def _updated(now: Stored, was: Stored) -> bool:
    rows = {row["id"]: row for row in now.usage_log if isinstance(row, dict)}
    return rows[_row(was)].get("url") == PRINT["url"]


KINDS = (
    Kind(
        "set",
        _set,
        lambda now, _: now.metadata.get("title") == "Written" and "caption" not in now.metadata,
    ),
    Kind(
        "replace-asset",
        lambda _: (ReplaceAsset(value=ASSET),),
        lambda now, _: now.asset is not None and now.asset.get("key") == ASSET["key"],
    ),
    Kind(
        "remove-asset",
        lambda stored: (RemoveAsset(locale=_translated(stored)),),
        lambda now, was: (
            not any(t.get("locale") == _translated(was) and "asset" in t for t in now.translations)
        ),
        entry_id="translated-picture",
    ),
    Kind("revoke", lambda _: (RevokeAsset(note="Sample"),), lambda now, _: now.revoked),
    Kind(
        "unrevoke",
        lambda _: (UnrevokeAsset(),),
        lambda now, _: not now.revoked,
        revoked_before=True,
    ),
    Kind("archive", lambda _: (Archive(),), lambda now, _: now.archived, provable=False),
    Kind(
        "usage-add",
        lambda _: (AddUsageLogEntry(value=PRINT),),
        lambda now, was: len(now.usage_log) == len(was.usage_log) + 1,
    ),
    Kind("usage-update", _update, _updated),
    Kind(
        "usage-remove",
        lambda stored: (RemoveUsageLogEntry(usage_log_entry_id=_row(stored)),),
        lambda now, was: len(now.usage_log) == len(was.usage_log) - 1,
    ),
)


def _translated(stored: Stored) -> str:
    return str(next(t["locale"] for t in stored.translations if "asset" in t))


async def at_once(_: float) -> None:
    """Waiting that takes no time."""


@dataclass
class Bench:
    """A library, the faults before it, and a session on both."""

    library: Library
    faults: Faults
    session: Session
    path: Path

    def stored(self, kind: Kind) -> Stored:
        """The entry as the library holds it."""
        return self.library.entries[kind.entry_id]

    async def intent(self, kind: Kind) -> Intent:
        """The write of that kind, on the entry as it is now."""
        entry = await self.session.client.entry(kind.entry_id)
        return Intent(entry, kind.operations(self.stored(kind)))

    def patches(self) -> int:
        """How many writes reached the server's door."""
        return sum(request.method == "PATCH" for request in self.library.requests)

    def again(self) -> Session:
        """The next start of the program: another session on the same files."""
        return open_session(self.library, self.faults, self.path)


def open_session(library: Library, faults: Faults, path: Path) -> Session:
    """A session on the embedded library, in this process, with its journal in `path`."""
    app = create_app(library, faults=faults)
    session = connect("http://demo.invalid", path, transport=embedded(app))
    session.sleep = at_once
    return session


def connect(
    url: str, path: Path, *, transport: Mounted | None = None, timeout: float = 5.0
) -> Session:
    """A session on a server with its journal in `path`."""
    database = Database(path / "state.db")
    client = Client(
        Server(name="demo", url=url, api_version="2026-07", timeout=timeout),
        token=Token.parse(READ_WRITE),
        dialect=Dialect("2026-07"),
        transport=transport,
        sleep=at_once,
    )

    async def close() -> None:
        database.close()

    return Session(
        client,
        recents=Recents(database),
        journal=lambda: Journal(database),
        drafts=lambda: Drafts(database),
        imports=lambda: Imports(database),
        on_close=close,
    )


@dataclass
class Served:
    """A library behind a real port, and the faults before it."""

    library: Library
    faults: Faults
    url: str


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    """The embedded library over HTTP, in this process."""
    library, faults = sample_library(), Faults()
    app = create_app(library, faults=faults)
    config = uvicorn.Config(
        app, log_level="critical", lifespan="off", ws="none", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        running = asyncio.create_task(server.serve(sockets=[listener]))
        yield Served(library, faults, f"http://127.0.0.1:{listener.getsockname()[1]}")
        server.should_exit = True
        await running


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> Kind:
    """Each kind of write in turn."""
    assert isinstance(request.param, Kind)
    return request.param


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """A library of the test's own; entries written to have a use and a state to change."""
    library, faults = sample_library(), Faults()
    harbour = library.entries["harbour-dawn-01"]
    row = {"id": "sample-use-1", "state": "pending", "purpose": "print", "params": {}}
    harbour.usage_log = [{**row, "reportingDate": "2026-05-01T10:00:00.000Z"}]
    harbour.metadata.setdefault("caption", "A caption")
    made = Bench(library, faults, open_session(library, faults, tmp_path), tmp_path)
    yield made
    await made.session.aclose()
