"""Whatever the server sends: nothing raises, and nothing of it is lost."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from medialib_tui.model import schema
from medialib_tui.model.base import JsonObject, Model, Resource
from medialib_tui.model.entry import Asset, Entry, Translation
from medialib_tui.model.importing import ImportResult
from medialib_tui.model.publication import Publication, Systemdata
from medialib_tui.model.reference import Reference, Referrer
from medialib_tui.model.usage import UsageLogEntry
from tests.model.odd_json import ANY_JSON, documents

RESOURCES: list[tuple[type[Resource], tuple[type[Model], ...]]] = [
    (Entry, (Entry, Asset, Translation)),
    (UsageLogEntry, (UsageLogEntry,)),
    (Publication, (Publication, Systemdata, Reference)),
]

CONFIG = tuple(
    kind
    for kind in vars(schema).values()
    if isinstance(kind, type) and issubclass(kind, Model) and kind is not Model
)


@pytest.mark.parametrize(("kind", "fields"), RESOURCES)
@given(data=st.data())
def test_any_object_can_be_read_and_is_kept(
    kind: type[Resource], fields: tuple[type[Model], ...], data: st.DataObject
) -> None:
    document = data.draw(documents(*fields))
    before = copy.deepcopy(document)
    made = kind.read(document)
    assert made.sent == before
    assert document == before
    assert kind.read(made.sent) == made
    for owner in (owner for owner in kind.__mro__ if owner.__module__.startswith("medialib_tui")):
        for name, value in vars(owner).items():
            if isinstance(value, property):
                getattr(made, name)


@given(documents(Reference), st.none() | st.integers() | st.text(st.characters(codec=None)))
def test_any_referrer_can_be_read_and_is_kept(place: JsonObject, found: JsonValue) -> None:
    document: JsonObject = {"id": found, "references": [place, found], **place}
    before = copy.deepcopy(document)
    made = Referrer.read(document)
    assert made.sent == before
    assert document == before
    assert Referrer.read(made.sent) == made
    made.key.encode()
    assert [reference.place for reference in made.references] == list(made.places)


_RESULT = ("ok", "status", "id", "correlation", "error", "systemName", "externalId", "mediaType")


@given(st.dictionaries(st.sampled_from([*_RESULT, "record", "errorDetails"]), ANY_JSON))
def test_any_result_of_an_import_can_be_read(document: JsonObject) -> None:
    made = ImportResult(document)
    assert isinstance(made.created, bool)
    assert made.ok is None or made.ok is document["ok"]
    assert made.status is None or made.status is document["status"]
    assert type(made.status) in (int, type(None))
    for text in (made.id, made.correlation, made.error, made.names[0], made.names[1]):
        assert text is None or isinstance(text, str)
    for text in (made.id, made.correlation, made.error):
        assert (text or "").encode().decode() == (text or "")


@given(documents(*CONFIG))
def test_any_configuration_can_be_read(document: JsonObject) -> None:
    project = schema.Project.read(document)
    assert project.purposes is not None
    assert isinstance(project.behavior_2025_evidence, tuple)
    for media_type in project.media_types:
        assert project.media_type(media_type.handle) is not None


def test_the_wrong_type_in_every_field_of_an_entry() -> None:
    odd: list[JsonValue] = [None, 7, 1.5, True, "text", [], [1], {}, {"a": 1}]
    for wrong in odd:
        document: JsonObject = {
            key: wrong
            for key in ("id", "version", "mediaType", "asset", "metadata", "translations")
        }
        entry = Entry.read(document)
        assert entry.sent == document
        assert isinstance(entry.title, str)


def test_one_odd_field_costs_no_other() -> None:
    entry = Entry.read(
        {
            "id": "a",
            "version": "7",
            "asset": {"key": 5, "width": "wide", "height": 3},
            "translations": [{"locale": "fr", "metadata": {"title": "T"}}, None, {"locale": 1}],
        }
    )
    assert (entry.id, entry.version) == ("a", None)
    assert entry.asset is not None
    assert (entry.asset.key, entry.asset.height) == (None, 3)
    assert [item.locale for item in entry.translations] == ["fr", ""]
    assert "version" in entry.oddities
    assert "asset.key" in entry.oddities


def test_unknown_fields_survive_and_are_named() -> None:
    entry = Entry.read({"id": "a", "state": "revoked", "asset": {"checksum": "x"}})
    assert entry.unknown == {"state": "revoked"}
    assert entry.asset is not None
    assert entry.asset.model_extra == {"checksum": "x"}


def test_titles() -> None:
    assert Entry.read({"id": "a", "metadata": {"title": "T"}}).title == "T"
    assert Entry.read({"id": "a", "metadata": {"title": " "}}).title == "a"
    assert Entry.read({"id": "a", "asset": {"filename": "f.png"}}).title == "f.png"


def test_old_and_unknown_references() -> None:
    old = Reference.read({"mediaType": "image", "ids": ["a", "b"], "location": "sidebar"})
    assert old.target_type == "image"
    assert old.ids == ("a", "b")
    assert old.place == "sidebar"
    assert Reference.read({}).place == "place not given"
    assert Referrer.read({"id": 7}).key == "7"


def test_purposes_at_either_place() -> None:
    new: JsonObject = {"mediaCenter": {"usagePurposes": [{"handle": "web", "contentType": "a"}]}}
    old: JsonObject = {"mediaCenter": {"usageLog": {"purposes": [{"handle": "print"}]}}}
    web = schema.Project.read(new).purpose("web")
    assert web is not None
    assert web.content_type == ("a",)
    assert schema.Project.read(old).purpose("print") is not None
    assert schema.Project.read(old).purpose("gone") is None


def test_a_project_keeps_nothing_it_does_not_need() -> None:
    secret: JsonObject = {
        "webhooks": [{"secret": "hush"}],
        "mediaTypes": [{"handle": "image", "mediaSources": [{"config": {"accessKey": "hush"}}]}],
        "settings": {"integrations": {"token": "hush"}},
    }
    project = schema.Project.read(secret)
    assert "hush" not in repr(project) + project.model_dump_json()
    assert schema.Project.model_validate_json(project.model_dump_json()) == project


def test_without_media_types_there_is_an_image() -> None:
    assert schema.Project.read({}).media_type("image") is schema.default_image()
    assert schema.Project(known=False).media_type("image") is None
    assert schema.Project.read({}).media_type("video") is None
