"""Starts an installed program in a terminal, waits for its first screen and leaves by ctrl+c.

python -m tests.benchmarks.first_screen PROGRAM [ARGUMENT...]
"""

from __future__ import annotations

import os
import sys

from tests.benchmarks.views import READY
from tests.terminal import Terminal


def main(command: list[str]) -> int:
    """Exit code of the program, which is 0 when it could be left."""
    with Terminal(command, os.environ, columns=80, rows=24) as terminal:
        took = terminal.wait_for(READY, limit_s=30)
        terminal.until_quiet()
        print(terminal.text)
        print(f"first screen after {took:.0f} ms, {terminal.size:,} bytes until quiet")
        terminal.write("<ctrl+c>")
        return terminal.until_exit()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
