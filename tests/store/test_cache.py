"""What can be fetched again."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from medialib_tui.model.property import Property
from medialib_tui.model.schema import MediaType, Project
from medialib_tui.store.cache import Cache

SERVER = "https://cms.example.com"
OTHER = "https://other.example.com"
PROJECT = Project.read(
    {
        "mediaTypes": [
            {
                "type": "mediaImage",
                "handle": "image",
                "metadata": [{"handle": "title", "type": "li-text", "config": {"maxLength": 9}}],
            }
        ],
        "mediaCenter": {"usagePurposes": [{"handle": "web", "contentType": "article"}]},
        "secret": "canary-4711",
    }
)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """A cache in a folder that does not exist yet."""
    return Cache(tmp_path / "cache", largest_total=1000, clock=lambda: 1_800_000_000.0)


def files(tmp_path: Path) -> list[Path]:
    """Every file below the cache folder."""
    return [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]


class TestProject:
    """The project extract."""

    def test_it_is_kept_whole_with_its_time(self, cache: Cache) -> None:
        assert cache.keep_project(SERVER, PROJECT)
        kept = cache.project(SERVER)
        assert kept is not None
        assert kept.project == PROJECT
        assert kept.saved_at == 1_800_000_000.0

    def test_it_holds_no_more_than_the_extract_and_is_private(
        self, cache: Cache, tmp_path: Path
    ) -> None:
        cache.keep_project(SERVER, PROJECT)
        [file] = files(tmp_path)
        assert b"canary" not in file.read_bytes()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700

    def test_servers_do_not_mix(self, cache: Cache) -> None:
        cache.keep_project(SERVER, PROJECT)
        assert cache.project(OTHER) is None

    def test_an_unknown_project_is_not_kept(self, cache: Cache) -> None:
        assert not cache.keep_project(SERVER, Project(known=False, unknown_because="no scope"))
        assert cache.project(SERVER) is None

    @pytest.mark.parametrize(
        "text",
        [
            b"",
            b"{",
            b"[]",
            b"null",
            b"\xff",
            b'{"server": "https://cms.example.com"}',
            b'{"server": "https://cms.example.com", "saved": null, "project": {}}',
            b'{"server": "https://cms.example.com", "saved": 1, "project": 5}',
            b'{"server": "https://other.example.com", "saved": 1, "project": {}}',
            b"[" * 100_000,
        ],
    )
    def test_a_damaged_one_counts_as_none(self, cache: Cache, tmp_path: Path, text: bytes) -> None:
        cache.keep_project(SERVER, PROJECT)
        files(tmp_path)[0].write_bytes(text)
        assert cache.project(SERVER) is None

    def test_a_huge_one_is_not_kept(self, cache: Cache) -> None:
        many = tuple(Property(handle="x" * 1000, type="li-text") for _ in range(9000))
        assert not cache.keep_project(SERVER, Project(media_types=(MediaType(metadata=many),)))

    def test_a_place_that_cannot_be_written_is_no_error(self, tmp_path: Path) -> None:
        (tmp_path / "cache").write_text("a file where a folder should be")
        cache = Cache(tmp_path / "cache")
        assert not cache.keep_project(SERVER, PROJECT)
        assert not cache.keep_thumbnail(SERVER, "key", "80x24", b"x")
        assert cache.project(SERVER) is None
        assert cache.thumbnail(SERVER, "key", "80x24") is None
        cache.forget_thumbnails(SERVER, "key")
        cache.clear()


class TestThumbnails:
    """Pictures by asset key."""

    def test_they_are_kept_by_server_key_and_variant(self, cache: Cache) -> None:
        cache.keep_thumbnail(SERVER, "a/b", "80x24", b"small")
        cache.keep_thumbnail(SERVER, "a/b", "120x40", b"large")
        assert cache.thumbnail(SERVER, "a/b", "80x24") == b"small"
        assert cache.thumbnail(SERVER, "a/b", "120x40") == b"large"
        assert cache.thumbnail(OTHER, "a/b", "80x24") is None
        assert cache.thumbnail(SERVER, "a/c", "80x24") is None

    @pytest.mark.parametrize("key", ["../../escape", "", "x" * 5000, "\ud800", "a\0b"])
    def test_no_key_leaves_the_folder(self, cache: Cache, tmp_path: Path, key: str) -> None:
        assert cache.keep_thumbnail(SERVER, key, "../v", b"x")
        assert cache.thumbnail(SERVER, key, "../v") == b"x"
        [file] = files(tmp_path)
        assert file.parent == tmp_path / "cache" / "thumbnails"

    def test_after_a_take_down_every_variant_is_gone(self, cache: Cache) -> None:
        for variant in ("80x24", "120x40"):
            cache.keep_thumbnail(SERVER, "a", variant, b"x")
        cache.keep_thumbnail(SERVER, "b", "80x24", b"x")
        cache.forget_thumbnails(SERVER, "a")
        assert cache.thumbnail(SERVER, "a", "80x24") is None
        assert cache.thumbnail(SERVER, "a", "120x40") is None
        assert cache.thumbnail(SERVER, "b", "80x24") == b"x"

    def test_those_not_used_for_longest_make_room(self, cache: Cache, tmp_path: Path) -> None:
        for number in range(5):
            cache.keep_thumbnail(SERVER, str(number), "v", bytes(200))
            os.utime(max(files(tmp_path), key=lambda file: file.stat().st_mtime), (number, number))
        cache.thumbnail(SERVER, "0", "v")
        cache.keep_thumbnail(SERVER, "new", "v", bytes(200))
        kept = {key for key in "01234" if cache.thumbnail(SERVER, key, "v")}
        assert "0" in kept
        assert "1" not in kept
        assert cache.thumbnail(SERVER, "new", "v") == bytes(200)

    def test_the_folder_never_grows_beyond_its_limit(self, cache: Cache, tmp_path: Path) -> None:
        for number in range(50):
            cache.keep_thumbnail(SERVER, str(number), "v", bytes(90))
            assert sum(file.stat().st_size for file in files(tmp_path)) <= 1000

    def test_one_larger_than_everything_is_not_kept(self, cache: Cache, tmp_path: Path) -> None:
        assert not cache.keep_thumbnail(SERVER, "a", "v", bytes(1001))
        assert files(tmp_path) == []

    def test_clearing_drops_everything(self, cache: Cache, tmp_path: Path) -> None:
        cache.keep_thumbnail(SERVER, "a", "v", b"x")
        cache.keep_project(SERVER, PROJECT)
        cache.clear()
        assert files(tmp_path) == []
