"""The sample library: a newsroom's worth of entries, and some to try everything else on."""

from __future__ import annotations

from medialib_tui.demo.axes import LATEST
from medialib_tui.demo.library import Library
from medialib_tui.demo.sample_config import sample_config
from medialib_tui.demo.sample_news import news_entries

HIGHLIGHTS: tuple[tuple[str, str], ...] = ()


def sample_library(release: str = LATEST, *, use_2025_behavior: bool = True) -> Library:
    """A new sample library on a server of this release."""
    library = Library(release=release, use_2025_behavior=use_2025_behavior, config=sample_config())
    library.add(news_entries())
    return library
