"""Entries as the embedded library holds them, and as it answers them.

Source: API reference 5.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar, overload

from medialib_tui.demo.errors import Json

T = TypeVar("T")


class Generated(Sequence[T]):
    """A long list whose items are made when they are looked at."""

    def __init__(self, length: int, make: Callable[[int], T]) -> None:
        self._length = length
        self._make = make

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        if isinstance(index, slice):
            return [self._make(i) for i in range(*index.indices(self._length))]
        return self._make(range(self._length)[index])

    def __iter__(self) -> Iterator[T]:
        return map(self._make, range(self._length))


@dataclass(slots=True, kw_only=True)
class Entry:
    """One media library entry with the state no endpoint answers.

    `overrides` replaces fields of the answer, for entries that break the documented shape.
    `keyless` leaves `asset.key` out of answers.
    """

    id: str
    media_type: str = "image"
    version: int = 1
    asset: Json | None = None
    metadata: Json = field(default_factory=dict)
    translations: list[Json] = field(default_factory=list)
    system_name: str | None = None
    external_id: str | None = None
    created_at: str = "2026-01-05T08:00:00.000Z"
    updated_at: str = "2026-01-05T08:00:00.000Z"
    revoked: bool = False
    revoke_note: str | None = None
    files_deleted: bool = False
    archived: bool = False
    former_keys: list[str] = field(default_factory=list)
    variant_keys: list[str] = field(default_factory=list)
    usage_log: Sequence[object] = ()
    keyless: bool = False
    overrides: Json | None = None

    def answer(self) -> Json:
        """The entry as GET answers it."""
        body: Json = {"id": self.id, "version": self.version, "mediaType": self.media_type}
        if self.system_name is not None:
            body["systemName"] = self.system_name
        if self.external_id is not None:
            body["externalId"] = self.external_id
        if self.asset is not None:
            hidden = "key" if self.keyless else ""
            body["asset"] = {k: v for k, v in self.asset.items() if k != hidden}
        body["metadata"] = self.metadata
        if self.translations:
            body["translations"] = self.translations
        body["createdAt"] = self.created_at
        body["updatedAt"] = self.updated_at
        body.update(self.overrides or {})
        return body

    def asset_keys(self) -> list[str]:
        """Every asset key: current, replaced, translated, variants; API reference 5.4."""
        own = [self.asset] if self.asset else []
        translated = [t.get("asset") for t in self.translations]
        assets = [a for a in (*own, *translated) if isinstance(a, dict)]
        current = [str(a["key"]) for a in assets if "key" in a]
        listed: Iterable[str] = (*current[:1], *self.former_keys, *current[1:], *self.variant_keys)
        return list(dict.fromkeys(listed))

    def usage_purposes(self) -> set[object]:
        """The purposes that occur in the usage log."""
        return {row.get("purpose") for row in self.usage_log if isinstance(row, dict)}
