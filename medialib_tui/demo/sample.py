"""The sample library: a newsroom's worth of entries, and some to try everything else on.

Nothing in it is real: titles, names and pictures are made up, links lead to example.com.
"""

from __future__ import annotations

from medialib_tui.demo.axes import LATEST
from medialib_tui.demo.library import Library
from medialib_tui.demo.sample_config import sample_config
from medialib_tui.demo.sample_hostile import add_hostile_state, hostile_entries
from medialib_tui.demo.sample_malformed import add_malformed_state, malformed_entries
from medialib_tui.demo.sample_news import news_entries
from medialib_tui.demo.sample_special import add_special_state, special_entries
from medialib_tui.demo.sample_uses import add_documents, add_usage_logs, index_references

HIGHLIGHTS: tuple[tuple[str, str], ...] = (
    ("harbour-dawn-01", "an everyday picture with a few known uses"),
    ("every-plugin", "every kind of metadata an image can have"),
    ("popular-skyline", "used in 12,345 documents"),
    ("poster-popular", "the poster of 250 videos"),
    ("busy-usage-log", "a usage log of 3,000 rows"),
    ("pending-usage", "print uses waiting to be confirmed"),
    ("translated-picture", "three languages, replaced and variant keys"),
    ("license-restricted", "print only, after approval"),
    ("revoked-picture", "revoked, can be taken back"),
    ("revoked-deleted", "revoked, the files are gone for good"),
    ("marked-invalid", "marked as invalid, not served"),
    ("expired-rights", "the rights have expired"),
    ("archived-picture", "archived, but still used"),
    ("unused-picture", "no use found anywhere"),
    ("no-asset", "an entry without asset"),
    ("hostile-escapes", "terminal escapes in every text"),
    ("malformed-types", "the wrong type in every field"),
)


def sample_library(release: str = LATEST, *, use_2025_behavior: bool = True) -> Library:
    """A new sample library on a server of this release."""
    library = Library(release=release, use_2025_behavior=use_2025_behavior, config=sample_config())
    library.add(news_entries())
    add_documents(library)
    library.add(special_entries())
    library.add(hostile_entries())
    library.add(malformed_entries())
    add_usage_logs(library)
    add_special_state(library)
    add_hostile_state(library)
    add_malformed_state(library)
    index_references(library)
    return library
