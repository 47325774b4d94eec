"""Starts an installed program in a terminal, waits for its first screen and leaves by its key.

python -m tests.benchmarks.first_screen PROGRAM [ARGUMENT...]
"""

from __future__ import annotations

import os
import sys

from tests.benchmarks.terminal import Terminal

READY = r"(?i)embedded|demo"
"""What stands on the first useful screen of the embedded library."""


def main(command: list[str]) -> int:
    """Exit code of the program, which is 0 when it was left by `q`."""
    with Terminal(command, os.environ, columns=80, rows=24) as terminal:
        took = terminal.wait_for(READY, limit_s=30)
        terminal.until_quiet()
        print(terminal.text)
        print(f"first screen after {took:.0f} ms, {terminal.size:,} bytes until quiet")
        terminal.step("<esc>")
        terminal.write("q")
        return terminal.until_exit()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
