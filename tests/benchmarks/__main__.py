"""Figures beside their goals: python -m tests.benchmarks [start|wire|lean|slow|...]."""

from __future__ import annotations

import argparse
import shlex
import shutil
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import bulk, lean, reading, slow, start, wire
from tests.benchmarks.figures import Figure, as_json, table
from tests.benchmarks.subjects import Subjects

GROUPS = {
    "start": start.measure,
    "wire": wire.measure,
    "lean": lean.measure,
    "slow": slow.measure,
    "reading": reading.measure,
    "bulk": bulk.measure,
}


def main(arguments: list[str] | None = None) -> int:
    """Measure the groups asked for and print one table."""
    parser = _options()
    options = parser.parse_args(arguments)
    if unknown := set(options.groups) - set(GROUPS):
        parser.error(f"there is no group {', '.join(sorted(unknown))}")
    figures: list[Figure] = []
    for group in options.groups or GROUPS:
        with tempfile.TemporaryDirectory(prefix="medialib-benchmark-") as home:
            subjects = Subjects(
                home=Path(home),
                program=tuple(shlex.split(options.program)),
                rounds=options.rounds,
                idle=options.idle,
                quick=options.quick,
                posting=options.posting,
                harlequin=options.harlequin,
                httpie=options.httpie,
            )
            for figure in GROUPS[group](subjects):
                sys.stderr.write(f"{figure.group}: {figure.name}: {figure.measured}\n")
                figures.append(figure)
    sys.stdout.write(table(figures) + "\n")
    if options.json:
        options.json.write_text(as_json(figures), encoding="utf-8")
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help="of these; all")
    parser.add_argument("--rounds", type=int, default=5, help="alternating rounds (5)")
    parser.add_argument("--idle", type=float, default=5, help="seconds of silence a screen (5)")
    parser.add_argument("--quick", action="store_true", help="the first few figures only")
    parser.add_argument(
        "--program", metavar="WORDS", default=_installed(), help="the program to measure"
    )
    for peer, command in (("posting", "posting"), ("harlequin", "harlequin"), ("httpie", "http")):
        parser.add_argument(
            f"--{peer}",
            metavar="PATH",
            default=shutil.which(command),
            help=f"{command}, as a peer (where it is installed)",
        )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    return parser


def _installed() -> str:
    script = Path(sys.executable).with_name("medialib")
    return shlex.join([str(script)] if script.exists() else [sys.executable, "-m", "medialib_tui"])


if __name__ == "__main__":
    sys.exit(main())
