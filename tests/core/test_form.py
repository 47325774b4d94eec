"""The form: what is untouched stays as it was, what is changed goes out and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from medialib_tui.core.form.control import Control, Group
from medialib_tui.core.form.form import UNFINISHED, Form
from medialib_tui.core.form.text import PAIRS, TYPED, Unreadable, from_text, to_text
from medialib_tui.core.form.words import changes_in_words, hints, options
from medialib_tui.demo.sample import sample_library
from medialib_tui.demo.sample_config import sample_config
from medialib_tui.model.base import JsonObject
from medialib_tui.model.compare import same
from medialib_tui.model.entry import Entry
from medialib_tui.model.schema import Project

PROJECT = Project.read(json.loads(json.dumps(sample_config())))


@pytest.fixture(autouse=True)
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A local time that is not UTC."""
    import time

    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Zurich")
        time.tzset()
        yield
    time.tzset()


def entry(entry_id: str = "every-plugin") -> Entry:
    """An entry of the sample library, as a client reads it."""
    found = sample_library().entries[entry_id]
    read = {
        "id": entry_id,
        "version": 3,
        "mediaType": found.media_type,
        "metadata": found.metadata,
        "translations": found.translations or [],
    }
    return Entry.read(json.loads(json.dumps(read)))


def form(entry_id: str = "every-plugin", changes: JsonObject | None = None) -> Form:
    return Form(entry(entry_id), PROJECT, "en", changes)


def made(**metadata: JsonValue) -> Form:
    """A form over an image with just this metadata."""
    read: JsonObject = {"id": "a", "version": 1, "mediaType": "image", "metadata": metadata}
    return Form(Entry.read(read), PROJECT, "en")


def test_every_plugin_has_its_control() -> None:
    controls = {field.handle: field.control for field in form().fields}
    assert controls == {
        "title": Control.TEXT,
        "caption": Control.LINES,
        "credit": Control.TEXT,
        "source": Control.TEXT,
        "altText": Control.TEXT,
        "desk": Control.CHOICE,
        "regions": Control.CHOICES,
        "keywords": Control.TAGS,
        "rating": Control.INTEGER,
        "faces": Control.INTEGERS,
        "takenOn": Control.DATE,
        "embargo": Control.MOMENT,
        "mainColor": Control.COLOUR,
        "sensitive": Control.BOOLEAN,
        "license": Control.LICENSE,
        "validity": Control.VALIDITY,
        "invalid": Control.INVALID,
        "mediaHandle": Control.SHOWN,
        "externalRef": Control.TEXT,
        "crops": Control.SHOWN,
        "story": Control.DOCUMENT,
        "stories": Control.DOCUMENTS,
        "weatherGrid": Control.JSON,
        "language": Control.SHOWN,
    }


def test_fields_stand_in_groups_in_the_schemas_order() -> None:
    fields = form("translated-picture").fields
    groups = list(dict.fromkeys(field.group for field in fields))
    assert groups == [group for group in Group if group not in (Group.USE, Group.PARAMS)]
    assert [field.handle for field in fields][:3] == ["title", "caption", "credit"]
    assert {field.label for field in fields if field.group is Group.TRANSLATIONS} == {
        "Title (fr)",
        "Title (en)",
    }


@pytest.mark.parametrize("media_id", sorted(sample_library().entries)[:400])
def test_opening_every_editor_and_touching_nothing_changes_nothing(media_id: str) -> None:
    one = form(media_id)
    for field in one.fields:
        control = one.control(field.handle)
        if control in TYPED:
            one.type(field.handle, one.text(field.handle), control)
    assert not list(one.changed)
    assert not one.to_operations()


def test_a_change_is_one_operation_and_going_back_is_none() -> None:
    one = form()
    one.type("title", "A new title")
    assert [step.property_name for step in one.to_operations()] == ["title"]
    one.type("title", "Every property of an image is set")
    assert not one.to_operations()


def test_removing_is_not_emptying() -> None:
    one = form()
    one.set("source", None)
    one.type("altText", "")
    values = {step.property_name: step.value for step in one.to_operations()}
    assert values == {"source": None, "altText": ""}
    said = {change.handle: (change.new, change.removed) for change in changes_in_words(one)}
    assert said == {"source": ("removed", True), "altText": ("(empty)", False)}


