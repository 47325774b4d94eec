"""The only two functions that turn foreign text into pixels."""

from __future__ import annotations

from rich.text import Text
from textual.content import Content

from medialib_tui.model.text import clean


def shown(text: str, *, newlines: bool = False) -> Content:
    """Foreign text as literal content for widgets, labels, options, titles and tooltips."""
    return Content(clean(text, newlines=newlines))


def cell(text: str) -> Text:
    """Foreign text as one literal line for table cells, column labels and tree nodes."""
    return Text(clean(text), no_wrap=True, end="")
