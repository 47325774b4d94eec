"""Reading settings loads little; the rest is loaded where it is used."""

from __future__ import annotations

import subprocess
import sys

START = """
import sys
from medialib_tui.model import server
before = set(sys.modules)
from medialib_tui.store.paths import paths
from medialib_tui.store.settings import load_settings
from medialib_tui.store.resolve import Flags, effective
from medialib_tui.store.secrets import read_token
from medialib_tui.store.database import Database
from medialib_tui.store.recents import Recents
from medialib_tui.store.evidence import Evidence
environ = {"MEDIALIB_HOME": "/nowhere", "MEDIALIB_URL": "localhost", "MEDIALIB_TOKEN": "sample"}
found = effective(Flags(), environ, load_settings(paths(environ).settings))
read_token(found.token_source, environ)
Evidence(Database(paths(environ).database), found.server.url)
print(*sorted(set(sys.modules) - before))
"""
LATER = {
    "tomlkit",
    "sqlite3",
    "platformdirs",
    "keyring",
    "subprocess",
    "shlex",
    "difflib",
    "tomllib",
    "medialib_tui.store.editing",
    "medialib_tui.store.child",
}


def test_a_start_with_two_variables_loads_only_what_it_needs() -> None:
    done = subprocess.run(  # noqa: S603 - the test's own code
        [sys.executable, "-c", START], capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) & LATER == set()
