"""Asking for a token; it is shown as dots and kept nowhere but in the store."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Input, Static

from medialib_tui.store.errors import TokenError
from medialib_tui.store.secrets import check_token
from medialib_tui.tui.dialogs.base import Dialog
from medialib_tui.tui.present import shown


class TokenForm(Dialog[str]):
    """Ends with a token that can be one."""

    DEFAULT_CSS = """
    TokenForm #said { margin-top: 1; color: $muted; height: auto; }
    TokenForm #said.bad { color: $bad; }
    """

    def __init__(self, server: str) -> None:
        super().__init__(f"Token for {server}")

    def compose_body(self) -> ComposeResult:
        """One field, and a line for what is wrong."""
        line = Input(id="token", placeholder="paste the token", password=True, max_length=10_000)
        line.cursor_blink = False
        yield line
        yield Static(
            shown("Kept in the keyring if there is one, else in a file only you can read."),
            id="said",
        )

    def buttons(self) -> list[tuple[str, str]]:
        """Store it, or not."""
        return [("cancel", "Cancel"), ("store", "Store")]

    def on_mount(self) -> None:
        """Ready to paste."""
        self.query_one("#token", Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """`enter` stores."""
        event.stop()
        self.pressed("store")

    def pressed(self, button: str) -> None:
        """Check it, then end."""
        try:
            token = check_token(self.query_one("#token", Input).value, "the form")
        except TokenError as error:
            said = self.query_one("#said", Static)
            said.set_classes("bad")
            said.update(shown(f"{error.title}. {error.hint}"))
            return
        self.dismiss(token)
