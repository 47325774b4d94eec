"""What another app needs of this package: `MyApp(driver_class=lean_driver()).run()`.

The other public names are `dropped` and `forget()` of the running driver, a `LeanDriver`. Imports
nothing of the framework before a driver is asked for.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from medialib_tui.tui.wire.colours import depth, mapping
from medialib_tui.tui.wire.terminals import abilities, gnu_screen, known

if TYPE_CHECKING:
    from textual.drivers.linux_driver import LinuxDriver

    from medialib_tui.tui.wire.driver import LeanDriver

_SYSTEMS = {"truecolor": "truecolor", "256": "256", "16": "standard"}


def is_lean(environ: Mapping[str, str] = os.environ, *, anyway: bool = False) -> bool:
    """Whether frames go out as differences: in terminals known to follow, or `anyway`.

    Not where the framework has no terminal driver like this one, nor where another one is named.
    """
    if sys.platform == "win32" or environ.get("TEXTUAL_DRIVER"):
        return False
    return anyway or known(environ)


def lean_driver(
    own: type[LinuxDriver] | None = None,
    colors: str = "auto",
    environ: Mapping[str, str] = os.environ,
    *,
    anyway: bool = False,
    also: Sequence[str] = (),
) -> type[LeanDriver] | None:
    """The driver class for this terminal; None where the framework's choice, or `own`, is right.

    `own` is a driver that the app has already. `colors` is `auto`, `truecolor`, `256` or `16`.
    `also` are regular expressions of sequences that the app writes, each write made of such alone,
    besides those of `allowed.py`.
    """
    if not is_lean(environ, anyway=anyway):
        return None
    from medialib_tui.tui.wire.driver import LeanDriver

    bases = (own, LeanDriver) if own else (LeanDriver,)
    settings = {
        "able": abilities(environ),
        "mapped": mapping(depth(colors, environ)),
        "also": tuple(also),
    }
    return cast("type[LeanDriver]", type("Lean", bases, settings))


def color_system(
    *, lean: bool, colors: str = "auto", environ: Mapping[str, str] = os.environ
) -> str | None:
    """What TEXTUAL_COLOR_SYSTEM is to say when the framework is imported; None for its own choice.

    The lean driver maps all colours itself, and legibly, so it wants to be told all.
    """
    if lean:
        return "truecolor"
    asked = colors != "auto" or gnu_screen(environ)
    return _SYSTEMS[depth(colors, environ)] if asked else None
