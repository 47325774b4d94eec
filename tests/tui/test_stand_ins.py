"""Symbols that stand in for characters while they are edited."""

from __future__ import annotations

import pytest

from medialib_tui.tui.widgets.controls.stand_ins import StandIns


@pytest.mark.parametrize(
    ("text", "as_sent"),
    [
        ("👩\u200d👧 family", True),
        ("z\u200cw\u200dn", False),
        ("👩\u200d👧 ad\u200dmin", False),
        ("\u200d", False),
    ],
)
def test_no_letter_is_hidden_behind_a_joiner(text: str, as_sent: bool) -> None:
    stand_ins = StandIns(newlines=False)
    edited = stand_ins.visible(text)
    assert ("\u200d" in edited) is as_sent
    assert len(edited) == len(text)
    assert stand_ins.real(edited) == text
