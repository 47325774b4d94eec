"""Real sockets: what a person is told when a server is not reached, and whether bytes left."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from medialib_tui.api.client import Client
from medialib_tui.api.dialect import Dialect
from medialib_tui.api.errors import ApiError, NotReached
from medialib_tui.api.token import Token
from medialib_tui.model.patch import Patch, SetMetadataProperty
from medialib_tui.model.server import Server
from tests.api.serving import CANARY

TLS = Path(__file__).parent / "tls"
PATCH = Patch(version=1, patches=(SetMetadataProperty(property_name="title", value="x"),))
ENTRY = b'{"id": "abc", "version": 1}'

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(talk: Talk, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """A server on a free port of this machine."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    started = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    async with started:
        yield started.sockets[0].getsockname()[1]


def certificate() -> ssl.SSLContext:
    """The server side of the test certificate, which nobody trusts by default."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "localhost.pem", TLS / "localhost.key")
    return context


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One whole answer."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(ENTRY))
    writer.write(ENTRY)
    await writer.drain()


@asynccontextmanager
async def client(url: str, *, seconds: float = 5.0, ca: str | None = None) -> AsyncIterator[Client]:
    """A client on the network; it does not pause before it tries again."""

    async def at_once(_: float) -> None:
        return

    opened = Client(
        Server(name="net", url=url, timeout=seconds, ca_bundle=ca),
        token=Token.parse(CANARY),
        dialect=Dialect("2026-05"),
        sleep=at_once,
    )
    try:
        yield opened
    finally:
        await opened.aclose()


async def failure(url: str, *, seconds: float = 5.0, write: bool = False) -> ApiError:
    async with client(url, seconds=seconds) as opened:
        with pytest.raises(ApiError) as caught:
            await (opened.patch("abc", PATCH) if write else opened.entry("abc"))
    return caught.value


async def free_port() -> int:
    async with listening(answer) as port:
        return port


async def test_an_answer_over_the_network() -> None:
    async with listening(answer) as port, client(f"http://127.0.0.1:{port}") as opened:
        assert (await opened.entry("abc")).version == 1


async def test_one_connection_serves_request_after_request() -> None:
    connections = 0

    async def keep(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        while True:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(ENTRY) + ENTRY)

    async with listening(keep) as port, client(f"http://127.0.0.1:{port}") as opened:
        for _ in range(5):
            await opened.entry("abc")
    assert connections == 1


async def test_no_more_than_eight_connections_at_once() -> None:
    now = most = 0

    async def count(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.02)
        now -= 1
        await answer(reader, writer)

    async with listening(count) as port, client(f"http://127.0.0.1:{port}") as opened:
        await asyncio.gather(*(opened.entry(str(n)) for n in range(20)))
    assert most == 8


@pytest.mark.parametrize("write", [False, True])
async def test_nobody_listens(write: bool) -> None:
    error = await failure(f"http://127.0.0.1:{await free_port()}", write=write)
    assert isinstance(error, NotReached)
    assert "refuses the connection" in error.title
    assert not error.sent


async def test_an_unknown_name() -> None:
    error = await failure("http://no-such-host.invalid")
    assert isinstance(error, NotReached)
    assert not error.sent
    assert "no-such-host.invalid" in error.title


@pytest.mark.parametrize("write", [False, True])
async def test_hanging_up_after_the_request(write: bool) -> None:
    requests = 0

    async def hang_up(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        nonlocal requests
        await reader.readuntil(b"\r\n\r\n")
        requests += 1

    async with listening(hang_up) as port:
        error = await failure(f"http://127.0.0.1:{port}", write=write)
    assert isinstance(error, NotReached)
    assert error.sent
    assert requests == (1 if write else 3)


async def test_silence() -> None:
    async def silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.read()

    async with listening(silent) as port:
        error = await failure(f"http://127.0.0.1:{port}", seconds=0.5, write=True)
    assert isinstance(error, NotReached)
    assert error.sent
    assert "0.5 seconds" in error.title


async def test_an_answer_that_drips_ends_at_the_deadline() -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while True:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.02)

    async with listening(drip) as port:
        error = await failure(f"http://127.0.0.1:{port}", seconds=0.5)
    assert isinstance(error, NotReached)
    assert "did not finish" in error.title


async def test_an_answer_cut_short() -> None:
    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")
        await writer.drain()

    async with listening(cut) as port:
        error = await failure(f"http://127.0.0.1:{port}")
    assert isinstance(error, NotReached)
    assert "broke" in error.title


async def test_a_certificate_nobody_signed_and_the_way_to_trust_it() -> None:
    async with listening(answer, certificate()) as port:
        error = await failure(f"https://localhost:{port}", write=True)
        assert isinstance(error, NotReached)
        assert "not trusted" in error.title
        assert "ca_bundle" in error.hint
        assert not error.sent
        ca = str(TLS / "localhost.pem")
        async with client(f"https://localhost:{port}", ca=ca) as opened:
            assert (await opened.entry("abc")).id == "abc"


async def test_a_certificate_of_another_name() -> None:
    async with listening(answer, certificate()) as port:
        ca = str(TLS / "localhost.pem")
        async with client(f"https://127.0.0.1:{port}", ca=ca) as opened:
            with pytest.raises(NotReached) as caught:
                await opened.entry("abc")
    assert "another name" in caught.value.hint


async def test_ssl_cert_file_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "localhost.pem"))
    async with (
        listening(answer, certificate()) as port,
        client(f"https://localhost:{port}") as opened,
    ):
        assert (await opened.entry("abc")).id == "abc"


@pytest.mark.parametrize("content", [None, "not a certificate"])
async def test_a_bundle_that_cannot_be_read(content: str | None, tmp_path: Path) -> None:
    bundle = tmp_path / "ca.pem"
    if content is not None:
        bundle.write_text(content)
    async with client("https://localhost:1", ca=str(bundle)) as opened:
        with pytest.raises(NotReached) as caught:
            await opened.entry("abc")
    assert "trusted certificates" in caught.value.title
    assert not caught.value.sent


async def test_a_port_that_does_not_speak_tls() -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()

    async with listening(plain) as port:
        error = await failure(f"https://localhost:{port}")
    assert isinstance(error, NotReached)
    assert "http://" in error.hint


@pytest.mark.parametrize("proxy", ["nonsense://x", "socks5://127.0.0.1:1"])
async def test_a_proxy_that_cannot_be_used(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", proxy)
    error = await failure("http://cms.example.com")
    assert isinstance(error, NotReached)
    assert "proxy" in error.title
    assert not error.sent


async def test_a_proxy_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening(answer) as port:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{port}")
        async with client("http://cms.example.com") as opened:
            assert (await opened.entry("abc")).id == "abc"
