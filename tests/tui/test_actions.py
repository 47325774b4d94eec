"""One catalog: complete, free of clashes, and every key does something."""

from __future__ import annotations

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

from medialib_tui.tui.actions import BY_ID, CATALOG, PLACES, bindings, find, key_table
from medialib_tui.tui.app import MedialibApp
from medialib_tui.tui.dialogs.base import Dialog
from medialib_tui.tui.dialogs.conflict import ConflictDialog
from medialib_tui.tui.dialogs.consent import ConsentDialog
from medialib_tui.tui.dialogs.preview import PreviewDialog
from medialib_tui.tui.dialogs.review import ReviewDialog
from medialib_tui.tui.dialogs.usage_review import UsageReviewDialog
from medialib_tui.tui.keymap import RESERVED, check_keymap
from medialib_tui.tui.screens.edit.screen import EditScreen
from medialib_tui.tui.screens.edit_many.run import EditRunScreen
from medialib_tui.tui.screens.entry.screen import EntryScreen
from medialib_tui.tui.screens.help import HelpScreen
from medialib_tui.tui.screens.importing.screen import ImportScreen
from medialib_tui.tui.screens.journal.screen import JournalScreen
from medialib_tui.tui.screens.lookup.screen import LookupScreen
from medialib_tui.tui.screens.settings.screen import SettingsScreen
from medialib_tui.tui.screens.takedown.batch import BatchScreen
from medialib_tui.tui.screens.takedown.screen import TakeDownScreen
from medialib_tui.tui.screens.usage.batch import UsageBatchScreen
from medialib_tui.tui.screens.usage.screen import UsageScreen
from medialib_tui.tui.widgets.controls.field_editor import FieldEditor
from medialib_tui.tui.widgets.filter_field import FilterField
from medialib_tui.tui.widgets.import_files import PathField
from medialib_tui.tui.widgets.note_pane import NotePane
from medialib_tui.tui.widgets.query_field import QueryField
from medialib_tui.tui.widgets.row_list import RowList

HOMES: dict[str, type[DOMNode]] = {
    "app": MedialibApp,
    "lookup": LookupScreen,
    "entry": EntryScreen,
    "preview": PreviewDialog,
    "settings": SettingsScreen,
    "help": HelpScreen,
    "dialog": Dialog,
    "list": RowList,
    "field": QueryField,
    "filter": FilterField,
    "edit": EditScreen,
    "editor": FieldEditor,
    "review": ReviewDialog,
    "conflict": ConflictDialog,
    "takedown": TakeDownScreen,
    "batch": BatchScreen,
    "note": NotePane,
    "consent": ConsentDialog,
    "journal": JournalScreen,
    "use": UsageScreen,
    "use-review": UsageReviewDialog,
    "import": ImportScreen,
    "path": PathField,
    "use-batch": UsageBatchScreen,
    "edit-many": EditRunScreen,
}


def test_ids_and_calls_are_unique() -> None:
    assert len(BY_ID) == len(CATALOG)
    for where in HOMES:
        calls = [action.action for action in CATALOG if where in action.where]
        assert len(calls) == len(set(calls))


def test_no_key_is_taken_twice_or_belongs_to_the_terminal() -> None:
    for where in HOMES:
        mine = [action for action in CATALOG if where in action.where]
        keys = [key for action in mine for key in action.key.split(",")]
        assert len(keys) == len(set(keys)), where
        assert not set(keys) & set(RESERVED) - {"ctrl+c"}


@pytest.mark.parametrize("action", CATALOG, ids=lambda action: action.id)
def test_every_action_can_be_done_where_it_is_offered(action: object) -> None:
    assert action in CATALOG
    known = next(one for one in CATALOG if one is action)
    assert known.help and known.label
    for where in known.where:
        name = known.action.partition("(")[0]
        assert hasattr(HOMES[where], f"action_{name}"), f"{where} has no action_{name}"


@pytest.mark.parametrize("where", HOMES)
def test_every_screen_takes_its_keys_from_the_catalog(where: str) -> None:
    bound = {binding.id for binding in HOMES[where].BINDINGS if isinstance(binding, Binding)}
    assert {action.id for action in CATALOG if where in action.where} <= bound


def test_bindings_carry_id_and_tooltip() -> None:
    for where in HOMES:
        for binding in bindings(where):
            assert isinstance(binding, Binding)
            assert binding.id in BY_ID
            assert binding.tooltip


def test_an_action_is_found_by_its_call() -> None:
    assert find("tab", ("usage",)) is BY_ID["entry.usage-log"]
    assert find("app_help") is BY_ID["app.help"]
    assert find("nothing") is None


def test_key_table_has_every_action() -> None:
    rows = key_table()
    assert len(rows) == len(CATALOG)
    assert ("? or f1", "Help", BY_ID["app.help"].help) in rows


def test_every_place_has_a_name() -> None:
    assert {place for action in CATALOG for place in action.where} <= set(PLACES)


def test_a_sound_keymap_is_taken_as_it_is() -> None:
    assert check_keymap({"app.quit": "ctrl+x,f10", "item.copy": "Y"}) == (
        {"app.quit": "ctrl+x,f10", "item.copy": "Y"},
        [],
    )


def test_keys_can_be_written_as_printed() -> None:
    assert check_keymap({"lookup.field": "[", "app.help": "esc,?"})[0] == {
        "lookup.field": "left_square_bracket"
    }


def test_two_actions_can_swap_their_keys() -> None:
    swapped = {"item.copy": "p", "item.preview": "y"}
    assert check_keymap(swapped) == (swapped, [])


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"item.cpy": "y"}, "is “item.copy” meant?"),
        ({"item.copy": " , "}, "no key"),
        ({"item.copy": "ctrl+s"}, "stops the terminal"),
        ({"item.copy": "nokey"}, "no such key"),
        ({"item.copy": "hyperspace+x"}, "no such key"),
        ({"item.copy": "q"}, "already is app.quit"),
        ({"item.copy": "f"}, "already is item.pin"),
        ({"item.copy": "f5", "item.pin": "f5"}, "already is item.copy"),
        ({"\x1b[2J": "f5"}, "no such action"),
    ],
)
def test_what_a_keymap_must_not_say(wanted: dict[str, str], said: str) -> None:
    good, problems = check_keymap(wanted)
    assert len(good) == len(wanted) - 1
    (problem,) = problems
    assert said in problem
    assert problem.isprintable()


def test_keys_are_said_as_they_stand_on_the_keyboard() -> None:
    said = {keys for keys, _, _ in key_table()}
    assert "*" in said
    assert not any(name in keys for keys in said for name in ("asterisk", "slash", "colon"))
