"""The actions of editing metadata, part of the one catalog."""

from __future__ import annotations

from medialib_tui.model.capability import Capability
from medialib_tui.tui.catalog.action import Action

_EDIT, _EDITOR, _REVIEW, _CONFLICT = ("edit",), ("editor",), ("review",), ("conflict",)
_FORM = ("edit", "use")

EDITING: tuple[Action, ...] = (
    Action(
        "item.edit",
        "e",
        "Edit",
        "Edit the metadata",
        ("lookup", "entry"),
        capability=Capability.SET_METADATA,
    ),
    Action("edit.field", "enter,space", "Edit", "Edit the field", _FORM, palette=False),
    Action("edit.review", "f2", "Review", "Look at the changes, then save", _FORM),
    Action("edit.jump", "slash", "Jump", "Go to a field by its name", _FORM),
    Action(
        "edit.remove", "delete", "Remove", "Remove the value (unset); again: have it back", _FORM
    ),
    Action(
        "edit.reset",
        "backspace",
        "Reset",
        "Back to the value on the server; again: what was typed",
        _FORM,
    ),
    Action("edit.next-invalid", "n", "Next problem", "Go to the next field with an error", _FORM),
    Action("edit.only-changed", "c", "Only changed", "Show the changed fields only", _EDIT),
    Action("edit.unlock", "u", "Unlock", "Edit a read-only field all the same", _EDIT),
    Action("edit.outside", "f4", "Editor", "Edit the text in $VISUAL or $EDITOR", _EDIT),
    Action(
        "edit.refresh", "r", "Refresh", "Read an untouched form's entry again", _EDIT, show=False
    ),
    Action(
        "edit.reset-all",
        "R",
        "Reset all",
        "All fields back to the server's values",
        _EDIT,
        show=False,
    ),
    Action(
        "edit.next-group",
        "right_square_bracket",
        "Next group",
        "To the next group of fields",
        _FORM,
        show=False,
        call="edit_group(1)",
    ),
    Action(
        "edit.previous-group",
        "left_square_bracket",
        "Previous group",
        "To the group of fields before",
        _FORM,
        show=False,
        call="edit_group(-1)",
    ),
    Action(
        "edit.leave",
        "escape",
        "Back",
        "Leave the form; asks about changes",
        _FORM,
        show=False,
        palette=False,
    ),
    Action(
        "editor.done",
        "escape",
        "Done",
        "Back to the fields, what was typed stays",
        _EDITOR,
        palette=False,
    ),
    Action(
        "editor.next",
        "down",
        "Next field",
        "To the next field",
        _EDITOR,
        show=False,
        call="editor_move(1)",
        palette=False,
    ),
    Action(
        "editor.previous",
        "up",
        "Previous field",
        "To the field before",
        _EDITOR,
        show=False,
        call="editor_move(-1)",
        palette=False,
    ),
    Action(
        "review.request",
        "v",
        "Request",
        "Show the exact request, or the words again",
        _REVIEW,
        palette=False,
    ),
    Action(
        "review.preserve",
        "k",
        "Keep “updated at”",
        "Leave the date of the last change as it is",
        _REVIEW,
        show=False,
        palette=False,
    ),
    Action(
        "conflict.mine",
        "m",
        "Mine",
        "Keep my value",
        _CONFLICT,
        call="conflict_take('mine')",
        palette=False,
    ),
    Action(
        "conflict.theirs",
        "t",
        "Theirs",
        "Keep the value on the server",
        _CONFLICT,
        call="conflict_take('theirs')",
        palette=False,
    ),
    Action(
        "conflict.edit",
        "e",
        "Edit",
        "Bring both together in the form",
        _CONFLICT,
        call="conflict_take('edit')",
        palette=False,
    ),
)
