"""The asset of an entry: what is known of the file, whether it is served, every key."""

from __future__ import annotations

from collections.abc import Iterator

from medialib_tui.core.serving import Serving
from medialib_tui.model.entry import Entry
from medialib_tui.tui.source import Source
from medialib_tui.tui.widgets.columns import Tone
from medialib_tui.tui.widgets.entry_text import asset
from medialib_tui.tui.widgets.sheet import Block, Fact, Gap, Heading, Said, Sheet
from medialib_tui.tui.widgets.uses import say_serving

_TONES: dict[str, Tone] = {"served": "good", "blocked": "bad", "unknown": "muted"}
_MOST = 1_000


class AssetView(Sheet):
    """Facts, serve state and keys."""

    def show_asset(
        self, entry: Entry, serving: Source[Serving], keys: Source[tuple[str, ...]]
    ) -> None:
        """Show what is known so far."""
        self.show([*asset(entry), Gap(), *serve_blocks(serving), Gap(), *key_blocks(keys)])


def serve_blocks(serving: Source[Serving]) -> Iterator[Block]:
    """The serve state and what it means."""
    yield Heading("Serve state")
    found = serving.value
    if found is None:
        yield Said("Asking…", "muted")
        return
    tone: Tone = "bad" if found.failed else _TONES[found.state]
    yield Fact("serve-image", say_serving(found), tone)
    if serving.at and found.state != "unknown":
        yield Fact("Asked at", serving.at, "muted")
    if found.state == "blocked":
        yield Said("A refusal can mean revoked or invalid; the status does not say which.", "muted")


def key_blocks(keys: Source[tuple[str, ...]]) -> Iterator[Block]:
    """Every key, or why they are not known."""
    found = keys.value
    yield Heading("Asset keys", f"{len(found):,}" if found else "")
    if found is None and keys.waiting:
        yield Said("Asking…", "muted")
    elif keys.not_offered:
        yield Said(keys.not_offered, "warn")
    elif keys.failed is not None:
        yield Said(keys.failed.title, "bad")
        yield Said(f"{keys.failed.hint} Press r to ask again.".strip(), "muted")
    elif not found:
        yield Said("The server names no keys.")
    else:
        for key in found[:_MOST]:
            yield Said(key)
        if len(found) > _MOST:
            yield Said(f"and {len(found) - _MOST:,} more", "muted")
