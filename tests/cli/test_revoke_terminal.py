"""Take-downs on a terminal: what is asked, in production and for several; stopped and resumed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from medialib_tui.core.batch.order import AT_ONCE
from tests.cli.conftest import ROOT, Command, Faulty
from tests.cli.on_terminal import on_terminal
from tests.cli.test_consent import PRODUCTION

ENTRY, OTHER, THIRD = "harbour-dawn-01", "harbour-dusk-02", "ferry-queue-22"


@pytest.fixture
def production(home: Path, faulty: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    """The served library as the production server `live`."""
    faulty()
    url = os.environ["MEDIALIB_URL"]
    monkeypatch.delenv("MEDIALIB_URL")
    monkeypatch.setenv("MEDIALIB_SERVER", "live")
    (home / "settings.toml").write_text(
        PRODUCTION.format(url=url) + '[takedown]\nnotes = ["Case #1", "Case #2"]\n'
    )


def test_one_confirmation_names_all() -> None:
    code, shown = on_terminal("--demo", "revoke", ENTRY, OTHER, answers=(b"n\n",))
    assert code == 7
    assert f"demo: {ENTRY}, {OTHER}" in shown
    assert "revoke 2 entries" in shown
    assert shown.index("Not checked:") < shown.index("Go on?")


@pytest.mark.usefixtures("production")
def test_in_production_the_end_of_the_last_id_is_typed() -> None:
    revoke = ("revoke", ENTRY, OTHER, "--template", "2")
    code, shown = on_terminal(*revoke, answers=(b"awn-01\n",))
    assert code == 7
    assert f"PRODUCTION live: {ENTRY}, {OTHER}" in shown
    code, shown = on_terminal(*revoke, answers=(b"usk-02\n",))
    assert code == 0
    assert shown.count("Applied and verified") == 2
    assert "note “Case #2”" in shown


@pytest.mark.usefixtures("production")
def test_in_production_yes_needs_every_id_typed(medialib: Command) -> None:
    assert medialib("revoke", "-", "--yes", stdin=ENTRY.encode()).code == 7
    assert medialib("revoke", ENTRY, "--yes").code == 0


def start(*ids: str) -> subprocess.Popen[str]:
    """Begin to revoke."""
    command = [sys.executable, "-m", "medialib_tui", "revoke", *ids, "--yes", "--json"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True)  # noqa: S603 - a fixed command


def test_several_are_stopped_and_resumed(medialib: Command, faulty: Faulty) -> None:
    slow = {"match": {"method": "PATCH", "nth": [1, 2, 3, 4]}, "action": "delay", "seconds": 2}
    faulty(slow)
    several = (ENTRY, OTHER, "bridge-works-03", "market-square-04", THIRD)
    with start(*several) as process:
        assert process.stdout and process.stderr
        end = time.monotonic() + 60
        while len(medialib("journal", "--json").array) < AT_ONCE:
            assert time.monotonic() < end
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        told = json.loads(process.stdout.read())
        said = process.stderr.read()
    sent = several[:AT_ONCE]
    assert [(one["id"], one["outcome"]) for one in told] == [(one, "applied") for one in sent]
    assert f"Not sent: {THIRD}" in said and "journal list --batch" in said
    again = medialib("revoke", *several, "--yes", "--json")
    assert again.code == 0
    found = [one for one in again.array if isinstance(one, dict)]
    assert [one["outcome"] for one in found] == ["applied"] * len(several)
    assert ["already" in one for one in found] == [one in sent for one in several]
