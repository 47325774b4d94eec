"""How frames travel to this terminal: which driver, and with how many colours.

Imports nothing of the framework, because it is asked before that is loaded.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from medialib_tui.tui.wire import lean

if TYPE_CHECKING:
    from textual.app import App

    from medialib_tui.store.settings import Ui
    from medialib_tui.tui.driver import TerminalDriver

_SYSTEM = "TEXTUAL_COLOR_SYSTEM"


def is_lean(ui: Ui, environ: Mapping[str, str]) -> bool:
    """Whether frames go out as differences: where it is asked for, or the terminal is known."""
    return ui.wire == "lean" and lean.is_lean(environ, anyway=_asked(ui))


@contextmanager
def colours(ui: Ui, environ: Mapping[str, str]) -> Iterator[None]:
    """Load the framework within: it reads then how many colours to paint with."""
    system = lean.color_system(lean=is_lean(ui, environ), colors=ui.colors, environ=environ)
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
    from medialib_tui.tui.driver import TerminalDriver

    if ui.wire != "lean":
        return TerminalDriver
    found = lean.lean_driver(TerminalDriver, ui.colors, environ, anyway=_asked(ui))
    return cast("type[TerminalDriver]", found or TerminalDriver)


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


def _asked(ui: Ui) -> bool:
    return "wire" in ui.given
