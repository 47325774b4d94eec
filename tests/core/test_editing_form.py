"""One form over many entries: same, differing and unset values, and what they share."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from medialib_tui.api.errors import NotFound
from medialib_tui.core.editing.form import ManyForm
from medialib_tui.core.editing.survey import State, Survey, survey
from medialib_tui.core.session import Session
from medialib_tui.demo.library import Library
from medialib_tui.model.base import JsonObject
from medialib_tui.model.entry import Entry
from medialib_tui.model.schema import Project

IDS = ("harbour-dawn-01", "harbour-dusk-02", "bridge-works-03")


def _project(*media_types: JsonObject) -> Project:
    return Project.read({"mediaTypes": list(media_types)})


def _type(handle: str, *properties: JsonObject) -> JsonObject:
    return {"type": "mediaImage", "handle": handle, "metadata": list(properties)}


def _surveyed(*entries: tuple[str, JsonObject]) -> Survey:
    found = Survey()
    for number, (media_type, metadata) in enumerate(entries):
        found.take(Entry.read({"id": f"e{number}", "mediaType": media_type, "metadata": metadata}))
    return found


TEXT: JsonObject = {"handle": "title", "type": "li-text"}


async def test_what_many_entries_hold(session: Session, library: Library) -> None:
    for entry_id in IDS:
        library.entries[entry_id].metadata["source"] = "Sample agency"
    found = await survey(session, (*IDS, "nope", IDS[0]))
    assert found.total == 3
    assert isinstance(found.errors["nope"], NotFound)
    form = ManyForm(found, await session.project(), "en")
    assert form.state("source") is State.SAME and form.value("source") == "Sample agency"
    assert form.state("title") is State.DIFFERS and form.value("title") is None
    assert form.words("title") == "3 different values"
    assert not form.changed


def test_some_without_is_a_difference() -> None:
    found = _surveyed(("image", {"title": "A"}), ("image", {}), ("image", {"title": None}))
    form = ManyForm(found, _project(_type("image", TEXT)), "en")
    assert form.state("title") is State.DIFFERS
    assert form.words("title") == "set, 2 without"
    assert form.values("title") == (("A", 1),)


def test_a_field_that_differs_is_changed_by_any_value_even_by_none() -> None:
    found = _surveyed(("image", {"title": "A"}), ("image", {"title": "B"}))
    form = ManyForm(found, _project(_type("image", TEXT)), "en")
    form.set("title", None)
    assert form.changes == {"title": None} and not form.mixed("title")
    form.set("title", "A")
    assert form.changes == {"title": "A"}
    (change,) = form.in_words()
    assert (change.old, change.new) == ("2 different values", "A")
    form.reset("title")
    assert form.mixed("title") and not form.changes


def test_what_all_hold_is_no_change() -> None:
    found = _surveyed(("image", {"title": "A"}), ("image", {"title": "A"}))
    form = ManyForm(found, _project(_type("image", TEXT)), "en")
    form.set("title", "A")
    assert not form.changes


def test_only_what_every_media_type_has_can_be_edited() -> None:
    project = _project(
        _type(
            "image", TEXT, {"handle": "alt", "type": "li-text"}, {"handle": "n", "type": "li-text"}
        ),
        _type("video", TEXT, {"handle": "n", "type": "li-integer"}),
    )
    found = _surveyed(("image", {"title": "A", "odd": 1}), ("video", {"title": "A"}))
    form = ManyForm(found, project, "en")
    assert [field.handle for field in form.fields] == ["title"]
    apart = {one.handle: one.reason for one in form.apart}
    assert apart["alt"] == "not in Video"
    assert apart["n"].startswith("of another kind: li-text in Image")
    assert apart["odd"] == "not in the media type's schema"


def test_the_strictest_rules_and_the_common_choices_count() -> None:
    def kind(handle: str, most: int, *values: str) -> JsonObject:
        items: list[JsonValue] = [{"value": value} for value in values]
        return _type(
            handle,
            {"handle": "title", "type": "li-text", "config": {"maxLength": most}},
            {"handle": "desk", "type": "li-enum", "config": {"dataProvider": {"items": items}}},
        )

    project = _project(kind("image", 10, "a", "b"), kind("video", 5, "b", "c"))
    form = ManyForm(_surveyed(("image", {}), ("video", {})), project, "en")
    form.set("title", "longer")
    assert form.has_error("title")
    prop = form.field("desk").prop
    assert prop is not None and [choice.value for choice in prop.choices] == ["b"]


def test_read_only_properties_are_locked_and_translations_are_no_fields() -> None:
    shown: JsonObject = {"handle": "title", "type": "li-text", "ui": {"config": {"readOnly": True}}}
    found = Survey()
    sent: JsonObject = {
        "id": "e",
        "mediaType": "image",
        "translations": [{"locale": "de", "metadata": {"title": "T"}}],
    }
    found.take(Entry.read(sent))
    form = ManyForm(found, _project(_type("image", shown)), "en")
    assert form.locked("title") and found.translated == 1
    assert [field.handle for field in form.fields] == ["title"]


@pytest.mark.parametrize("known", [True, False])
def test_without_configuration_texts_can_be_edited(known: bool) -> None:
    project = Project(known=known, unknown_because="" if known else "no scope")
    found = _surveyed(("file", {"title": "A", "size": 1}), ("file", {"title": "B", "size": 2}))
    form = ManyForm(found, project, "en")
    assert [field.handle for field in form.fields] == ["title"]
    assert [one.handle for one in form.apart] == ["size"]
    form.type("title", "C")
    assert form.changes == {"title": "C"}
