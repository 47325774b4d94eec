"""Addresses as people paste them (API reference 1.1)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medialib_tui.model.server import (
    VERSIONS,
    BadUrl,
    is_version,
    parse_server_url,
    version_rank,
)

S = "https://server.example.com"
E = "https://edit.example.com/proxy/api"


@pytest.mark.parametrize(
    ("text", "root", "version"),
    [
        (S, S, None),
        (f" {S}/ ", S, None),
        (f"{S}/api", S, None),
        (f"{S}/api/", S, None),
        (f"{S}/api/v1", S, "v1"),
        (f"{S}/api/2026-05/mediaLibrary/abc?x=1#y", S, "2026-05"),
        (E, E, None),
        (f"{E}/", E, None),
        (f"{E}/api/v1", E, "v1"),
        (f"{E}/api/v1/mediaLibrary", E, "v1"),
        (f"{E}/api", E, None),
        (f"{E}/api/2025-11/", E, "2025-11"),
        ("server.example.com", S, None),
        ("localhost:9090", "http://localhost:9090", None),
        ("127.0.0.1:9090/api/v1", "http://127.0.0.1:9090", "v1"),
        ("[::1]:9090", "http://[::1]:9090", None),
        ("HTTPS://Server.Example.COM/Path", f"{S}/Path", None),
        ("http://[2001:db8::1]:80/api", "http://[2001:db8::1]:80", None),
    ],
)
def test_pasted_addresses(text: str, root: str, version: str | None) -> None:
    assert parse_server_url(text) == (root, version)
    assert parse_server_url(root) == (root, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "ftp://server.example.com",
        "file:///etc/passwd",
        "https://",
        "https://user:secret@server.example.com",
        "https://server.example.com:99999",
        "https://server .example.com",
        "https://ser\nver.example.com",
        "https://[::1",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(BadUrl) as caught:
        parse_server_url(text)
    assert "secret" not in str(caught.value)


@given(st.text(max_size=60) | st.text("/:.api?#@[]v1 ", max_size=30))
def test_any_text_is_an_address_or_is_refused(text: str) -> None:
    try:
        root, version = parse_server_url(text)
    except BadUrl:
        return
    assert root.startswith(("http://", "https://"))
    assert version is None or is_version(version) or version.startswith("20")


def test_versions_newest_first() -> None:
    assert sorted(VERSIONS, key=version_rank, reverse=True) == list(VERSIONS)
    assert all(map(is_version, VERSIONS))
    assert version_rank("v1") < version_rank("beta") < version_rank("2025-03")
    assert not any(map(is_version, ("v2", "2026-02", "2026-13", "auto", "", "2026-05x")))
