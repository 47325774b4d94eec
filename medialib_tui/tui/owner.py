"""The app behind any node, by its own type."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from textual.message_pump import MessagePump

    from medialib_tui.tui.app import MedialibApp


def library_of(node: MessagePump) -> MedialibApp:
    """The app that the node belongs to."""
    return cast("MedialibApp", node.app)
