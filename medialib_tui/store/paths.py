"""Where settings, state and cache live."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from medialib_tui.store.errors import SettingsError

APP = "medialib"
HOME = "MEDIALIB_HOME"
TOKENS = "tokens"
"""The name of the folder of stored tokens, beside the settings file."""


class Paths(NamedTuple):
    """The three folders everything on this machine is kept in; they may not exist yet."""

    config: Path
    state: Path
    cache: Path

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.config / "settings.toml"

    @property
    def tokens(self) -> Path:
        """The folder of the stored tokens."""
        return self.config / TOKENS

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.state / "state.db"


def paths(environ: Mapping[str, str]) -> Paths:
    """The folders of this person: all below `MEDIALIB_HOME` if set, the platform's own otherwise.

    Raises SettingsError where no home can be told.
    """
    if home := environ.get(HOME, ""):
        base = Path(os.path.expanduser(home)).absolute()
        return Paths(config=base, state=base / "state", cache=base / "cache")
    import platformdirs

    found = Paths(
        config=platformdirs.user_config_path(APP, appauthor=False),
        state=platformdirs.user_state_path(APP, appauthor=False),
        cache=platformdirs.user_cache_path(APP, appauthor=False),
    )
    if not all(path.is_absolute() for path in (found.config, found.state, found.cache)):
        raise SettingsError(
            "this account has no home directory",
            hint=f"set {HOME} to a folder of your own",
        )
    return found
