"""Thumbnails and saved originals, over the real client and the embedded library."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from medialib_tui.api.errors import ApiError, BadInput, Blocked, NotFound
from medialib_tui.bootstrap import open_session
from medialib_tui.core.picture.decoding import NotAPicture
from medialib_tui.core.picture.preview import (
    over_ssh,
    paced,
    picture_key,
    save_image,
    say_progress,
    thumbnail,
)
from medialib_tui.core.picture.saving import FileThere, NotSaved, suggested_name
from medialib_tui.core.session import Session
from medialib_tui.model.entry import Asset, Entry
from medialib_tui.store.resolve import Flags


@pytest.fixture
async def session() -> AsyncIterator[Session]:
    opened = await open_session(Flags(demo=True), os.environ)
    yield opened
    await opened.aclose()


async def failure(session: Session, entry_id: str) -> ApiError:
    entry = await session.client.entry(entry_id)
    with pytest.raises(ApiError) as caught:
        await thumbnail(session, entry, width=60, height=60)
    return caught.value


async def test_an_image_becomes_a_thumbnail_in_its_proportions(session: Session) -> None:
    entry = await session.client.entry("harbour-dawn-01")
    small = await thumbnail(session, entry, width=90, height=90)
    assert entry.asset is not None
    assert (small.full_width, small.full_height) == (entry.asset.width, entry.asset.height)
    assert (small.width, small.height) == (90, 60)


class AskedAgain(Exception):
    """A request was made."""


def no_more_requests(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AskedAgain

    monkeypatch.setattr(session.client, "image", refuse)


async def test_a_kept_thumbnail_asks_nobody(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = await session.client.entry("harbour-dawn-01")
    first = await thumbnail(session, entry, width=30, height=30)
    no_more_requests(session, monkeypatch)
    assert await thumbnail(session, entry, width=30, height=30) == first


async def test_a_write_drops_the_kept_thumbnails(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = await session.client.entry("harbour-dawn-01")
    await thumbnail(session, entry, width=30, height=30)
    session.changed(entry)
    no_more_requests(session, monkeypatch)
    with pytest.raises(AskedAgain):
        await thumbnail(session, entry, width=30, height=30)


async def test_a_blocked_image_leaves_no_thumbnail(session: Session) -> None:
    entry = await session.client.entry("revoked-picture")
    cache, key = session.cache, entry.asset_key
    assert cache is not None
    assert key is not None
    cache.keep_thumbnail(session.server.url, key, "of an earlier version", b"x")
    with pytest.raises(Blocked):
        await thumbnail(session, entry, width=30, height=30)
    assert cache.thumbnail(session.server.url, key, "of an earlier version") is None


async def test_another_version_of_the_entry_is_another_picture(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = await session.client.entry("harbour-dawn-01")
    await thumbnail(session, entry, width=30, height=30)
    no_more_requests(session, monkeypatch)
    with pytest.raises(AskedAgain):
        await thumbnail(session, entry.model_copy(update={"version": 99}), width=30, height=30)


@pytest.mark.parametrize(
    ("entry_id", "kind", "words"),
    [
        ("revoked-picture", Blocked, "revoked (likely)"),
        ("marked-invalid", Blocked, "marked invalid"),
        ("expired-rights", Blocked, "validity ended"),
        ("bomb-picture", NotAPicture, "too large"),
        ("broken-picture", NotAPicture, "damaged"),
        ("drawing-svg", BadInput, "SVG"),
        ("no-asset", BadInput, "no asset"),
    ],
)
async def test_what_cannot_be_drawn_says_why(
    session: Session, entry_id: str, kind: type[ApiError], words: str
) -> None:
    error = await failure(session, entry_id)
    assert isinstance(error, kind)
    assert words in error.title


async def test_videos_are_refused_before_anything_is_sent(session: Session) -> None:
    clip = Entry(id="clip", media_type="video", asset=Asset(key="a.mp4", mime_type="video/mp4"))
    with pytest.raises(BadInput, match="Only images"):
        await thumbnail(session, clip, width=60, height=60)


async def test_an_unknown_key_is_not_found(session: Session) -> None:
    entry = Entry(id="x", media_type="image", asset=Asset(key="gone/for/good.jpg"))
    with pytest.raises(NotFound):
        await thumbnail(session, entry, width=60, height=60)


async def test_the_asset_url_alone_is_never_fetched(session: Session) -> None:
    entry = Entry(
        id="x", media_type="image", asset=Asset(url="https://elsewhere.example.com/a.jpg")
    )
    with pytest.raises(ApiError) as caught:
        await thumbnail(session, entry, width=60, height=60)
    assert caught.value.status in {None, 404}


async def test_a_key_left_out_is_found_among_the_keys(session: Session) -> None:
    entry = await session.client.entry("no-asset-key-1")
    assert entry.asset is not None
    assert entry.asset.key is None
    key = await picture_key(session, entry)
    assert (entry.asset.url or "").endswith(key)


async def test_saving_writes_the_original_bytes(session: Session, tmp_path: Path) -> None:
    entry = await session.client.entry("harbour-dawn-01")
    key = await picture_key(session, entry)
    saved = await save_image(session, key, tmp_path / "here.png")
    assert entry.asset is not None
    assert saved.stat().st_size == entry.asset.size
    assert Image.open(BytesIO(saved.read_bytes())).width == entry.asset.width
    assert os.listdir(tmp_path) == ["here.png"]


async def test_a_folder_gets_a_file_named_after_the_key(session: Session, tmp_path: Path) -> None:
    key = await picture_key(session, await session.client.entry("harbour-dawn-01"))
    saved = await save_image(session, key, tmp_path)
    assert saved == tmp_path / key.rpartition("/")[2]


async def test_nothing_is_overwritten_unasked(session: Session, tmp_path: Path) -> None:
    key = await picture_key(session, await session.client.entry("harbour-dawn-01"))
    target = tmp_path / "mine.png"
    target.write_text("mine")
    with pytest.raises(FileThere):
        await save_image(session, key, target)
    assert target.read_text() == "mine"
    await save_image(session, key, target, force=True)
    assert target.read_bytes()[:4] == b"\x89PNG"


async def test_a_dangling_link_counts_as_taken(session: Session, tmp_path: Path) -> None:
    target = tmp_path / "link.png"
    target.symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileThere):
        await save_image(session, "any", target)


async def test_a_pipe_is_not_replaced_even_by_force(session: Session, tmp_path: Path) -> None:
    target = tmp_path / "pipe"
    os.mkfifo(target)
    key = await picture_key(session, await session.client.entry("harbour-dawn-01"))
    with pytest.raises(BadInput):
        await save_image(session, key, target, force=True)
    assert target.is_fifo()


async def test_a_refused_image_leaves_no_file(session: Session, tmp_path: Path) -> None:
    entry = await session.client.entry("revoked-picture")
    with pytest.raises(Blocked):
        await save_image(session, await picture_key(session, entry), tmp_path / "a.png")
    assert not os.listdir(tmp_path)


async def test_a_folder_that_is_not_there_is_told(session: Session, tmp_path: Path) -> None:
    key = await picture_key(session, await session.client.entry("harbour-dawn-01"))
    with pytest.raises(NotSaved):
        await save_image(session, key, tmp_path / "no" / "such" / "a.png")


@pytest.mark.parametrize(
    ("filename", "key", "name"),
    [
        ("dawn.jpg", "2026/k.png", "dawn.jpg"),
        ("../../.bashrc", "k.png", "bashrc"),
        ("..\\..\\evil.exe", "k.png", "evil.exe"),
        ("/etc/passwd", "k.png", "passwd"),
        ("-rf.jpg", "k.png", "rf.jpg"),
        ("a\x1b[2Jb\n.jpg", "k.png", "a_2Jb_.jpg"),
        ("", "2026/03/k.png", "k.png"),
        ("..", "", "image"),
        (None, "a/b/", "image"),
        ("x" * 400 + ".jpeg", "", "x" * 116 + ".jpeg"),
    ],
)
def test_suggested_names_are_harmless(filename: str | None, key: str, name: str) -> None:
    assert suggested_name(filename, key) == name


async def test_progress_is_told_at_most_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    told: list[tuple[int, int | None]] = []

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal now
        for _ in range(40):
            now += 0.1
            yield bytes(100)

    monkeypatch.setattr("medialib_tui.core.picture.preview.time.monotonic", lambda: now)
    sizes = [len(c) async for c in paced(chunks(), 4000, lambda *args: told.append(args))]
    assert sum(sizes) == 4000
    assert 3 <= len(told) <= 4
    assert told[0][1] == 4000


def test_progress_in_words() -> None:
    assert say_progress(1_500_000, 3_000_000) == "1.5 of 3.0 MB"
    assert say_progress(1_500_000, None) == "1.5 MB"


def test_ssh_is_known_by_its_variables() -> None:
    assert over_ssh({"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"})
    assert over_ssh({"SSH_TTY": "/dev/pts/1"})
    assert not over_ssh({"TERM": "xterm"})
