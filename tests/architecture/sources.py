"""The project's own source, parsed once, for the rules about it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The checkout."""


@dataclass(frozen=True)
class Source:
    """One Python file: its path in the checkout, its text and its syntax tree."""

    path: str
    text: str
    tree: ast.Module


@cache
def sources(folder: str) -> tuple[Source, ...]:
    """Every Python file under a folder of the checkout."""
    found = []
    for file in sorted((ROOT / folder).rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        found.append(Source(str(file.relative_to(ROOT)), text, ast.parse(text)))
    return tuple(found)


def everything() -> tuple[Source, ...]:
    """The package and its tests."""
    return sources("medialib_tui") + sources("tests")


def modules(package: str) -> list[str]:
    """Dotted names of all modules of a package under `medialib_tui`."""
    return [
        source.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for source in sources(f"medialib_tui/{package}")
    ]
