"""Reading, on every API version."""

from __future__ import annotations

import pytest

from medialib_tui.api.client import CHUNK, Client
from medialib_tui.api.errors import Gone, NotFound, NotOffered
from medialib_tui.demo.library import Library
from medialib_tui.model.capability import Capability, Support
from medialib_tui.model.reference import ReferenceKind
from medialib_tui.model.serve import ServeState
from tests.contract.conftest import connect

POPULAR = "popular-skyline"


async def test_an_entry(client: Client, readable: Library) -> None:
    entry = await client.entry("harbour-dawn-01")
    assert entry.sent == readable.entries["harbour-dawn-01"].answer()
    assert entry.version == readable.entries["harbour-dawn-01"].version
    assert entry.oddities == ()


async def test_a_missing_entry(client: Client) -> None:
    for ask in (client.entry, client.keys, client.usage_log):
        with pytest.raises((NotFound, NotOffered)) as caught:
            await ask("no-such-entry")
        if ask == client.entry:
            assert type(caught.value) is NotFound


async def test_entries_in_the_order_asked_for(client: Client, readable: Library) -> None:
    ids = [*list(readable.entries)[: CHUNK - 2], "missing", "with,comma"]
    wanted = ids[::-1]
    found = await client.entries([*wanted, wanted[3]])
    assert [entry.id for entry in found] == [i for i in wanted if i in readable.entries]
    assert len(readable.requests) == 2


async def test_one_entry_by_list(client: Client) -> None:
    assert [entry.id for entry in await client.entries(["harbour-dawn-01"])] == ["harbour-dawn-01"]
    assert await client.entries([]) == []


async def test_a_server_that_takes_one_id_at_a_time(version: str, library: Library) -> None:
    library.single_ids_only = True
    client = connect(library, version)
    ids = list(library.entries)[:5]
    assert [entry.id for entry in await client.entries([*ids, "missing"])] == ids
    await client.entries(ids)
    assert sum("ids=" in request.query for request in library.requests) == 1


@pytest.mark.parametrize("parameter", ["externalId", "externalIds"])
async def test_external_ids(version: str, library: Library, parameter: str) -> None:
    library.external_id_parameter = parameter
    known = next(entry for entry in library.entries.values() if entry.external_id)
    client = connect(library, version)
    assert known.external_id is not None
    assert known.system_name is not None
    found = await client.entries_by_external_id(known.external_id, known.system_name)
    assert [entry.id for entry in found] == [known.id]
    assert await client.entries_by_external_id("no-such", known.system_name) == []


async def test_all_references_once_in_as_few_requests_as_can_be(
    client: Client, readable: Library
) -> None:
    pages = [page async for page in client.reference_pages(ReferenceKind.DOCUMENTS, POPULAR)]
    keys = [item.key for page in pages for item in page.items]
    assert len(keys) == len(set(keys)) == 12_345
    assert len(readable.requests) == 124
    totals = client.dialect.supports(Capability.REFERENCE_TOTALS).support is Support.YES
    assert pages[0].total == (12_345 if totals else None)
    assert [page.offset for page in pages[:3]] == [0, 100, 200]
    assert pages[-1].last


async def test_references_page_by_page(client: Client) -> None:
    first = await client.references(ReferenceKind.MEDIA, "poster-popular", limit=60)
    second = await client.references(ReferenceKind.MEDIA, "poster-popular", after=first, limit=60)
    assert not {item.key for item in first.items} & {item.key for item in second.items}
    assert (first.last, second.offset) == (False, 60)


@pytest.mark.parametrize("paging", ["loop", "overlap", "bare"])
async def test_paging_of_odd_servers_ends(version: str, library: Library, paging: str) -> None:
    library.paging = paging
    client = connect(library, version)
    pages = client.reference_pages(ReferenceKind.MEDIA, "poster-popular")
    keys = [item.key async for page in pages for item in page.items]
    assert len(keys) == len(set(keys))
    if paging != "loop":
        assert len(keys) == 250
    assert len(library.requests) <= 4


async def test_no_references(client: Client) -> None:
    page = await client.references(ReferenceKind.DOCUMENTS, "unused-picture")
    assert (page.items, page.last) == ((), True)
    assert page.total in {0, None}


async def test_the_usage_log(client: Client, readable: Library, version: str) -> None:
    log = await client.usage_log("busy-usage-log")
    assert len(log) == 3_000
    assert all(entry.id and entry.state in {"pending", "confirmed"} for entry in log)
    assert client.dialect.supports(Capability.USAGE_LOG).support is Support.YES


async def test_the_usage_log_is_missing_before_its_release(version: str) -> None:
    library = Library(release="2026-03")
    client = connect(library, version)
    with pytest.raises(NotOffered):
        await client.usage_log("abc")


async def test_keys(client: Client, version: str) -> None:
    if version < "2026-03" or version == "v1":
        with pytest.raises(NotOffered) as caught:
            await client.keys("translated-picture")
        assert "2026-03" in caught.value.hint
    else:
        assert len(await client.keys("translated-picture")) > 2


