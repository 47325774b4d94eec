"""How frames travel to this terminal: which driver, and with how many colours.

Imports nothing of the framework, because it is asked before that is loaded.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from medialib_tui.tui.wire.colours import depth, mapping
from medialib_tui.tui.wire.terminals import abilities, known

if TYPE_CHECKING:
    from textual.app import App

    from medialib_tui.store.settings import Ui
    from medialib_tui.tui.driver import TerminalDriver

_SYSTEM = "TEXTUAL_COLOR_SYSTEM"
_SYSTEMS = {"truecolor": "truecolor", "256": "256", "16": "standard"}


def is_lean(ui: Ui, environ: Mapping[str, str]) -> bool:
    """Whether frames go out as differences: where it is asked for, or the terminal is known."""
    return ui.wire == "lean" and ("wire" in ui.given or known(environ))


@contextmanager
def colours(ui: Ui, environ: Mapping[str, str]) -> Iterator[None]:
    """Load the framework within: it reads then how many colours to paint with.

    The lean driver maps all of them itself, and legibly, so it wants to be told all.
    """
    system = "truecolor" if is_lean(ui, environ) else _SYSTEMS.get(ui.colors)
    if system is None or os.environ.get(_SYSTEM):
        yield
        return
    os.environ[_SYSTEM] = system
    try:
        yield
    finally:
        del os.environ[_SYSTEM]


def exact_colours(app: App[Any]) -> bool:
    """Whether colours reach the terminal as they were painted."""
    mapped = getattr(app._driver, "mapped", None)
    return app.console.color_system == "truecolor" and mapped is None


def driver_for(ui: Ui, environ: Mapping[str, str]) -> type[TerminalDriver]:
    """The driver that the settings and the terminal call for."""
    from medialib_tui.tui.driver import LeanTerminalDriver, TerminalDriver

    if not is_lean(ui, environ):
        return TerminalDriver
    LeanTerminalDriver.able = abilities(environ)
    LeanTerminalDriver.mapped = mapping(depth(ui.colors, environ))
    return LeanTerminalDriver


def dropped(app: App[Any]) -> int:
    """What was kept from the terminal so far: by the net below the widgets, and by the driver."""
    from medialib_tui.tui.safety import ControlFilter

    nets = (net for net in app.get_line_filters() if isinstance(net, ControlFilter))
    return int(getattr(app._driver, "dropped", 0)) + sum(net.dropped for net in nets)


def paint_anew(app: App[Any]) -> None:
    """Send the whole screen: the terminal may show something else than is known."""
    from medialib_tui.tui.wire.driver import LeanDriver

    if isinstance(app._driver, LeanDriver):
        app._driver.forget()
    app.refresh()
