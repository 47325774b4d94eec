"""What can be fetched again: the project extract and thumbnails."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from medialib_tui.store.files import write_private

if TYPE_CHECKING:
    from medialib_tui.model.schema import Project

LARGEST_PROJECT = 8_000_000
LARGEST_THUMBNAIL = 2_000_000
LARGEST_TOTAL = 64_000_000


@dataclass(frozen=True, slots=True)
class KeptProject:
    """A project extract and when it was kept, as a Unix time."""

    project: Project
    saved_at: float


class Cache:
    """Files below the cache folder; a failing disk only means fetching again."""

    def __init__(
        self,
        folder: Path,
        *,
        largest_total: int = LARGEST_TOTAL,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._projects = folder / "projects"
        self._thumbnails = folder / "thumbnails"
        self._largest_total = largest_total
        self._clock = clock
        self._total: int | None = None

    def project(self, server_url: str) -> KeptProject | None:
        """The kept extract of a server's root; None where there is none that can be read."""
        from medialib_tui.model.schema import Project

        try:
            kept = json.loads(self._project_file(server_url).read_bytes())
            if kept["server"] != server_url:
                return None
            return KeptProject(Project.model_validate(kept["project"]), float(kept["saved"]))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def keep_project(self, server_url: str, project: Project) -> bool:
        """Keep the extract of a readable configuration; False where that was not possible."""
        if not project.known:
            return False
        extract = project.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        kept = {"server": server_url, "saved": self._clock(), "project": extract}
        data = json.dumps(kept, separators=(",", ":")).encode()
        if len(data) > LARGEST_PROJECT:
            return False
        return _write(self._project_file(server_url), data)

    def thumbnail(self, server_url: str, key: str, variant: str) -> bytes | None:
        """A kept thumbnail of an asset key; `variant` is its size and kind, as in `80x24.png`."""
        file = self._thumbnail_file(server_url, key, variant)
        try:
            data = file.read_bytes()
            file.touch()
        except OSError:
            return None
        return data

    def keep_thumbnail(self, server_url: str, key: str, variant: str, data: bytes) -> bool:
        """Keep a thumbnail; the ones not used for longest make room for it."""
        if len(data) > min(LARGEST_THUMBNAIL, self._largest_total):
            return False
        self._make_room(len(data))
        return _write(self._thumbnail_file(server_url, key, variant), data)

    def forget_thumbnails(self, server_url: str, key: str) -> None:
        """Drop every thumbnail of an asset key, as after a write to its entry."""
        with suppress(OSError):
            for file in self._thumbnails.glob(f"{_digest(server_url, key)}.*"):
                file.unlink(missing_ok=True)

    def forget(self, server_url: str) -> None:
        """Drop the extract of a server, and every thumbnail: theirs do not tell their server."""
        with suppress(OSError):
            self._project_file(server_url).unlink(missing_ok=True)
        self._empty(self._thumbnails)

    def clear(self) -> None:
        """Drop everything."""
        for folder in (self._projects, self._thumbnails):
            self._empty(folder)

    def _empty(self, folder: Path) -> None:
        with suppress(OSError):
            for file in folder.iterdir():
                file.unlink(missing_ok=True)
        self._total = None

    def _project_file(self, server_url: str) -> Path:
        return self._projects / f"{_digest(server_url)}.json"

    def _thumbnail_file(self, server_url: str, key: str, variant: str) -> Path:
        return self._thumbnails / f"{_digest(server_url, key)}.{_digest(variant)[:8]}"

    def _make_room(self, size: int) -> None:
        """Count what is there once, then keep the sum until it is too much."""
        if self._total is None or self._total + size > self._largest_total:
            self._total = self._prune(self._largest_total - size)
        self._total += size

    def _prune(self, allowed: int) -> int:
        found = []
        with suppress(OSError):
            for file in self._thumbnails.iterdir():
                with suppress(FileNotFoundError):
                    facts = file.stat()
                    found.append((facts.st_mtime, facts.st_size, file))
        total = sum(size for _, size, _ in found)
        goal = allowed * 3 // 4
        for _, size, file in sorted(found, key=lambda item: item[0]) if total > allowed else ():
            with suppress(OSError):
                file.unlink()
                total -= size
            if total <= goal:
                break
        return total


def _write(file: Path, data: bytes) -> bool:
    try:
        write_private(file, data, durable=False)
    except OSError:
        return False
    return True


def _digest(*parts: str) -> str:
    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:40]
