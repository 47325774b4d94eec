"""Where things are kept."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from medialib_tui.store.errors import SettingsError
from medialib_tui.store.paths import paths


def test_one_variable_puts_everything_into_one_folder(tmp_path: Path) -> None:
    found = paths({"MEDIALIB_HOME": str(tmp_path)})
    assert found.settings == tmp_path / "settings.toml"
    assert all(
        place.is_relative_to(tmp_path)
        for place in (found.config, found.state, found.cache, found.tokens, found.database)
    )
    assert len({found.config, found.state, found.cache}) == 3


def test_nothing_is_created_by_asking(tmp_path: Path) -> None:
    paths({"MEDIALIB_HOME": str(tmp_path / "new")})
    assert not (tmp_path / "new").exists()


def test_the_platform_decides_without_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    found = paths({})
    assert found.config == platformdirs.user_config_path("medialib", appauthor=False)
    assert found.state == platformdirs.user_state_path("medialib", appauthor=False)
    assert found.cache == platformdirs.user_cache_path("medialib", appauthor=False)


def test_an_empty_variable_counts_as_unset() -> None:
    assert paths({"MEDIALIB_HOME": ""}) == paths({})


def test_a_relative_folder_is_taken_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert paths({"MEDIALIB_HOME": "kept"}).config == tmp_path / "kept"


def test_the_tilde_is_the_home_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert paths({"MEDIALIB_HOME": "~/kept"}).config == tmp_path / "kept"


def test_an_account_without_a_home_is_told_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platformdirs, "user_state_path", lambda *_, **__: Path("~/.local/state"))
    with pytest.raises(SettingsError) as caught:
        paths({})
    assert "MEDIALIB_HOME" in caught.value.hint
