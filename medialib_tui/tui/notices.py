"""Short notices in the corner: the one place that calls `notify`."""

from __future__ import annotations

from typing import Literal

from textual.app import App
from textual.dom import DOMNode

from medialib_tui.api.errors import ApiError
from medialib_tui.model.text import clean
from medialib_tui.store.errors import StoreError

Severity = Literal["information", "warning", "error"]

SECONDS = {"information": 4.0, "warning": 8.0, "error": 12.0}
"""How long a notice stays, by severity."""

_LIMIT = 600


def say(
    node: DOMNode | App[None], message: str, *, title: str = "", severity: Severity = "information"
) -> None:
    """Show a notice; the text is taken literally and made safe."""
    text = clean(message, newlines=True)
    if len(text) > _LIMIT:
        text = text[:_LIMIT] + "…"
    node.app.notify(
        text, title=clean(title), severity=severity, timeout=SECONDS[severity], markup=False
    )


def say_error(node: DOMNode | App[None], error: ApiError | StoreError) -> None:
    """Show what failed and what to do next."""
    say(node, explain(error), title=error.title, severity="error")


def explain(error: ApiError | StoreError) -> str:
    """The lines below an error's title: detail, then hint."""
    return "\n".join(line for line in (error.detail, error.hint) if line) or error.code
