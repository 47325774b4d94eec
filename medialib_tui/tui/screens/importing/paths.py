"""Files to choose from: what a folder holds, and how far a path that is typed can be completed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ENDINGS = (".json", ".jsonl", ".ndjson", ".csv", ".tsv")
MOST = 2_000
"""Names of a folder that are listed."""


@dataclass(frozen=True, slots=True)
class Found:
    """One name in a folder; `changed` in seconds since 1970."""

    name: str
    folder: bool
    size: int
    changed: float

    @property
    def importable(self) -> bool:
        """Whether the name says that it may be imported."""
        return not self.folder and self.name.lower().endswith(ENDINGS)

    @property
    def text(self) -> str:
        """The name as it stands in a path."""
        return f"{self.name}/" if self.folder else self.name


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder holds: what can be imported first, then folders, then the rest."""

    folder: str
    found: tuple[Found, ...] = ()
    more: bool = False
    problem: str = ""


def split(text: str) -> tuple[str, str]:
    """The folder part with its slash, and the beginning of a name behind it."""
    if text == "~":
        return "~/", ""
    folder, slash, name = text.rpartition("/")
    return folder + slash, name


def path_of(text: str) -> Path:
    """The path that is meant; `~` is the home folder."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


def read_folder(folder: str) -> Listing:
    """What is in a folder; a problem where it cannot be read."""
    found: list[Found] = []
    more = False
    try:
        with os.scandir(path_of(folder or ".")) as names:
            for name in names:
                if len(found) == MOST:
                    more = True
                    break
                if (one := _found(name)) is not None:
                    found.append(one)
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else ""
        return Listing(folder, problem=said or str(error))
    found.sort(key=_order)
    return Listing(folder, tuple(found), more)


def _found(name: os.DirEntry[str]) -> Found | None:
    try:
        facts, folder = name.stat(), name.is_dir()
    except OSError:
        return None
    return Found(name.name, folder, 0 if folder else facts.st_size, facts.st_mtime)


def _order(one: Found) -> tuple[int, str, str]:
    rank = 0 if one.importable else 1 if one.folder else 2
    return rank, one.name.casefold(), one.name


def matching(listing: Listing, begun: str) -> tuple[Found, ...]:
    """Names that begin so, in any case; hidden ones only where the dot is typed."""
    wanted = begun.casefold()
    return tuple(
        one
        for one in listing.found
        if one.name.casefold().startswith(wanted) and (begun or one.importable or one.folder)
        if begun.startswith(".") or not one.name.startswith(".")
    )


def completed(text: str, found: Sequence[Found]) -> str:
    """The text, as much longer as every match allows; a single folder with its slash."""
    folder, begun = split(text)
    if not found:
        return text
    if len(found) == 1:
        return folder + found[0].text
    names = [one.name for one in found]
    same = 0
    for chars in zip(*names, strict=False):
        if len({char.casefold() for char in chars}) > 1:
            break
        same += 1
    return folder + names[0][:same] if same > len(begun) else text
