"""The programs that are compared, each in a small clean environment of its own."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.terminal import MS, Terminal

HERE = Path(__file__).parent
SAMPLE = "harbour-dawn-01"
"""An everyday entry of the embedded library."""

TOKEN = "demo-read-write"


@dataclass(frozen=True)
class Program:
    """A program with a screen: how it starts, what its first useful screen shows, its last key."""

    command: tuple[str, ...]
    ready: str
    leave: str = "q"
    environ: Mapping[str, str] = field(default_factory=dict)

    def start(self, home: Path, columns: int = 120, rows: int = 40) -> Terminal:
        """Start it in a terminal of this size."""
        return Terminal(
            self.command, {**clean_environ(home), **self.environ}, columns=columns, rows=rows
        )


@dataclass(frozen=True)
class Subjects:
    """What the command line of the benchmarks chose; peers are None where they are not given."""

    home: Path
    program: tuple[str, ...]
    rounds: int = 5
    idle: float = 5.0
    quick: bool = False
    posting: str | None = None
    harlequin: str | None = None
    httpie: str | None = None

    def ours(self, *arguments: str, ready: str, **environ: str) -> Program:
        """`medialib` with arguments."""
        return Program((*self.program, *arguments), ready, environ=environ)

    def bare(self) -> Program:
        """The bare Textual app."""
        return Program((sys.executable, str(HERE / "bare_app.py")), r"Row 30")

    def peers(self) -> dict[str, Program]:
        """The well-kept Textual apps that were given."""
        found = {}
        if self.posting:
            found["posting"] = Program((self.posting,), r"Collection is empty", "<ctrl+c>")
        if self.harlequin:
            found["harlequin"] = Program((self.harlequin,), r"Data Catalog", "<ctrl+q>")
        return found


def clean_environ(home: Path) -> dict[str, str]:
    """A small environment with its own home."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "MEDIALIB_HOME": str(home / "medialib"),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
    }


def timed(command: Sequence[str], environ: Mapping[str, str]) -> float:
    """Milliseconds from starting a command until it has ended well."""
    start = time.monotonic_ns()
    done = subprocess.run(  # noqa: S603 - a program under measurement
        list(command), env=dict(environ), stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    took = (time.monotonic_ns() - start) / MS
    if done.returncode:
        raise RuntimeError(f"{command}: {done.returncode}\n{done.stderr.decode()}")
    return took


@contextmanager
def demo_server(subjects: Subjects, *options: str) -> Iterator[str]:
    """`medialib demo-server` on a free port of the loopback; gives its address."""
    process = subprocess.Popen(  # noqa: S603 - our own program
        [*subjects.program, "demo-server", "--port", "0", *options],
        env={**clean_environ(subjects.home), "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield _address(process)
    finally:
        process.terminate()
        process.wait(10)
        if process.stdout:
            process.stdout.close()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    said = []
    while select.select([process.stdout], [], [], 20)[0] and (line := process.stdout.readline()):
        said.append(line)
        if "http://" in line:
            return "http://" + line.split("http://", 1)[1].split()[0].rstrip("/.,;")
    raise RuntimeError(f"demo-server did not start: {''.join(said)}")


def memory_mb(pid: int) -> float:
    """Resident memory of a process now, in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def cpu_seconds(pid: int) -> float:
    """Processor time of a process so far, all its threads."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        total += int((task / "schedstat").read_text(encoding="ascii").split()[0])
    return total / 1e9
