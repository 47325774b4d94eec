"""What is told of an import file beforehand, the server answers the same."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medialib_tui.api.client import Client
from medialib_tui.api.errors import Refused
from medialib_tui.core.importing.item import Item
from medialib_tui.core.importing.known import Known
from medialib_tui.demo.library import Library
from medialib_tui.demo.sample import sample_library
from medialib_tui.model.base import JsonObject
from medialib_tui.model.capability import Capability
from medialib_tui.model.server import VERSIONS
from tests.contract.conftest import connect
from tests.core.importing.files import ASSETS, BASE, checked, item, read, table

IMAGE = ASSETS["image"]
TITLE: JsonObject = {"title": "A harbour at dawn", "credit": "Sample"}
RICH: JsonObject = {
    **TITLE,
    "caption": "two\nlines",
    "desk": "news",
    "regions": ["north", "coast"],
    "keywords": ["anything"],
    "rating": 5,
    "faces": [1, 2],
    "takenOn": "2026-07-01",
    "embargo": "2026-07-01T10:00:00.000Z",
    "mainColor": "#8CBA51",
    "sensitive": True,
    "invalid": False,
    "license": {"handle": "agency"},
    "validity": {"from": "2026-07-01T10:00:00.000Z", "to": None},
    "mediaHandle": "handle",
    "externalRef": "ref",
    "crops": {"crops": []},
    "story": {"$ref": "document", "reference": {"id": "12"}},
    "stories": {"$ref": "documents", "references": [{"id": "12", "externalSystem": "other"}]},
    "weatherGrid": [1, {"a": None}],
    "language": {"locale": "de", "label": "German"},
}
GOOD: list[JsonObject] = [
    item("good-1"),
    item("good-2", "video"),
    item("good-3", "file"),
    item(None),
    item(None, systemName="archive", externalId="1"),
    item("good-4", systemName="archive"),
    item("X" * 32, metadata=RICH),
    item("good-5", asset={**IMAGE, "duration": 3, "storage": "old", "key": "a b.png"}),
    item("good-6", translations=[]),
    item("good-7", translations=[{"locale": "fr", "metadata": {"title": "Le port"}}]),
    item("good-8", "video", metadata={"title": "A harbour at dawn", "autoplay": False}),
    {**item("good-10"), "version": 3, "createdAt": "2026-07-01T10:00:00.000Z"},
    item("good-9", metadata={**TITLE, "caption": None}),
]

BAD: dict[str, JsonObject] = {
    "id": item("not an id"),
    "id too long": item("x" * 33),
    "id as a number": {**item(), "id": 7},
    "id null": {**item(), "id": None},
    "external id alone": item(externalId="1"),
    "system name no text": {**item(), "systemName": 7},
    "no media type": {k: v for k, v in item().items() if k != "mediaType"},
    "media type": item(mediaType="picture"),
    "no asset": {k: v for k, v in item().items() if k != "asset"},
    "asset null": {**item(), "asset": None},
    "asset number as text": item(asset={**IMAGE, "size": "1"}),
    "asset text as a number": item(asset={**IMAGE, "key": 1}),
    "asset null inside": item(asset={**IMAGE, "width": None}),
    "image address": item(asset={**IMAGE, "url": "https://example.com/a"}),
    "address": item("one", "file", asset={**ASSETS["file"], "url": "a.pdf"}),
    "variant key": item(asset={**IMAGE, "key": "v/a.png"}),
    "metadata no object": {**item(), "metadata": []},
    "metadata null": {**item(), "metadata": None},
    "translations by locale": item(translations={"fr": {"title": "x"}}),
    "translations null": {**item(), "translations": None},
    "translation no object": item(translations=["fr"]),
    "translation without locale": item(translations=[{"metadata": {}}]),
    "translation locale": item(translations=[{"locale": "FR", "metadata": {}}]),
    "translation without metadata": item(translations=[{"locale": "fr"}]),
    "unknown field": {**item(), "caption": "x"},
    "no metadata": {k: v for k, v in item().items() if k != "metadata"},
    "required": item(metadata={"title": "A harbour at dawn"}),
    "required and empty": item(metadata={**TITLE, "title": ""}),
    "required and null": item(metadata={**TITLE, "title": None}),
    "unknown property": item(metadata={**TITLE, "zzz": 1}),
} | {
    f"{media_type} without {name}": item(
        "one", media_type, asset={k: v for k, v in asset.items() if k != name}
    )
    for media_type, asset in ASSETS.items()
    for name in asset
}

WRONG: dict[str, Sequence[object]] = {
    "title": [7, "x" * 201],
    "desk": ["nowhere", 7],
    "regions": ["north", ["nowhere"], [1]],
    "keywords": ["a", [1]],
    "rating": [0, 6, "5", True],
    "faces": [[1.5], ["1"], list(range(11))],
    "takenOn": ["yesterday", 7],
    "embargo": ["01.07.2026", []],
    "mainColor": ["red", "#fff", 7],
    "sensitive": ["true", 1],
    "invalid": ["no"],
    "license": ["agency", {"handle": "nobody"}, {}],
    "validity": ["2026-07-01", {"from": "soon"}, {"since": "2026-07-01"}],
    "mediaHandle": [7],
    "externalRef": [7],
    "crops": [[]],
    "story": ["12", {"reference": {"id": "12"}}, {"$ref": "document", "reference": {"id": 12}}],
    "stories": [
        [],
        {"$ref": "document", "references": []},
        {"$ref": "documents", "references": [{"id": str(n)} for n in range(6)]},
    ],
    "language": ["de", {"label": "German"}],
}
METADATA = [(name, value) for name, values in WRONG.items() for value in values]


async def known_to(client: Client) -> Known:
    """What a client learns before it looks at a file."""
    project = await client.project()
    return Known(
        project,
        "en",
        client.dialect.supports(Capability.IMPORT_EVERY_TYPE),
        client.dialect.supports(Capability.VARIANT_KEYS),
    )


async def taken(client: Client, one: Item) -> bool:
    """Whether the server makes an entry of an item."""
    try:
        (result,) = await client.import_entries([one.data])
    except Refused:
        return False
    return result.created


@pytest.fixture
def writer(library: Library, version: str) -> Client:
    """A client on a library of its own, on every version."""
    return connect(library, version)


async def test_what_is_called_good_is_created(writer: Client, tmp_path: Path) -> None:
    items = checked(tmp_path, *GOOD, known=await known_to(writer))
    for one in items:
        assert one.good, one.problems
        assert await taken(writer, one), one.data
        entry_id = one.id or (await writer.entries_by_external_id("1", "archive"))[0].id
        assert (await writer.entry(entry_id)).media_type == one.data["mediaType"]


async def test_what_is_called_bad_is_refused(writer: Client, tmp_path: Path) -> None:
    known = await known_to(writer)
    for name, data in BAD.items():
        (one,) = checked(tmp_path, data, known=known)
        assert not one.good, name
        assert not await taken(writer, one), name


async def test_metadata_called_bad_is_refused(writer: Client, tmp_path: Path) -> None:
    known = await known_to(writer)
    for handle, value in METADATA:
        (one,) = checked(tmp_path, item(metadata={**TITLE, handle: value}), known=known)
        errors = [p.field for p in one.problems if p.severity == "error"]
        assert errors == [f"metadata.{handle}"], value
        assert not await taken(writer, one), (handle, value)


async def test_the_second_of_two_is_refused(writer: Client, tmp_path: Path) -> None:
    pairs = [
        (item("a"), item("a")),
        (item("b", systemName="s", externalId="1"), item("c", systemName="s", externalId="1")),
    ]
    known = await known_to(writer)
    for pair in pairs:
        first, second = checked(tmp_path, *pair, known=known)
        assert (first.good, second.good) == (True, False)
        assert await taken(writer, first)
        assert not await taken(writer, second)


@pytest.mark.parametrize(
    ("release", "reserved"), [("2025-11", False), ("2026-03", True), ("2026-07", True)]
)
async def test_reserved_keys_go_by_the_release(
    library: Library, tmp_path: Path, release: str, reserved: bool
) -> None:
    library.release = release
    for version in (v for v in VERSIONS if v == "v1" or v <= release):
        client = connect(library, version)
        known = await known_to(client)
        data = item(f"key-{version}", asset={**IMAGE, "key": "v/a.png"})
        (one,) = checked(tmp_path, data, known=known)
        assert one.problems
        assert one.good or reserved
        assert await taken(client, one) is not reserved


async def test_rows_called_good_are_created(writer: Client, tmp_path: Path) -> None:
    cells = BASE | {
        "id": "",
        "metadata.rating": "3",
        "metadata.regions": "north|coast",
        "metadata.license": "agency",
        "metadata.sensitive": "yes",
        "translations.fr.metadata.title": "Le port",
    }
    (one,) = read(tmp_path, table(cells), "items.csv", known=await known_to(writer))
    assert one.good
    assert await taken(writer, one)


PIECES: dict[str, st.SearchStrategy[object]] = {
    "id": st.sampled_from(["a b", "x" * 33, None, 7]),
    "systemName": st.sampled_from(["archive", 7]),
    "externalId": st.sampled_from(["1", 7, ""]),
    "mediaType": st.sampled_from(["image", "video", "file", "zzz", 7, []]),
    "translations": st.sampled_from([[], {}, None, [{}], [{"locale": "fr", "metadata": {}}]]),
    "zzz": st.just(1),
}
VALUES: list[object] = [
    None,
    "",
    [],
    {},
    "x",
    3,
    7,
    True,
    2.5,
    ["north"],
    [1],
    {"handle": "agency"},
]
VALUES += [*RICH.values(), {"from": None}, {"locale": "x"}, "2026-07-01T10:00", "2026-13-01"]
FUZZ = st.tuples(
    st.fixed_dictionaries({}, optional=PIECES),
    st.dictionaries(st.sampled_from([*RICH, "posterImage", "pages"]), st.sampled_from(VALUES)),
    st.dictionaries(st.sampled_from([*ASSETS["video"]]), st.sampled_from(VALUES), max_size=2),
    st.sampled_from(["image", "video", "file"]),
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(FUZZ)
def test_both_judge_alike(
    tmp_path: Path, drawn: tuple[JsonObject, JsonObject, JsonObject, str]
) -> None:
    """Items put together at random: refused here exactly where the server refuses them."""
    fields, metadata, asset, media_type = drawn
    data = item(None, media_type)
    data["metadata"] = {**TITLE, **metadata} if media_type != "file" else metadata
    data["asset"] = {**ASSETS[media_type], **asset}
    data |= json.loads(json.dumps(fields))

    async def judged() -> tuple[Item, bool]:
        client = connect(SHARED, "2026-07")
        SHARED.entries = {k: e for k, e in SHARED.entries.items() if not k.startswith("m")}
        (one,) = checked(tmp_path, data, known=await known_to(client))
        before = set(SHARED.entries)
        created = await taken(client, one)
        for key in set(SHARED.entries) - before:
            del SHARED.entries[key]
        return one, created

    one, created = asyncio.run(judged())
    assert one.good is created, (one.problems, data)


SHARED = sample_library()
