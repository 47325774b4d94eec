"""An entry in blocks of text: its facts, asset, license, metadata, and what is odd about it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from medialib_tui.core.describe import Field, fields, metadata_fields
from medialib_tui.core.facts import asset_facts, entry_facts
from medialib_tui.core.license import invalid_because, license_info
from medialib_tui.tui.widgets.columns import Tone
from medialib_tui.tui.widgets.sheet import Block, Fact, Gap, Heading, Said

if TYPE_CHECKING:
    from pydantic import JsonValue

    from medialib_tui.model.entry import Entry
    from medialib_tui.model.schema import Project

_LONGEST_VALUE = 20_000
"""Characters of one value that are laid out; the JSON tab and copying have all of it."""


def unread(entry_id: str) -> Iterator[Block]:
    """What is known of an entry that has been asked for."""
    yield Heading("Entry")
    yield Fact("Id", entry_id)
    yield Said("Asking the server…", "muted")


def identity(entry: Entry, project: Project, language: str) -> Iterator[Block]:
    """Who the entry is, and when it was made and changed."""
    yield Heading("Entry")
    for label, text in entry_facts(entry, project, language):
        yield Fact(label, limited(text))
    if because := invalid_because(entry, project):
        yield Fact("Invalid", because, "bad")


def asset(entry: Entry) -> Iterator[Block]:
    """The file behind the entry, and those of its translations."""
    yield Heading("Asset")
    facts = asset_facts(entry.asset)
    if not facts:
        yield Said("The entry has no asset." if entry.asset is None else "Nothing is known of it.")
    for label, text in facts:
        yield Fact(label, limited(text))
    for translation in entry.translations:
        if translation.asset is not None:
            yield Gap()
            yield Heading(f"Asset in {translation.locale or '?'}")
            for label, text in asset_facts(translation.asset):
                yield Fact(label, limited(text))


def license_rules(entry: Entry, project: Project, language: str) -> Iterator[Block]:
    """The license profile and what it says about each purpose; nothing without one."""
    found = license_info(entry, project, language)
    if found is None:
        return
    yield Heading("License", found.label)
    if found.rules is None:
        yield Said("This license profile is not configured.", "warn")
        return
    if not found.enforced:
        yield Said("License profiles are not enforced in this project.", "muted")
    for purpose, rule in found.rules:
        yield Fact(purpose, rule, "bad" if rule.startswith("must not") else "plain")


def metadata(entry: Entry, project: Project, language: str) -> Iterator[Block]:
    """Every property, its translations below it, then what the client did not expect."""
    if not project.known and project.unknown_because:
        because = project.unknown_because.rstrip(".")
        yield Said(f"Labels as the API names them: {because}.", "muted")
        yield Gap()
    found = fields(entry, project, language)
    translated = _translated(entry, project, language)
    handles = {item.handle for item in found}
    if not found and not any(translated.values()):
        yield Said("The entry has no metadata.")
    for item in found:
        yield from _field(item, translated.get(item.handle, []))
    for handle, values in translated.items():
        if handle not in handles and values:
            yield Fact(values[0][1].label, "-", "muted")
            yield from _in_locales(values)
    yield from _unexpected(entry)


def _translated(
    entry: Entry, project: Project, language: str
) -> dict[str, list[tuple[str, Field]]]:
    found: dict[str, list[tuple[str, Field]]] = {}
    for translation in entry.translations:
        for item in metadata_fields(translation.metadata, entry.media_type, project, language):
            found.setdefault(item.handle, []).append((translation.locale or "?", item))
    return found


def _field(item: Field, translated: Sequence[tuple[str, Field]]) -> Iterator[Block]:
    warning = f"  ({item.warning})" if item.warning else ""
    yield Fact(item.label, limited(item.text) + warning, "warn" if warning else "plain")
    yield from _in_locales(translated)


def _in_locales(translated: Sequence[tuple[str, Field]]) -> Iterator[Block]:
    for locale, item in translated:
        yield Fact(f"  {locale}", limited(item.text), "muted")


def _unexpected(entry: Entry) -> Iterator[Block]:
    if entry.unknown:
        yield Gap()
        yield Heading("Further fields the server sent")
        for name, value in entry.unknown.items():
            yield Fact(name, limited(_plain(value)))
    if entry.oddities:
        yield Gap()
        yield Heading("Not of the documented type", "shown as missing; the JSON tab has them")
        shown, more = entry.oddities[:20], len(entry.oddities) - 20
        yield Said(", ".join(shown) + (f" and {more} more" if more > 0 else ""), "warn")


def brief(entry: Entry, project: Project, language: str) -> Iterator[Block]:
    """The entry for a side panel: identity, asset and metadata, nothing long."""
    yield Heading(entry.title)
    yield from list(identity(entry, project, language))[1:]
    facts = [pair for pair in asset_facts(entry.asset) if pair[0] not in {"Key", "URL", "Storage"}]
    for label, text in facts:
        yield Fact(label, limited(text, 200))
    if entry.asset is None:
        yield Fact("Asset", "none", "warn")
    found = fields(entry, project, language)
    if found:
        yield Gap()
        yield Heading("Metadata")
    tone: Tone
    for item in found[:12]:
        tone = "warn" if item.warning else "plain"
        yield Fact(item.label, limited(item.text, 240), tone)
    if len(found) > 12:
        yield Said(f"and {len(found) - 12} more", "muted")


def limited(text: str, most: int = _LONGEST_VALUE) -> str:
    """The text, cut with a remark where it is longer than a person reads here."""
    if len(text) <= most:
        return text
    return f"{text[:most]}… ({len(text):,} characters)"


def _plain(value: JsonValue) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
