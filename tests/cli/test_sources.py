"""Ids of every command over many: from words, standard input, files, and earlier results."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command, Served

IDS = ("harbour-dawn-01", "harbour-dusk-02")
COMMANDS = (
    ("usage", "add", "--purpose", "broadcast"),
    ("usage", "confirm", "--pending"),
    ("set", "source=A"),
    ("revoke", "--note", "Sample", "--yes"),
    ("archive", "--yes"),
)


def _places(served: Served) -> list[str]:
    return [request.path.rpartition("/")[2] for request in served.sent()]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("source", ["-", "--ids -", "--ids FILE", "--ids LIST"])
def test_every_command_takes_them(
    demo: Command, served: Served, tmp_path: Path, words: tuple[str, ...], source: str
) -> None:
    file = tmp_path / "ids"
    file.write_text('{"id":"harbour-dawn-01","outcome":"applied"}\n{"id":"harbour-dusk-02"}\n')
    given = source.replace("FILE", str(file)).replace("LIST", ",".join(IDS)).split()
    first = next((n for n, word in enumerate(words) if word.startswith("-")), 1)
    ran = demo(*words[:first], *given, *words[first:], "--jsonl", stdin=file.read_bytes())
    assert ran.code == 0, ran.err
    assert [line["id"] for line in ran.lines] == list(IDS)
    assert set(_places(served)) <= set(IDS)


@pytest.mark.parametrize("name", ["usage add", "revoke", "archive", "unrevoke", "usage confirm"])
def test_no_id_at_all(demo: Command, served: Served, name: str) -> None:
    ran = demo(*name.split())
    assert ran.code == 2
    assert served.sent() == []


def test_the_token_and_ids_do_not_share_standard_input(demo: Command, served: Served) -> None:
    ran = demo("set", "--ids", "-", "title=A", "--token-stdin", stdin=b"token")
    assert ran.code == 2
    assert "both ids and the token" in ran.err