def test_typing_and_rubbing_out_leaves_an_unset_property_unset() -> None:
    one = made(title="A title")
    one.type("source", "x")
    one.type("source", "")
    assert not list(one.changed)


def test_single_fields_and_all_are_reset() -> None:
    one = form()
    one.type("title", "x")
    one.type("rating", "four")
    one.set("sensitive", True)
    one.reset("title")
    assert list(one.changed) == ["rating", "sensitive"]
    one.reset_all()
    assert not list(one.changed)
    assert not list(one.invalid)


def test_true_and_one_are_two_values() -> None:
    assert not same(True, 1)
    assert same({"a": 1, "b": [None]}, {"b": [None], "a": 1})


def test_unfinished_text_is_kept_is_an_error_and_is_no_value() -> None:
    one = form()
    one.type("embargo", "2026-02-")
    assert one.text("embargo") == "2026-02-"
    assert list(one.changed) == ["embargo"]
    assert list(one.invalid) == ["embargo"]
    assert not one.to_operations()
    again = form(changes=one.draft())
    assert again.text("embargo") == "2026-02-"
    assert again.draft() == {"embargo": {UNFINISHED: "2026-02-"}}


def test_a_moment_is_local_on_screen_and_utc_on_the_wire() -> None:
    one = form()
    assert one.text("embargo") == "2026-02-04 06:00"
    one.type("embargo", "2026-07-04 06:00")
    assert one.value("embargo") == "2026-07-04T04:00:00.000Z"
    one.type("embargo", "2026-07-04T06:00:00+05:00")
    assert one.value("embargo") == "2026-07-04T01:00:00.000Z"


@pytest.mark.parametrize(
    ("stored", "typed", "value"),
    [
        ("2026-02-03", "2026-02-05", "2026-02-05"),
        ("2026-02-03T00:00:00.000Z", "2026-02-05", "2026-02-05T00:00:00.000Z"),
        (None, "2026-02-05", "2026-02-05"),
        ("not a date", "2026-02-05", "2026-02-05"),
    ],
)
def test_a_date_keeps_the_form_it_is_stored_in(stored: JsonValue, typed: str, value: str) -> None:
    assert from_text(Control.DATE, typed, stored) == value


def test_validity_keeps_the_side_that_is_not_touched() -> None:
    one = form()
    assert one.text("validity").split("\n") == ["2025-01-01 01:00", "2125-01-01 01:00"]
    one.type("validity", "2025-01-01 01:00\n")
    assert one.value("validity") == {"from": "2025-01-01T00:00:00.000Z", "to": None}
    one.type("validity", "\n")
    assert one.value("validity") is None


def test_document_references_keep_what_is_known_of_each() -> None:
    one = form()
    assert one.text("stories") == "100\nlegacy-cms:77"
    one.type("stories", "legacy-cms:77\n5\n100")
    assert one.value("stories") == {
        "$ref": "documents",
        "references": [{"id": "77", "externalSystem": "legacy-cms"}, {"id": "5"}, {"id": "100"}],
    }
    one.type("story", "9 9")
    assert one.has_error("story")


def test_a_video_reference_loses_its_poster_and_nothing_else() -> None:
    stored: JsonObject = {"$ref": "video", "reference": {"id": "v", "posterImageId": "p", "x": 1}}
    assert to_text(Control.VIDEO, stored) == "v\np"
    changed = from_text(Control.VIDEO, "v\n", stored)
    assert changed == {"$ref": "video", "reference": {"id": "v", "x": 1}}
    with pytest.raises(Unreadable):
        from_text(Control.VIDEO, "\np", None)


@pytest.mark.parametrize("text", ["12a", "1.5", "１２", "9" * 30, "0x1f"])
def test_what_is_no_whole_number_is_not_taken(text: str) -> None:
    with pytest.raises(Unreadable):
        from_text(Control.INTEGER, text, None)


def test_json_that_is_none_is_said_and_kept() -> None:
    one = form()
    one.type("weatherGrid", '{"cells": ')
    assert one.problems("weatherGrid")[0].message.startswith("Not JSON")
    for text in ("NaN", "1e400", '{"cells": [-1e400]}'):
        one.type("weatherGrid", text)
        assert one.has_error("weatherGrid")
    one.type("weatherGrid", "[" * 5_000)
    assert one.has_error("weatherGrid")


