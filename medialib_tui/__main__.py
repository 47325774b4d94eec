"""The `medialib` command: a command line for a command word, the app for anything else."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from medialib_tui.store.resolve import Flags


def main(argv: list[str] | None = None) -> int:
    """Run what the arguments ask for and return the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    if arguments in (["--version"], ["-V"]):
        from medialib_tui import __version__

        with suppress(OSError):  # told by the command line, which meets it again
            print(f"medialib {__version__}", flush=True)
            return 0
    try:
        if argv is None and _opens_app(arguments):
            return _with_skeleton(arguments)
        return _run(arguments, last_net=argv is None)
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        return 130


def _run(arguments: list[str], *, last_net: bool) -> int:
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # spares looking for them
    from medialib_tui.cli.run import run

    return run(arguments, _open_app, last_net=last_net)


def _opens_app(arguments: list[str]) -> bool:
    from medialib_tui import skeleton
    from medialib_tui.cli.words import take_apart

    return take_apart(arguments).name is None and skeleton.opens_app(arguments)


def _with_skeleton(arguments: list[str]) -> int:
    """Show a first screen while the rest is imported, and leave without delay."""
    import gc

    from medialib_tui import skeleton

    try:
        skeleton.start(arguments, os.environ)
        gc.disable()
        code = _run(arguments, last_net=True)
    finally:
        skeleton.end()
    return skeleton.leave(code)


def _open_app(flags: Flags, query: str, environ: Mapping[str, str]) -> int:
    from medialib_tui.tui.run import run

    return run(flags, query, environ)


if __name__ == "__main__":
    sys.exit(main())
