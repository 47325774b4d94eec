"""What the README promises is what the code does."""

from __future__ import annotations

import re

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