def test_a_value_of_the_wrong_type_is_json_until_it_fits() -> None:
    one = made(title="t", rating="five", sensitive="yes")
    assert one.control("rating") is Control.JSON
    assert one.locked("rating")
    one.unlock("rating")
    one.type("rating", "4", Control.JSON)
    assert one.value("rating") == 4
    assert one.control("rating") is Control.INTEGER
    one.set("sensitive", None)
    assert one.control("sensitive") is Control.BOOLEAN


def test_what_is_not_known_is_read_only_until_unlocked() -> None:
    one = form()
    assert one.locked("weatherGrid")
    assert one.can_unlock("weatherGrid")
    one.unlock("weatherGrid")
    assert not one.locked("weatherGrid")
    one.unlock("crops")
    assert one.locked("crops")
    assert not one.can_unlock("crops")


def test_without_configuration_texts_are_text_and_the_rest_is_locked_json() -> None:
    one = Form(entry(), Project(known=False), "en")
    assert one.field("title").control is Control.TEXT
    assert not one.locked("title")
    assert one.field("regions").control is Control.JSON
    assert one.locked("regions")
    one.type("title", "A title all the same")
    assert [step.value for step in one.to_operations()] == ["A title all the same"]


def test_changes_go_over_to_another_state_of_the_entry() -> None:
    one = form()
    one.type("title", "Mine")
    one.type("source", "Theirs too")
    newer = Entry.read({**_read(entry()), "version": 4, "metadata": {"source": "Theirs too"}})
    over = one.on(newer)
    assert over.changes == {"title": "Mine"}
    assert over.entry.version == 4


def _read(found: Entry) -> JsonObject:
    return {"id": found.id, "version": found.version, "mediaType": found.media_type}


def test_labels_and_messages_are_in_the_persons_language() -> None:
    german = Form(entry(), PROJECT, "de")
    assert german.field("desk").label == "Ressort"
    assert german.words("desk") == "Kultur"
    assert [option.label for option in options(german, "regions")][:2] == ["Norden", "Süden"]


def test_an_unknown_current_value_stays_selectable() -> None:
    one = made(title="t", desk="gone", regions=["north", "lost"])
    assert [option.value for option in options(one, "desk")][-2:] == ["gone", None]
    assert "lost" in [option.value for option in options(one, "regions")]
    one.set("desk", "news")
    assert "gone" in [option.value for option in options(one, "desk")]


def test_licenses_say_their_rules() -> None:
    found = {str(option.label): option for option in options(form(), "license")}
    assert all(option.rules for option in found.values() if option.value)
    assert any(option.color for option in found.values())


def test_hints_count_and_name_the_rules() -> None:
    said = " · ".join(hints(form(), "title"))
    assert "required" in said
    assert "33 of 200" in said
    assert "8 to 80 recommended" in said
    one = form()
    one.type("externalRef", "x")
    assert "1 character" in list(hints(one, "externalRef"))


def test_what_the_server_refused_stands_at_its_field_until_it_is_edited() -> None:
    one = form()
    one.type("title", "x" * 20)
    assert one.refuse({"title": "too plain", "elsewhere": "no"}) == ("elsewhere",)
    assert list(one.invalid) == ["title"]
    one.type("title", "y" * 20)
    assert not list(one.invalid)


@given(st.text())
def test_any_text_survives_being_edited_as_text(text: str) -> None:
    for control in (Control.TEXT, Control.LINES):
        assert from_text(control, to_text(control, text), text) == text


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(st.sampled_from(sorted(set(TYPED) - set(PAIRS))), _JSON)
def test_text_of_any_stored_value_gives_it_back(control: Control, value: JsonValue) -> None:
    given_back = from_text(control, to_text(control, value), value)
    assert json.dumps(given_back) == json.dumps(value)


@given(st.dictionaries(st.sampled_from([f.handle for f in form().fields]), _JSON))
def test_a_form_takes_any_draft(changes: dict[str, JsonValue]) -> None:
    one = form(changes=changes)
    for field in one.fields:
        assert one.words(field.handle) is not None
        list(hints(one, field.handle))
        one.problems(field.handle)
    assert form(changes=one.draft()).draft() == one.draft()
