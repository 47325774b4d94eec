"""`image`: files that appear whole, are never overwritten unasked, and have harmless names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command

PICTURE = "harbour-dawn-01"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_an_image_is_saved_under_its_own_name(demo: Command, here: Path) -> None:
    ran = demo("image", PICTURE)
    assert ran.code == 0
    assert ran.out == f"{PICTURE}.png\n"
    assert (here / f"{PICTURE}.png").read_bytes().startswith(PNG)
    assert len(list(here.iterdir())) == 1


def test_an_existing_file_is_not_overwritten_unasked(demo: Command, here: Path) -> None:
    (here / "mine.png").write_bytes(b"mine")
    ran = demo("image", PICTURE, "-o", "mine.png")
    assert ran.code == 7
    assert "--force" in ran.err
    assert (here / "mine.png").read_bytes() == b"mine"
    assert demo("image", PICTURE, "-o", "mine.png", "--force").code == 0
    assert (here / "mine.png").read_bytes().startswith(PNG)


def test_a_dangling_link_counts_as_existing(demo: Command, here: Path) -> None:
    (here / "link.png").symlink_to(here / "elsewhere.png")
    assert demo("image", PICTURE, "-o", "link.png").code == 7
    assert not (here / "elsewhere.png").exists()


def test_a_key_and_a_folder(demo: Command, here: Path) -> None:
    (here / "folder").mkdir()
    ran = demo("image", f"2026/03/14/{PICTURE}.png", "-o", "folder", "--json")
    assert ran.code == 0
    assert ran.object["file"] == f"folder/{PICTURE}.png"
    assert ran.object["size"] == (here / "folder" / f"{PICTURE}.png").stat().st_size


@pytest.mark.parametrize(
    ("wanted", "code", "said"),
    [
        ("revoked-picture", 4, "revoked"),
        ("marked-invalid", 4, "marked invalid"),
        ("no-asset", 2, "no asset"),
        ("no-such-id", 5, ""),
        ("2020/01/01/none.png", 5, ""),
    ],
)
def test_what_is_not_served_is_explained(
    demo: Command, here: Path, wanted: str, code: int, said: str
) -> None:
    ran = demo("image", wanted, "--json")
    assert ran.code == code
    assert said in ran.err
    assert set(ran.error) == {"code", "title", "detail", "hint", "status", "fields"}
    assert not list(here.iterdir())


@pytest.mark.parametrize("name", ["escapes", "osc", "control", "formula"])
def test_names_from_the_server_are_harmless(demo: Command, here: Path, name: str) -> None:
    ran = demo("image", f"hostile-{name}")
    assert ran.code in (0, 4, 5)
    for file in here.iterdir():
        assert file.name.isprintable()
        assert not file.name.startswith((".", "-"))
        assert file.parent == here


def test_a_folder_that_is_not_there(demo: Command) -> None:
    ran = demo("image", PICTURE, "-o", "none/at/all.png")
    assert ran.code == 1
    assert "cannot be written" in ran.err


@pytest.mark.parametrize("name", ["a" * 300, "~no-such-person/a.png"])
def test_what_cannot_be_a_file_name_is_wrong_usage(demo: Command, name: str) -> None:
    assert demo("image", PICTURE, "-o", name, "--json").error["code"] == "bad-input"


def test_bytes_go_to_a_pipe_alone(demo: Command) -> None:
    assert demo("image", PICTURE, "-o", "-", "--json").code == 2
