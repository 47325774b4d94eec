"""Asking for the file that says which column of a CSV file is for what."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from medialib_tui.tui.dialogs.base import Dialog
from medialib_tui.tui.present import shown
from medialib_tui.tui.widgets.controls.line import LineControl

_SAID = (
    "A column is taken for the field it is named after, such as id, mediaType, asset.key or "
    "metadata.title. A mapping file (TOML) says what other columns are for, which are left out, "
    "and what every item gets. Empty: no mapping."
)
_EXAMPLE = """[columns]
"Headline" = "metadata.title"
[fixed]
mediaType = "image"
[ignore]
columns = ["Remarks"]"""


class MappingDialog(Dialog[str]):
    """Ends with the path of the mapping file as typed; empty for none."""

    DEFAULT_CSS = """
    MappingDialog > .dialog { width: 90; max-width: 100%; }
    MappingDialog Static.mapping-said { height: auto; margin-bottom: 1; }
    MappingDialog Static.mapping-example { color: $muted; height: auto; margin-top: 1; }
    MappingDialog LineControl { background: $field; padding: 0 1; }
    """
    AUTO_FOCUS = "LineControl"

    def __init__(self, suggested: str) -> None:
        super().__init__("Mapping of the columns")
        self._suggested = suggested

    def compose_body(self) -> ComposeResult:
        """What it is for, the path, an example."""
        yield Static(shown(_SAID), classes="mapping-said")
        yield LineControl(self._suggested, hint="Path of a mapping file")
        yield Static(shown(_EXAMPLE, newlines=True), classes="mapping-example")

    def buttons(self) -> list[tuple[str, str]]:
        """Cancel, or check with it."""
        return [("cancel", "Cancel"), ("use", "Check with it")]

    def on_line_control_done(self, event: LineControl.Done) -> None:
        """`enter` takes it."""
        event.stop()
        self.pressed("use")

    def pressed(self, button: str) -> None:
        """Check with this mapping."""
        self.dismiss(self.query_one(LineControl).text.strip())
