"""What every dialog has: a title, a body, buttons; escape closes it with no result."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from medialib_tui.tui.actions import bindings
from medialib_tui.tui.owner import library_of
from medialib_tui.tui.present import shown

if TYPE_CHECKING:
    from medialib_tui.tui.app import MedialibApp

Result = TypeVar("Result")


class Dialog(ModalScreen[Result | None]):
    """A dialog over the current screen; override `compose_body` and `buttons`.

    A button's id is what `pressed` gets; `cancel` closes. On a production server the title says
    so on a red band.
    """

    DEFAULT_CSS = """
    Dialog { align: center middle; }
    Dialog > .dialog {
        width: 72; max-width: 100%; height: auto; max-height: 100%;
        background: $panel; border: round $line; padding: 0 1;
    }
    Dialog .dialog-title { height: 1; text-style: bold; margin-bottom: 1; }
    Dialog .dialog-production {
        height: 1; background: $production; color: $production-text; text-style: bold;
        text-align: center;
    }
    Dialog .dialog-buttons { height: 1; margin-top: 1; align-horizontal: right; }
    Dialog .dialog-buttons Button { margin-left: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("dialog")

    def __init__(self, title: str) -> None:
        super().__init__()
        self._heading = title

    @property
    def library(self) -> MedialibApp:
        """The app, by its own type."""
        return library_of(self)

    def compose(self) -> ComposeResult:
        """Band, title, body, buttons."""
        with Vertical(classes="dialog"):
            place = self.library.place
            if place is not None and place.production:
                band = shown(f" PRODUCTION  {place.name} ")
                if self.app.no_color:
                    band = band.stylize("reverse")
                yield Static(band, classes="dialog-production")
            yield Static(shown(self._heading), classes="dialog-title")
            yield from self.compose_body()
            with Horizontal(classes="dialog-buttons"):
                for id_, label in self.buttons():
                    yield Button(Content(label), id=id_)

    def compose_body(self) -> ComposeResult:
        """What is between title and buttons."""
        yield from ()

    def buttons(self) -> list[tuple[str, str]]:
        """Ids and labels of the buttons, the safe one first."""
        return [("cancel", "Close")]

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Hand the button's id on."""
        event.stop()
        if event.button.id in (None, "cancel"):
            self.dismiss(None)
        else:
            self.pressed(event.button.id)

    def pressed(self, button: str) -> None:
        """A button other than `cancel` was pressed."""

    def action_dialog_close(self) -> None:
        """Close with no result."""
        self.dismiss(None)
