"""What the README promises is what the code does."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from medialib_tui.__main__ import main
from medialib_tui.cli.exits import Exit
from medialib_tui.core.importing.source import open_source
from medialib_tui.store.settings import load_settings
from tests.core.importing.files import KNOWN
from tests.readme import README, render


def _text() -> str:
    return README.read_text(encoding="utf-8")


def test_tables_come_from_the_code() -> None:
    assert _text() == render(_text())


def test_set_up_takes_one_line_each() -> None:
    blocks = re.findall(r"<!-- command: (\w+) -->\n```sh\n(.*?)```", _text(), re.DOTALL)
    assert [name for name, _ in blocks] == ["start", "test"]
    for _, block in blocks:
        assert block.count("\n") == 1
        assert block.startswith("python3 -m venv ")


def test_links_into_the_project_lead_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", _text())
    assert links
    assert [link for link in links if not (README.parent / link).exists()] == []


def test_exit_codes_are_those_of_the_code() -> None:
    table = re.findall(r"^\| (\d+) \|", _text(), re.MULTILINE)
    assert [int(code) for code in table] == [int(code) for code in Exit]


def test_sample_settings_are_settings(tmp_path: Path) -> None:
    sample, _ = re.findall(r"```toml\n(.*?)```", _text(), re.DOTALL)
    file = tmp_path / "settings.toml"
    file.write_text(sample, encoding="utf-8")
    file.chmod(0o600)
    assert load_settings(file).servers["desk"].production


def test_sample_import_files_hold_good_items(tmp_path: Path) -> None:
    blocks = re.findall(r"```(json|csv|toml)\n(.*?)```", _text(), re.DOTALL)
    samples = {kind: text for kind, text in blocks if kind != "toml" or "[columns]" in text}
    for kind, text in samples.items():
        (tmp_path / f"items.{kind}").write_text(text, encoding="utf-8")
    mapping = tmp_path / "items.toml"
    (item,) = open_source(tmp_path / "items.json").items(KNOWN)
    (row,) = open_source(tmp_path / "items.csv", mapping=mapping).items(KNOWN)
    assert not item.problems + row.problems
    assert item.id == row.id


_SAMPLES = re.findall(r"^medialib (--demo \w.*)$", README.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("line", _SAMPLES)
def test_sample_commands_find_something(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(shlex.split(line)) == 0
    assert len(capsys.readouterr().out) > 100


def test_there_are_sample_commands() -> None:
    assert len(_SAMPLES) >= 4
