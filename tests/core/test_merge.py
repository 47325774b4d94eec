"""Three versions of an entry brought together."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import JsonValue

from medialib_tui.core.writing.intent import Intent
from medialib_tui.core.writing.merge import Clash, changes, merge, rebase, with_changes
from medialib_tui.model.base import JsonObject
from medialib_tui.model.compare import alike, same
from medialib_tui.model.entry import Entry
from medialib_tui.model.patch import (
    AnyOperation,
    Archive,
    RemoveAsset,
    ReplaceAsset,
    SetMetadataProperty,
)

LEAVES = (
    st.booleans()
    | st.integers(-3, 3)
    | st.sampled_from([0.0, 1.0, 2.5])
    | st.text("ab", max_size=2)
)
VALUES: st.SearchStrategy[JsonValue] = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("xy"), inner),
    max_leaves=4,
)
METADATA: st.SearchStrategy[JsonObject] = st.dictionaries(
    st.sampled_from(["title", "caption", "source", "keywords"]), VALUES
)
"""Few handles and few values, so that both sides often touch the same ones."""


def equal(one: JsonObject, other: JsonObject) -> bool:
    """Whether two metadata are the same as JSON."""
    return same(one, other)


class TestLaws:
    """What holds for all metadata."""

    @given(METADATA, METADATA)
    def test_a_side_that_did_nothing_changes_nothing(self, base: JsonObject, x: JsonObject) -> None:
        for found in (merge(base, x, base), merge(base, base, x), merge(base, x, x)):
            assert equal(found.merged, x)
            assert found.clean

    @given(METADATA, METADATA, METADATA)
    def test_disjoint_changes_commute_and_never_clash(
        self, base: JsonObject, one: JsonObject, other: JsonObject
    ) -> None:
        first, second = changes(base, one), changes(base, other)
        second = {handle: value for handle, value in second.items() if handle not in first}
        mine, theirs = with_changes(base, first), with_changes(base, second)
        there, back = merge(base, mine, theirs), merge(base, theirs, mine)
        assert there.clean
        assert back.clean
        assert equal(there.merged, back.merged)
        assert equal(there.merged, with_changes(with_changes(base, first), second))

    @given(METADATA, METADATA, METADATA)
    def test_nothing_unmentioned_changes(
        self, base: JsonObject, mine: JsonObject, theirs: JsonObject
    ) -> None:
        found = merge(base, mine, theirs)
        changed = changes(base, mine)
        for handle in {*base, *mine, *theirs}:
            if handle not in changed:
                assert same(found.merged.get(handle), theirs.get(handle))

    @given(METADATA, METADATA, METADATA)
    def test_clashes_are_where_both_sides_disagree(
        self, base: JsonObject, mine: JsonObject, theirs: JsonObject
    ) -> None:
        found = merge(base, mine, theirs)
        first, second = changes(base, mine), changes(base, theirs)
        disagreed = {h for h in first.keys() & second.keys() if not same(first[h], second[h])}
        assert {clash.handle for clash in found.clashes} == disagreed
        swapped = merge(base, theirs, mine)
        assert {clash.handle for clash in swapped.clashes} == disagreed
        for clash in found.clashes:
            assert same(found.merged.get(clash.handle), clash.theirs)

    @given(METADATA, METADATA)
    def test_changes_lead_from_one_to_the_other(self, base: JsonObject, mine: JsonObject) -> None:
        assert equal(with_changes(base, changes(base, mine)), mine)
        assert changes(base, base) == {}

    @given(METADATA, METADATA, METADATA)
    def test_a_rebased_intent_makes_the_merge(
        self, base: JsonObject, mine: JsonObject, theirs: JsonObject
    ) -> None:
        wanted = changes(base, mine)
        assume(wanted)
        operations = tuple(
            SetMetadataProperty(property_name=handle, value=value)
            for handle, value in wanted.items()
        )
        found = rebase(Intent(an_entry(1, base), operations), an_entry(2, theirs))
        sent = {} if found.intent is None else written(found.intent)
        assert equal(with_changes(theirs, sent), merge(base, mine, theirs).merged)
        assert not sent.keys() & {clash.handle for clash in found.clashes}

    @given(METADATA, METADATA)
    def test_same_is_finer_than_alike(self, one: JsonObject, other: JsonObject) -> None:
        assert same(one, one)
        assert same(one, other) == same(other, one)
        assert alike(one, other) or not same(one, other)


def an_entry(version: int, metadata: JsonObject, **more: JsonValue) -> Entry:
    """An entry as a server sends it."""
    return Entry.read({"id": "e1", "version": version, "metadata": metadata, **more})


def written(intent: Intent) -> JsonObject:
    """Handle -> value of what an intent sets."""
    return {
        step.property_name: step.value
        for step in intent.operations
        if isinstance(step, SetMetadataProperty)
    }


def set_title(value: JsonValue) -> AnyOperation:
    """A change of the title."""
    return SetMetadataProperty(property_name="title", value=value)


class TestRebase:
    """An intent on an entry that others changed."""

    def test_it_takes_the_new_version_and_is_a_new_intent(self) -> None:
        intent = Intent(an_entry(1, {"title": "a"}), (set_title("mine"),), batch="b")
        found = rebase(intent, an_entry(5, {"title": "a", "caption": "theirs"}))
        assert found.clashes == ()
        assert found.intent is not None
        assert found.intent.body()["version"] == 5
        assert written(found.intent) == {"title": "mine"}
        assert found.intent.key != intent.key
        assert found.intent.batch == "b"

    def test_what_they_made_alike_is_not_sent_again(self) -> None:
        intent = Intent(an_entry(1, {"title": "a"}), (set_title("same"),))
        found = rebase(intent, an_entry(2, {"title": "same"}))
        assert (found.intent, found.clashes) == (None, ())

    def test_a_clash_waits_for_its_decision(self) -> None:
        intent = Intent(
            an_entry(1, {"title": "a"}),
            (set_title("mine"), SetMetadataProperty(property_name="caption", value="c")),
        )
        theirs = an_entry(2, {"title": "theirs"})
        found = rebase(intent, theirs)
        assert found.clashes == (Clash("title", "a", "mine", "theirs"),)
        assert found.intent is not None
        assert written(found.intent) == {"caption": "c"}

    def test_the_last_of_several_operations_counts(self) -> None:
        intent = Intent(an_entry(1, {}), (set_title("one"), set_title("two")))
        found = rebase(intent, an_entry(2, {}))
        assert found.intent is not None
        assert len(found.intent.operations) == 1
        assert written(found.intent) == {"title": "two"}

    def test_an_asset_that_others_replaced_clashes(self) -> None:
        mine: JsonObject = {"key": "m.png", "url": "https://example.com/m.png"}
        base = an_entry(1, {}, asset={"key": "a.png"})
        theirs = an_entry(2, {}, asset={"key": "t.png"})
        intent = Intent(base, (ReplaceAsset(value=mine), Archive()))
        found = rebase(intent, theirs)
        assert [clash.handle for clash in found.clashes] == ["asset"]
        assert found.intent is not None
        assert found.intent.operations == (Archive(),)
        untouched = rebase(intent, an_entry(2, {"title": "x"}, asset={"key": "a.png"}))
        assert untouched.clashes == ()

    def test_a_translation_that_is_gone_already_is_not_removed_again(self) -> None:
        french: JsonValue = [{"locale": "fr", "metadata": {}, "asset": {"key": "f.png"}}]
        intent = Intent(an_entry(1, {}, translations=french), (RemoveAsset(locale="fr"),))
        assert rebase(intent, an_entry(2, {})).intent is None
        same_still = rebase(intent, an_entry(2, {}, translations=french))
        assert same_still.intent is not None


class TestSame:
    """Equality of JSON values."""

    def test_true_is_not_one(self) -> None:
        assert not same(True, 1)
        assert not same([0], [False])
        assert same(1, 1.0)
        assert not same("1", 1)
        assert not same({"a": None}, {})

    def test_alike_knows_how_a_server_may_write_it(self) -> None:
        assert alike("2026-05-01T11:00:00Z", "2026-05-01T13:00:00.000+02:00")
        assert not alike("2026-05-01", "2026-05-01T00:00:00Z")
        assert alike({"from": None, "to": "x"}, {"to": "x"})
        assert not alike({"to": "x"}, {"to": "x", "from": "y"})
        assert not alike("a", "b")
