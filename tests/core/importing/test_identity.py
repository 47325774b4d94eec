"""Ids made from content: the same whenever a file is read, never two of one in a file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medialib_tui.core.importing.known import Known
from medialib_tui.core.importing.reading.identity import Identities
from medialib_tui.core.importing.rules.item import ID
from medialib_tui.model.base import JsonObject
from tests.core.importing.files import BASE, KNOWN, item, opened, read, table

WITHOUT_ID = item(None)


def test_a_made_id_depends_on_the_content_alone(tmp_path: Path) -> None:
    turned = dict(reversed(WITHOUT_ID.items()))
    first = read(tmp_path, json.dumps([WITHOUT_ID]))[0]
    other = read(tmp_path, json.dumps([item("x"), turned], indent=3))[1]
    assert first.assigned
    assert first.id == other.id
    assert first.id is not None
    assert ID.fullmatch(first.id)
    assert first.data == {"id": first.id, **WITHOUT_ID}
    changed = read(tmp_path, json.dumps([{**WITHOUT_ID, "systemName": "s"}]))[0]
    assert changed.id != first.id


def test_the_same_content_again_is_another_item_and_is_warned_of(tmp_path: Path) -> None:
    items = read(tmp_path, json.dumps([WITHOUT_ID] * 3, indent=1))
    assert len({one.id for one in items}) == 3
    assert [one.good for one in items] == [True] * 3
    assert [len(one.problems) for one in items] == [0, 1, 1]
    assert f"line {items[0].line};" in items[2].problems[0].message
    again = read(tmp_path, json.dumps([WITHOUT_ID] * 3))
    assert [one.id for one in again] == [one.id for one in items]


def test_ids_are_made_only_where_nothing_else_proves_the_item(tmp_path: Path) -> None:
    assert [
        one.assigned
        for one in read(
            tmp_path,
            json.dumps(
                [
                    item("a"),
                    item(None, systemName="s", externalId="1"),
                    item(None, systemName="s"),
                    item(id=7),
                ]
            ),
        )
    ] == [False, False, True, False]


def test_a_row_has_its_id_whatever_is_known_of_the_project(tmp_path: Path) -> None:
    row = {name: text for name, text in BASE.items() if name != "id"}
    source = opened(tmp_path, table(row | {"metadata.rating": "5"}), "items.csv")
    (typed,), (plain,) = source.items(KNOWN), source.items(replace(Known(), language="de"))
    assert typed.data["metadata"] != plain.data["metadata"]
    assert typed.id == plain.id
    assert typed.assigned
    moved = {name: row[name] for name in reversed(row)} | {"metadata.rating": "5"}
    assert read(tmp_path, table(moved, {**moved, "asset.key": "b"}), "b.csv")[0].id == typed.id


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.dictionaries(st.text(max_size=4), VALUES, max_size=4), max_size=12))
def test_no_two_items_get_one_id(items: list[JsonObject]) -> None:
    identities = Identities()
    made = [identities.made_for(one, "", line)[0] for line, one in enumerate(items)]
    identities.close()
    assert len(set(made)) == len(items)
