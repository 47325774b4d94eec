"""The packages may import only what the design lets them."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import ROOT, sources


def test_import_contracts_hold() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(  # noqa: S603 - the linter of this environment
        [lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_lean_driver_and_its_tests_could_be_lifted_out() -> None:
    inside = ("medialib_tui.tui.wire", "tests.wire", "tests.terminal", "tests.screen")
    foreign = [
        f"{source.path}: {name}"
        for folder in ("medialib_tui/tui/wire", "tests/wire")
        for source in sources(folder)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom | ast.Import)
        for name in [getattr(node, "module", None) or node.names[0].name]
        if name.split(".")[0] in ("medialib_tui", "tests") and not name.startswith(inside)
    ]
    assert not foreign, "\n".join(foreign)
