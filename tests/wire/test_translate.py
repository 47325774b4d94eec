"""What passes, what is dropped, what is forgotten; and how short the output is."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medialib_tui.tui.wire.allowed import may_pass
from medialib_tui.tui.wire.terminals import Abilities, abilities, known
from medialib_tui.tui.wire.translate import SYNC_END, SYNC_START, Translator
from tests.wire.emulator import Emulator

FOREIGN = (
    "\x1b]52;c;aGFja2Vk\x07",
    "\x1b]0;pwned\x07",
    "\x1b[2J",
    "\x1b[6n",
    "\x1b[3J",
    "\x1bc",
    "\x1b[?1049l",
    "\x1b[8;10;10t",
    "\x1bPq#0\x1b\\",
    "\x1b_Ga=d\x1b\\",
    "\x1b]8;;file:///etc/passwd\x1b\\",
    "\x9b31m",
    "\x07",
    "\x1b",
    "\x1b[1;1",
)
COMMANDS = (
    "\x1b[?1049h",
    "\x1b[?25l",
    "\x1b[?1003h",
    "\x1b[>25u",
    "\x1b[<u",
    "\x1b[?2026$p",
    "\x1b[?2048$p",
    "\x07",
    "\x1b]52;c;" + base64.b64encode("Zürich".encode()).decode() + "\x07",
    "\x1b]22;pointer\x07",
    "\x1b]2;medialib\x1b\\",
    "\x1b_Ga=t,t=d,f=24,o=z,q=2,i=77,s=1,v=1,m=0;AAAA\x1b\\",
    "\x1bPtmux;\x1b\x1b]52;c;dGV4dA==\x07\x1b\\",
)


def painted(text: str, y: int = 1, x: int = 1) -> str:
    """Text as a frame of the framework."""
    return f"\x1b[{y};{x}H\x1b[38;2;1;2;3;48;2;4;5;6m{text}\x1b[0m\x1b[1;1H"


@pytest.mark.parametrize("sequence", FOREIGN, ids=repr)
def test_what_is_no_cell_is_dropped_and_counted(sequence: str) -> None:
    translator = Translator(40, 5)
    sent = translator.send(painted(f"before{sequence}after"))
    assert sequence not in sent or sequence == "\x1b"
    assert translator.dropped >= 1
    screen = Emulator(40, 5)
    screen.feed(sent)
    assert screen.text.startswith("before")
    assert "fter" in screen.text


@pytest.mark.parametrize("command", COMMANDS, ids=repr)
def test_what_the_app_may_send_passes_as_it_is(command: str) -> None:
    translator = Translator(40, 5)
    assert translator.send(command) == command
    assert translator.dropped == 0


@pytest.mark.parametrize(
    "command",
    [
        "\x1b[?9999h",
        "\x1b[5n",
        "\x1b[c",
        "\x1b]52;c;?\x07",
        "\x1b]4;1;red\x07",
        "\x1b]2;a\u202eb\x07",
        "\x1bPtmux;\x1b\x1b[2J\x1b\\",
        "\x1b_Xanything\x1b\\",
        "\x1b[?25h\x1b[2J",
        "\x1b[?25h\x1b[?2026h",
    ],
    ids=repr,
)
def test_other_commands_do_not_pass(command: str) -> None:
    assert not may_pass(command)
    translator = Translator(40, 5)
    assert command not in translator.send(command)
    assert translator.dropped >= 1


@pytest.mark.parametrize("command", COMMANDS, ids=repr)
def test_what_the_app_may_send_does_not_pass_within_a_painted_text(command: str) -> None:
    translator = Translator(80, 5)
    hostile = painted(f"before{SYNC_END}{command}{SYNC_START}after")
    sent = "".join(map(translator.send, [SYNC_START, hostile, SYNC_END]))
    assert command not in sent
    assert translator.dropped >= 3
    assert translator.send(SYNC_START + painted("one") + SYNC_END + command).find(command) < 0


def test_an_app_may_send_more_when_it_says_so() -> None:
    progress = "\x1b]9;4;1;50\x07"
    assert progress not in Translator(40, 5).send(progress)
    translator = Translator(40, 5, also=["\x1b]9;4;[0-4];[0-9]+\x07"])
    assert translator.send(f"{progress}\x1b[?25l") == f"{progress}\x1b[?25l"
    assert progress not in translator.send(painted(f"before{progress}after"))
    assert translator.dropped == 1


@given(
    st.lists(st.sampled_from((*FOREIGN, *COMMANDS, "\r", "\b", "\t", "ab", "漢", "\n")), max_size=9)
)
@settings(max_examples=60)
def test_what_is_dropped_moves_nothing(parts: list[str]) -> None:
    known, anew = Translator(20, 5), Emulator(20, 5)
    screen = Emulator(20, 5)
    for y in (2, 1):
        screen.feed(known.send(painted("".join(parts), y, 3)))
    known.forget()
    anew.feed(known.send("\x1b[1;1H"))
    assert not screen.other_lines(anew)
    assert (screen.x, screen.y) == (anew.x, anew.y) == (0, 0)


def test_a_carriage_return_within_a_text_does_not_leave_its_place() -> None:
    translator, screen = Translator(20, 3), Emulator(20, 3)
    screen.feed(translator.send(painted("ab\rcd", 2, 5)))
    assert screen.text.split("\n")[1] == "    abcd"
    assert translator.dropped == 1


def test_a_command_keeps_its_place_among_the_frames() -> None:
    translator = Translator(40, 5)
    sent = "".join(
        map(translator.send, [SYNC_START, painted("one"), "\x07", painted("two", 2), SYNC_END])
    )
    assert sent.index("one") < sent.index("\x07") < sent.index("two")
    assert sent.startswith(SYNC_START)
    assert sent.endswith(SYNC_END)


def test_a_frame_that_changes_nothing_sends_nothing_not_even_its_marks() -> None:
    translator = Translator(40, 5)
    translator.send(painted("text"))
    assert "".join(map(translator.send, [SYNC_START, painted("text"), SYNC_END])) == ""


def test_one_cell_costs_a_few_bytes() -> None:
    translator = Translator(40, 5)
    translator.send(painted("text"))
    assert translator.send(painted("texT")) == "\x1b[4GT\r"


def test_a_picture_of_a_control_character_is_a_cell_like_any_other() -> None:
    translator = Translator(40, 5)
    translator.send(painted("a\u241bb"))
    assert translator.send(painted("a\u241bc")) == "\x1b[3Gc\r"


def test_leaving_the_screen_gives_the_pen_back() -> None:
    translator = Translator(40, 5)
    translator.send(painted("text"))
    assert translator.send("\x1b[?1049l") == "\x1b[m\x1b[?1049l"


def test_coming_back_paints_everything_with_the_first_frame() -> None:
    translator = Translator(40, 5)
    translator.send(painted("first") + painted("second", 2))
    translator.send("\x1b[?1049l")
    sent = translator.send("\x1b[?1049h") + translator.send(painted("third", 3))
    screen = Emulator(40, 5)
    screen.feed(sent)
    assert screen.text.split("\n")[:3] == ["first", "second", "third"]


def test_another_size_begins_anew_and_cells_outside_stay_outside() -> None:
    translator = Translator(40, 5)
    translator.send(painted("text"))
    translator.resize(10, 3)
    screen = Emulator(10, 3)
    screen.feed(translator.send(painted("a long line of text") + painted("below", 9)))
    assert screen.text.split("\n") == ["a long lit", "", "below"]


def test_a_link_is_kept_without_its_random_name() -> None:
    translator = Translator(40, 5)
    link = "\x1b[1;1H\x1b]8;id=77;https://example.com\x1b\\here\x1b]8;;\x1b\\ x"
    sent = translator.send(link)
    assert "\x1b]8;;https://example.com\x1b\\here" in sent
    assert translator.send(link.replace("77", "78") + "\x1b[1;7H") == ""
    assert "\x1b]8;;\x1b\\" in sent + translator.send("\x1b[?1049l")


def test_a_line_that_scrolls_is_moved() -> None:
    lines = [
        " ".join(str(number * step % 9973) for step in range(991, 999)) for number in range(30)
    ]
    translator = Translator(60, 12)
    for top in (0, 1):
        frame = "\n".join(painted(lines[top + y], y + 1) for y in range(10))
        sent = translator.send(frame)
    assert "\x1b[M" in sent
    assert len(sent) < 120


def test_repeat_is_used_where_it_is_known() -> None:
    rule = painted("─" * 30)
    assert "─\x1b[29b" in Translator(40, 5, Abilities(repeat=True)).send(rule)
    assert "─" * 30 in Translator(40, 5, Abilities()).send(rule)


@pytest.mark.parametrize(
    ("term", "is_known"),
    [
        ("xterm-256color", True),
        ("tmux-256color", True),
        ("screen.xterm-256color", True),
        ("alacritty", True),
        ("foot-extra", True),
        ("rxvt-unicode-256color", True),
        ("linux", False),
        ("dumb", False),
        ("", False),
        ("vt220", False),
        ("xtermish", False),
    ],
)
def test_terminals_known(term: str, is_known: bool) -> None:
    assert known({"TERM": term}) is is_known


def test_leaving_waits_for_no_frame_and_sends_none() -> None:
    translator = Translator(20, 5)
    translator.send(SYNC_START)
    translator.send(painted("half"))
    translator.break_off()
    assert translator.send("\x1b[?1049l").endswith("\x1b[?1049l")
    assert translator.send("\x1b[?25h") == "\x1b[?25h"


def test_abilities_follow_the_terminal() -> None:
    assert abilities({"TERM": "xterm-256color"}) == Abilities()
    assert abilities({"TERM": "xterm-256color", "VTE_VERSION": "7600"}).repeat
    assert abilities({"TERM": "xterm-kitty"}).repeat
    assert not abilities({"TERM": "rxvt-unicode-256color", "VTE_VERSION": "7600"}).repeat
    assert not abilities(
        {"TERM": "xterm-256color", "VTE_VERSION": "7600", "KONSOLE_VERSION": "230400"}
    ).repeat
    assert not abilities({"TERM": "xterm-kitty", "TMUX": "/tmp/x"}).repeat  # noqa: S108
    assert not abilities({"TERM": "screen-256color"}).erase
    assert not abilities({"TERM": "xterm", "STY": "1.pts"}).erase
