"""The items of a file, each with its identity and its problems."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from medialib_tui.core.importing.item import Item
from medialib_tui.core.importing.known import Known

if TYPE_CHECKING:
    from medialib_tui.core.importing.source import Source


def read_items(source: Source, known: Known) -> Iterator[Item]:
    """Every item of a file, checked. Raises BadInput where it cannot be read on."""
    raise NotImplementedError
