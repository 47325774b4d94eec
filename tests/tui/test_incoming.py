"""What the terminal sends: a paste stays one paste, whatever it holds and however it is cut."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from medialib_tui.tui.incoming import END, START, Incoming


def _pasted(*reads: bytes) -> list[object]:
    parser, incoming = XTermParser(), Incoming()
    found = [message for data in reads for message in parser.feed(incoming.text(data))]
    return [
        message.text if isinstance(message, events.Paste) else message.key
        for message in found
        if isinstance(message, events.Paste | events.Key)
    ]


def test_escapes_in_a_paste_are_not_keys() -> None:
    text = "one \x1b[31mred\x1b q \x1b]52;c;aGk=\x07 \x1b[A end"
    assert _pasted(f"{START}{text}{END}q".encode()) == [text.replace("\x1b", ""), "q"]


@pytest.mark.parametrize("cut", range(1, 40))
def test_a_paste_may_come_in_two_reads(cut: int) -> None:
    sent = f"a{START}x \x1b[201 y \x1b\x1b q{END}b".encode()
    assert _pasted(sent[:cut], sent[cut:]) == ["a", "x [201 y  q", "b"]


def test_a_key_is_not_held_back_for_a_paste_that_may_begin() -> None:
    assert Incoming().text(b"\x1b") == "\x1b"
    assert Incoming().text(b"\x1b[") == "\x1b["


def test_what_is_not_utf_8_is_marked_and_the_rest_read_on() -> None:
    incoming = Incoming()
    assert incoming.text(b"a\xff\xfeb") == "a\ufffd\ufffdb"
    assert incoming.text("ä".encode()[:1]) == ""
    assert incoming.text("ä".encode()[1:]) == "ä"


@given(st.lists(st.text(alphabet="ab\x1b[2010~ä"), max_size=6), st.integers(1, 5))
def test_without_a_paste_nothing_is_changed_but_held_starts(texts: list[str], size: int) -> None:
    assume(START not in "".join(texts))
    sent = "".join(texts).encode()
    incoming = Incoming()
    got = "".join(incoming.text(sent[at : at + size]) for at in range(0, len(sent), size))
    assert got + incoming.text(b"", final=True) == sent.decode()
