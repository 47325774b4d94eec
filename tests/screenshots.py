"""Renders the main screens on the embedded library: `python -m tests.screenshots` writes them."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
import time
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from unittest.mock import patch

from textual.pilot import Pilot

from medialib_tui.store.paths import Paths
from medialib_tui.store.resolve import Flags
from medialib_tui.tui.app import MedialibApp
from medialib_tui.tui.run import build
from tests.tui.conftest import settled

FOLDER = Path(__file__).resolve().parents[1] / "screenshots"
WIDE = (120, 40)
NARROW = (80, 24)

_CLOCK = "09:41:00"
_PATHS = Paths(
    Path("~/.config/medialib"), Path("~/.local/state/medialib"), Path("~/.cache/medialib")
)
_SEEN = (
    ("harbour-dawn-01", "Fishing boats leave the harbour at dawn"),
    ("popular-skyline", "A skyline that 12,345 documents show"),
    ("translated-picture", "A picture in three languages"),
    ("license-restricted", "Print only, with approval"),
    ("revoked-picture", "Revoked, the files are kept"),
)
_SEVERAL = (
    "harbour-dawn-01 every-plugin popular-skyline translated-picture "
    "revoked-picture no-asset unused-picture does-not-exist"
)
_LINE = re.compile(r'<text[^>]*clip-path="url\(#[^"]*-line-(\d+)\)"[^>]*>([^<]*)</text>')


_TITLES = (
    *("Ferry at the old pier", "", "Market hall before opening", "Lighthouse in the fog"),
    *("Fishing boats leave the harbour at dawn", "Cranes over the container port"),
    *("Harbour seen from the hill", "Ropes on the quay", "Rowers at the harbour mouth"),
    *("Swans between the boats", "Winter storm over the pier", "Seagulls follow a trawler"),
    *("Harbour master at work", "Sailing school, first day", "Sunset behind the breakwater"),
)
_FILE = "harbour.csv"
_IMPORTED = """\
id;mediaType;asset.key;asset.url;asset.size;asset.width;asset.height;asset.mimeType;\
asset.filename;metadata.title;metadata.credit
""" + "".join(
    f"{'harbour-dawn-01' if place == 5 else f'harbour-{place:02}'};image;2026/{place}.jpg;"
    f"https://media.example.com/{place}.jpg;{'1,5 MB' if place == 9 else 21_000 + place};1600;900;"
    f"image/jpeg;{place}.jpg;{title};Archive\n"
    for place, title in enumerate(_TITLES, 1)
)


@dataclass(frozen=True)
class Shot:
    """A picture: the app started with a query, or an import of a file begun, then keys."""

    name: str
    query: str = ""
    keys: tuple[str, ...] = ()
    file: str = ""
    size: tuple[int, int] = WIDE
    theme: str = "dark"


SHOTS = (
    Shot("look-up"),
    Shot("results", _SEVERAL),
    Shot("entry", "harbour-dawn-01"),
    Shot("entry-light", "harbour-dawn-01", theme="light"),
    Shot("entry-80x24", "harbour-dawn-01", size=NARROW),
    Shot("metadata", "every-plugin", ("2",)),
    Shot("references", "popular-skyline", ("3",)),
    Shot("usage-log", "busy-usage-log", ("4",)),
    Shot("asset", "translated-picture", ("5",)),
    Shot("json", "harbour-dawn-01", ("6",)),
    Shot("preview", "harbour-dawn-01", ("p",)),
    Shot("import", "", ("enter", "f2", "y", "down"), _IMPORTED),
    Shot("settings", "harbour-dawn-01", ("S",)),
    Shot("help", "harbour-dawn-01", ("question_mark",)),
    Shot("palette", "harbour-dawn-01", ("ctrl+p",)),
)


def render(shot: Shot, home: Path) -> str:
    """One screen as SVG; the same on every machine. `home` is a folder of its own."""
    home.mkdir(parents=True, exist_ok=True)
    (home / _FILE).write_text(shot.file, encoding="utf-8")
    (home / "settings.toml").write_text(f'[ui]\ntheme = "{shot.theme}"\n', encoding="utf-8")
    return asyncio.run(_take(shot, home))


async def _take(shot: Shot, home: Path) -> str:
    environ = {"MEDIALIB_HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    with (
        patch("medialib_tui.tui.source.clock", lambda: _CLOCK),
        patch.dict(os.environ, {"TZ": "UTC", **environ}),
    ):
        time.tzset()
        app = build(Flags(demo=True), "", environ)
        app.paths = _PATHS
        async with app.run_test(size=shot.size) as pilot:
            await settled(pilot)
            await _play(pilot, app, shot, home / _FILE)
            return app.export_screenshot(title="medialib")


async def _play(pilot: Pilot[None], app: MedialibApp, shot: Shot, file: Path) -> None:
    recents, url = app.session.recents, app.session.server.url
    for place, (entry_id, title) in enumerate(_SEEN):
        recents.note(url, entry_id, title, "image", 1_780_000_000 - place * 3600)
    from medialib_tui.tui.screens.lookup.screen import LookupScreen
    from medialib_tui.tui.widgets.import_files import PathField

    await app.switch_screen(LookupScreen(shot.query))
    await settled(pilot)
    if shot.file:
        await pilot.press("escape", "I")
        await settled(pilot)
        app.screen.query_one(PathField).put(str(file))
        await settled(pilot)
    for key in shot.keys:
        await pilot.press(key)
        await settled(pilot)


def lines(svg: str) -> list[str]:
    """What a screenshot says, line by line; pictures and the width of gaps do not count."""
    rows: dict[int, str] = {}
    for number, text in _LINE.findall(svg):
        rows[int(number)] = rows.get(int(number), "") + unescape(text)
    return [
        " ".join(rows.get(number, "").replace("▀", " ").split())
        for number in range(max(rows, default=-1) + 1)
    ]


def main(names: list[str]) -> int:
    """Write the named screenshots, or all of them."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for shot in SHOTS:
            if not names or shot.name in names:
                svg = render(shot, Path(folder) / shot.name)
                (FOLDER / f"{shot.name}.svg").write_text(svg, encoding="utf-8")
                sys.stdout.write(f"{shot.name}.svg\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
