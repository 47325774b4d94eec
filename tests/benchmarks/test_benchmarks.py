"""The benchmarks run at all; what they find is for people to judge, not for a test."""

from __future__ import annotations

import json
import shlex
import sys
from functools import partial
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import main
from tests.benchmarks.figures import Figure, alternate, at_most, table, times_at_most


@pytest.mark.parametrize(
    ("group", "figures"),
    [
        ("start", "--version"),
        ("wire", "first screen"),
        ("slow", "open entry"),
        ("reading", "240 ids"),
        ("bulk", "entries too many or too few"),
    ],
)
def test_every_group_prints_its_figures(
    group: str, figures: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "figures.json"
    program = shlex.join([sys.executable, "-m", "medialib_tui"])
    quick = ["--rounds", "1", "--idle", "0.1", "--quick", "--json", str(kept)]
    assert main([group, *quick, "--program", program]) == 0
    assert figures in capsys.readouterr().out
    assert all(figure["measured"] for figure in json.loads(kept.read_text()))


def test_goals_are_compared_in_the_right_direction() -> None:
    assert at_most("g", "n", 60, 60, "bytes").met is True
    assert at_most("g", "n", 61, 60, "bytes").met is False
    assert times_at_most("g", "n", [20, 30], [10, 10], 2.5, "peer").met is True
    assert times_at_most("g", "n", [20, 31], [10, 10], 2.5, "peer").met is False
    assert times_at_most("g", "n", [20], None, 2.5, "peer").met is None


def test_rounds_alternate_after_a_round_that_is_not_counted() -> None:
    order: list[str] = []

    def run(name: str) -> int:
        order.append(name)
        return len(order)

    found = alternate({name: partial(run, name) for name in "ab"}, 2)
    assert order == ["a", "b", "a", "b", "b", "a"]
    assert found == {"a": [3, 6], "b": [4, 5]}


def test_a_goal_that_is_not_met_stands_out() -> None:
    shown = table([Figure("wire", "typed key", "<= 60 bytes", "61 bytes", met=False)])
    assert shown.splitlines()[-1].startswith("OVER  wire: typed key")
