"""The one catalog of actions: footer, palette, help, keymap check and README come from it.

An action's id is also its binding's id, so that a keymap can name it. The method behind it is
`action_` plus the id with `.` and `-` as `_` (`item.open-link` -> `action_item_open_link`),
unless `call` says otherwise. Actions of `app` live on the app; all others on the screens named in
`where`, as `BINDINGS = bindings("entry")`.
"""

from __future__ import annotations

from textual.binding import Binding, BindingType

from medialib_tui.model.capability import Capability
from medialib_tui.tui.catalog.action import Action
from medialib_tui.tui.catalog.batch import BATCH
from medialib_tui.tui.catalog.edit import EDITING
from medialib_tui.tui.catalog.importing import IMPORT, IMPORT_ROWS
from medialib_tui.tui.catalog.journal import JOURNAL
from medialib_tui.tui.catalog.takedown import TAKING_DOWN
from medialib_tui.tui.catalog.usage import USAGE

_ITEM = ("lookup", "entry")

CATALOG: tuple[Action, ...] = (
    Action("app.help", "question_mark,f1", "Help", "Every key, where it works", ("app",)),
    Action(
        "app.palette",
        "ctrl+p,colon",
        "Palette",
        "Run any action, switch server or theme",
        ("app",),
        palette=False,
    ),
    Action("app.quit", "q,ctrl+c", "Quit", "Leave; asks first while a write is running", ("app",)),
    Action(
        "app.settings", "S", "Settings", "Servers, theme, language and more", ("app",), show=False
    ),
    Action("app.look-up", "L", "Look-up", "Go to the look-up screen", ("app",), show=False),
    Action("app.redraw", "ctrl+l", "Redraw", "Paint the whole screen anew", ("app",), show=False),
    Action(
        "app.back",
        "escape",
        "Back",
        "Close this, or go one screen back",
        ("app",),
        show=False,
        palette=False,
    ),
    Action("lookup.field", "slash", "Look up", "Go to the look-up field", ("lookup",)),
    Action("lookup.open", "enter", "Open", "Open the selected entry", ("lookup",), palette=False),
    Action(
        "entry.overview",
        "1",
        "Overview",
        "Overview tab",
        ("entry",),
        show=False,
        call="tab('overview')",
    ),
    Action(
        "entry.metadata",
        "2",
        "Metadata",
        "Metadata tab",
        ("entry",),
        show=False,
        call="tab('metadata')",
    ),
    Action(
        "entry.references",
        "3",
        "References",
        "References tab",
        ("entry",),
        show=False,
        call="tab('references')",
        capability=Capability.INCOMING_REFERENCES,
    ),
    Action(
        "entry.usage-log",
        "4",
        "Usage log",
        "Usage log tab",
        ("entry",),
        show=False,
        call="tab('usage')",
        capability=Capability.USAGE_LOG,
    ),
    Action(
        "entry.asset",
        "5",
        "Asset and keys",
        "Asset and keys tab",
        ("entry",),
        show=False,
        call="tab('asset')",
    ),
    Action("entry.json", "6", "JSON", "JSON tab", ("entry",), show=False, call="tab('json')"),
    *JOURNAL,
    Action("entry.filter", "slash", "Filter", "Filter the rows of this tab", ("entry",)),
    Action(
        "entry.open",
        "enter",
        "Open",
        "Open the selected reference",
        ("entry",),
        palette=False,
    ),
    Action(
        "entry.load-all", "A", "Load all", "Load every page of this list", ("entry",), show=False
    ),
    Action(
        "entry.usage-state",
        "s",
        "State",
        "Show all, confirmed or pending uses",
        ("entry",),
        show=False,
    ),
    Action(
        "entry.usage-sort", "t", "Sort", "Sort the rows by another column", ("entry",), show=False
    ),
    *USAGE,
    *TAKING_DOWN,
    *IMPORT,
    *BATCH,
    *IMPORT_ROWS,
    Action("item.copy", "y", "Copy", "Copy id, title, key, URL or JSON", _ITEM),
    Action("item.open-link", "o", "Open link", "Open the link in a browser", _ITEM),
    Action(
        "item.preview", "p", "Preview", "Show the picture", _ITEM, capability=Capability.SERVE_IMAGE
    ),
    Action("item.pin", "f", "Pin", "Pin or unpin the entry", _ITEM),
    Action("item.refresh", "r", "Refresh", "Ask the server again", _ITEM),
    Action(
        "settings.use",
        "enter",
        "Choose",
        "Work on this server, or change this value",
        ("settings",),
        palette=False,
    ),
    Action("settings.add", "n", "New server", "Add a server", ("settings",)),
    Action("settings.log-in", "l", "Log in", "Store a token for the server", ("settings",)),
    Action("settings.test", "t", "Test", "Ask the server who it is", ("settings",)),
    Action("settings.default", "d", "Make default", "Start with this server", ("settings",)),
    Action("settings.remove", "delete", "Remove", "Forget the server and its token", ("settings",)),
    Action("help.filter", "slash", "Filter", "Find a key or an action", ("help",)),
    Action(
        "dialog.close",
        "escape",
        "Close",
        "Close without doing anything",
        ("dialog",),
        palette=False,
    ),
    Action("preview.save", "d", "Save", "Save the original picture to a file", ("preview",)),
    Action("preview.again", "r", "Again", "Ask for the picture again", ("preview",)),
    Action("field.submit", "enter", "Look up", "Look up what is typed", ("field",), palette=False),
    Action("field.clear", "escape", "Clear", "Empty the field", ("field",), palette=False),
    Action(
        "field.leave", "down", "To the rows", "To the rows", ("field",), show=False, palette=False
    ),
    Action(
        "filter.done", "enter,down", "To the rows", "Back to the rows", ("filter",), palette=False
    ),
    Action("filter.close", "escape", "Close", "Show all rows again", ("filter",), palette=False),
    Action("list.up", "up,k", "Up", "One row up", ("list",), show=False, call="up", palette=False),
    Action(
        "list.down",
        "down,j",
        "Down",
        "One row down",
        ("list",),
        show=False,
        call="down",
        palette=False,
    ),
    Action(
        "list.page-up",
        "pageup",
        "Page up",
        "A page up",
        ("list",),
        show=False,
        call="page(-1)",
        palette=False,
    ),
    Action(
        "list.page-down",
        "pagedown",
        "Page down",
        "A page down",
        ("list",),
        show=False,
        call="page(1)",
        palette=False,
    ),
    Action(
        "list.first",
        "home,g",
        "First",
        "First row",
        ("list",),
        show=False,
        call="first",
        palette=False,
    ),
    Action(
        "list.last",
        "end,G",
        "Last",
        "Last row loaded",
        ("list",),
        show=False,
        call="last",
        palette=False,
    ),
    *EDITING,
)