async def test_keys_on_a_server_that_was_not_patched(library: Library) -> None:
    library.release, library.patched = "2026-05", False
    memory: dict[str, bool] = {}
    client = connect(library, "2026-05", memory=memory)
    await client.entry("translated-picture")
    with pytest.raises(NotOffered):
        await client.keys("translated-picture")
    assert client.dialect.supports(Capability.KEYS).support is Support.NO
    asked = len(library.requests)
    with pytest.raises(NotOffered):
        await connect(library, "2026-05", memory=memory).keys("translated-picture")
    assert len(library.requests) == asked


async def test_serve_states(client: Client, readable: Library, version: str) -> None:
    states = {
        "harbour-dawn-01": ServeState.SERVED,
        "revoked-picture": ServeState.BLOCKED,
        "marked-invalid": ServeState.BLOCKED,
        "revoked-deleted": ServeState.MISSING,
    }
    for entry_id, state in states.items():
        key = readable.entries[entry_id].asset_keys()[0]
        if version == "v1":
            with pytest.raises(NotOffered):
                await client.serve_state(key)
        else:
            assert await client.serve_state(key) is state


async def test_image_bytes(client: Client, readable: Library, version: str) -> None:
    if version == "v1":
        return
    key = readable.entries["harbour-dawn-01"].asset_keys()[0]
    async with client.image(key) as stream:
        content = b"".join([chunk async for chunk in stream.chunks()])
    assert stream.content_type == "image/png"
    assert content.startswith(b"\x89PNG")
    assert stream.length in {None, len(content)}


async def test_the_project(client: Client) -> None:
    project = await client.project()
    assert project.media_type("image") is not None
    assert project.purpose("print") is not None
    assert "secret" not in project.model_dump_json().lower()


@pytest.mark.parametrize("release", ["2025-03", "2026-03", "2026-05", "2026-07"])
async def test_purposes_wherever_a_release_keeps_them(release: str, library: Library) -> None:
    library.release = release
    project = await connect(library, "2025-03").project()
    assert bool(project.purposes) is (release >= "2026-03")


async def test_publications(client: Client, readable: Library) -> None:
    page = await client.references(ReferenceKind.DOCUMENTS, POPULAR)
    ids = [item.key for item in page.items][::-1]
    readable.requests.clear()
    found = await client.publications([*ids, "99999999"])
    assert [publication.document_id for publication in found] == ids
    assert all(publication.metadata.get("title") for publication in found)
    assert len(readable.requests) == 1
    assert await client.publications([]) == []


async def test_one_publication_and_its_media(client: Client, version: str) -> None:
    page = await client.references(ReferenceKind.DOCUMENTS, "harbour-dawn-01")
    publication = await client.publication(page.items[0].key)
    assert publication.document_id == page.items[0].key
    if version == "v1":
        assert publication.references is None
        assert publication.content
    else:
        assert publication.references
        assert "harbour-dawn-01" in {item.id for item in publication.references}
    with pytest.raises(NotFound):
        await client.publication("99999999")


async def test_searching_publications(client: Client) -> None:
    filters: list[object] = [{"key": "metadata.teaserImage.mediaId", "term": "harbour-dawn-01"}]
    page = await client.search_publications(filters=filters, limit=2)  # type: ignore[arg-type]  # JSON
    for publication in page.items:
        assert publication.document_id
    first = await client.search_publications(limit=10)
    second = await client.search_publications(limit=10, after=first)
    assert len(first.items) == len(second.items) == 10
    assert not {p.document_id for p in first.items} & {p.document_id for p in second.items}


async def test_resolving_paths(client: Client, readable: Library) -> None:
    page = await client.references(ReferenceKind.DOCUMENTS, "harbour-dawn-01")
    document = readable.documents.get(int(page.items[0].key))
    assert document is not None
    assert await client.resolve(document.path) == str(document.id)
    assert await client.resolve(f"/moved/{document.slug}-{document.id}.html") == str(document.id)
    assert await client.resolve("/nothing/here") is None


async def test_an_unpublished_path_is_gone(version: str, library: Library) -> None:
    gone = next(
        document
        for number in range(100_000)
        if (document := library.documents.get(number)) and not document.live
    )
    with pytest.raises(Gone):
        await connect(library, version).resolve(gone.path)


async def test_health(client: Client) -> None:
    assert await client.healthy()
    assert not await client.healthy("2030-01")


async def test_every_entry_can_be_read(client: Client, readable: Library) -> None:
    one_clip = [one for one in readable.entries if not one.startswith("clip-") or one == "clip-250"]
    for entry_id in one_clip:
        entry = await client.entry(entry_id)
        assert entry.id
        assert entry.sent == readable.entries[entry_id].answer()
        await client.references(ReferenceKind.DOCUMENTS, entry_id)
        await client.usage_log(entry_id)
