"""The screenshots of the README and the manual say what the screens say."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.screenshots import FOLDER, SHOTS, Shot, lines, render


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_the_screenshot_is_up_to_date(shot: Shot, home: Path) -> None:
    stored = lines((FOLDER / f"{shot.name}.svg").read_text(encoding="utf-8"))
    fresh = lines(render(shot, home))
    assert len(fresh) > 15
    assert fresh == stored, "run: python -m tests.screenshots"


def test_there_are_no_others() -> None:
    assert {path.stem for path in FOLDER.glob("*.svg")} == {shot.name for shot in SHOTS}


def test_nothing_of_this_machine_is_in_them() -> None:
    for path in FOLDER.glob("*.svg"):
        text = path.read_text(encoding="utf-8")
        assert tempfile.gettempdir() not in text
        assert str(Path.home()) not in text