BY_ID = {action.id: action for action in CATALOG}
PLACES = {
    "app": "Everywhere",
    "item": "On an entry, in the look-up and opened",
    "lookup": "Look-up",
    "entry": "Entry",
    "history": "On a journalled write, in the journal and on an entry's history",
    "journal": "Journal",
    "edit": "Edit metadata",
    "editor": "In a field of the form",
    "use": "Form of a use",
    "review": "Review before saving",
    "use-review": "Review before logging a use",
    "use-batch": "Logging a use for several entries",
    "conflict": "Conflict",
    "takedown": "Take down",
    "batch": "Take down, several at once",
    "import": "Import",
    "path": "In the path of an import",
    "edit-many": "Editing many at once",
    "rows": "In a list of many at once",
    "note": "In the note",
    "consent": "Question before a take-down",
    "list": "In lists",
    "field": "Look-up field",
    "filter": "Filter line",
    "preview": "Preview",
    "settings": "Settings",
    "help": "Help",
    "dialog": "Dialogs",
}
"""Names of the places, in the order help shows them; `item` stands for several screens."""


def bindings(where: str) -> list[BindingType]:
    """The Textual bindings of one place."""
    return [
        Binding(
            action.key,
            action.action,
            action.label,
            show=action.show,
            tooltip=action.help,
            id=action.id,
        )
        for action in CATALOG
        if where in action.where
    ]


def find(action: str, parameters: tuple[object, ...] = ()) -> Action | None:
    """The catalog's record for a Textual action name and its parameters."""
    called = f"{action}({', '.join(map(repr, parameters))})" if parameters else action
    return BY_CALL.get(called)


BY_CALL = {action.action: action for action in CATALOG}

_KEYS = {
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "asterisk": "*",
    "escape": "esc",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "space": "space",
}


def say_key(key: str) -> str:
    """A key as printed on a keyboard: `question_mark` -> `?`."""
    return _KEYS.get(key, key)


def say_keys(keys: str) -> str:
    """Comma separated keys for people: `ctrl+p,colon` -> `ctrl+p or :`."""
    return " or ".join(say_key(key.strip()) for key in keys.split(","))


def key_table() -> list[tuple[str, str, str]]:
    """Rows of keys, label and help, for the README."""
    return [(say_keys(action.key), action.label, action.help) for action in CATALOG]
