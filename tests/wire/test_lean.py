"""What another app calls: a driver that is safe in every terminal, and for one app alone."""

from __future__ import annotations

import pytest
from textual.drivers.linux_driver import LinuxDriver

from medialib_tui.tui.wire.driver import LeanDriver
from medialib_tui.tui.wire.lean import color_system, is_lean, lean_driver
from medialib_tui.tui.wire.terminals import Abilities

XTERM = {"TERM": "xterm-256color"}


class Own(LinuxDriver):
    """A driver that an app has already."""


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"TERM": "dumb"},
        {"TERM": "linux"},
        {"TERM": "vt100"},
        XTERM | {"TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver"},
    ],
    ids=str,
)
def test_elsewhere_the_framework_chooses(environ: dict[str, str]) -> None:
    assert not is_lean(environ)
    assert lean_driver(environ=environ) is None
    assert lean_driver(Own, environ=environ) is None
    assert color_system(lean=False, environ=environ) is None


def test_a_terminal_that_is_not_known_is_lean_when_asked_and_trusted_with_little() -> None:
    found = lean_driver(Own, environ={"TERM": "vt100"}, anyway=True)
    assert found is not None
    assert found.able == Abilities(erase=False, scroll=False, tab=False)


def test_each_app_has_a_class_of_its_own_also_around_its_own_driver() -> None:
    one, other = lean_driver(Own, "256", XTERM), lean_driver(Own, "truecolor", XTERM)
    assert one is not None and issubclass(one, LeanDriver) and issubclass(one, Own)
    assert other is not None and one is not other
    assert one.mapped is not None and other.mapped is None
    assert LeanDriver.able is None and LeanDriver.mapped is None


def test_gnu_screen_is_told_no_exact_colours_by_either_driver() -> None:
    environ = {"TERM": "screen-256color", "COLORTERM": "truecolor", "STY": "1.pts"}
    lean = lean_driver(environ=environ)
    assert lean is not None and lean.mapped is not None
    assert color_system(lean=True, environ=environ) == "truecolor"
    assert color_system(lean=False, environ=environ) == "256"
    assert color_system(lean=False, environ=XTERM | {"COLORTERM": "truecolor"}) is None
    assert color_system(lean=False, colors="16", environ=XTERM) == "standard"
