"""The `medialib` command: a command line for a command word, the app for anything else."""

from __future__ import annotations

import sys


def main(argv: list[str] | None = None) -> int:
    """Run what the arguments ask for and return the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    if arguments in (["--version"], ["-V"]):
        from medialib_tui import __version__

        sys.stdout.write(f"medialib {__version__}\n")
        return 0
    try:
        from medialib_tui.cli.run import run

        return run(arguments, last_net=argv is None)
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
