"""The asset keys of an entry and what each one is (API reference 2.1, keys)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from medialib_tui.model.base import JsonObject
from medialib_tui.model.entry import Entry

Kind = Literal["current", "translated", "variant", "former"]
VARIANT = "v/"
"""Keys that begin so are edits of single documents; no asset may be stored under one."""


@dataclass(frozen=True, slots=True)
class AssetKey:
    """One storage key; `locale` names the language of a translated asset."""

    key: str
    kind: Kind
    locale: str = ""

    @property
    def label(self) -> str:
        """What it is, in a few words."""
        match self.kind:
            case "current":
                return "current"
            case "translated":
                return f"translated {self.locale or '?'}"
            case "variant":
                return "variant"
            case "former":
                return "replaced or removed"

    def to_json(self) -> JsonObject:
        """The key in the report."""
        return {"key": self.key, "kind": self.kind, "locale": self.locale or None}


def asset_keys(entry: Entry, listed: Sequence[str] | None) -> tuple[AssetKey, ...]:
    """Every key once: those the entry names, then those `keys` listed beside them.

    `listed` is None where `keys` did not answer; then only the entry's own are known.
    """
    found: dict[str, AssetKey] = {}
    if entry.asset_key:
        found[entry.asset_key] = AssetKey(entry.asset_key, "current")
    for item in entry.translations:
        key = item.asset.key if item.asset else None
        if key and key not in found:
            found[key] = AssetKey(key, "translated", item.locale)
    for key in listed or ():
        kind: Kind = "variant" if key.startswith(VARIANT) else "former"
        found.setdefault(key, AssetKey(key, kind))
    return tuple(found.values())
