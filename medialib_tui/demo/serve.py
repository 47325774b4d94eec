"""The embedded library over HTTP, for `medialib demo-server`."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from medialib_tui.demo import tokens
from medialib_tui.demo.app import create_app
from medialib_tui.demo.faults import Faults, load_faults
from medialib_tui.demo.library import Library
from medialib_tui.demo.sample import HIGHLIGHTS, sample_library

_TOKENS = (
    (tokens.READ_WRITE, "every scope"),
    (tokens.READ_ONLY, "public-api:read, without the project configuration"),
    (tokens.CONFIG_READ, "reading, with the project configuration"),
    (tokens.EXPIRED, "expired"),
)


class ServeError(Exception):
    """The server cannot be started; `hint` says what would help."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def serve(
    host: str,
    port: int,
    faults_file: Path | None = None,
    *,
    library: Library | None = None,
    say: Callable[[str], None] = lambda _line: None,
) -> None:
    """Serve the sample library until `KeyboardInterrupt`, which is passed on.

    Port 0 takes any free one. Raises `ServeError` without the `server` extra or when the address
    cannot be used, and `FaultsError` for a faults file that does not hold.
    """
    try:
        import uvicorn
    except ImportError:
        hint = 'pip install "medialib-tui[server]"'
        raise ServeError("demo-server needs uvicorn, which is not installed", hint) from None
    faults = load_faults(faults_file) if faults_file else Faults()
    served = library or sample_library()
    served.recording = False
    with closing(_listen(host, port)) as listener:
        config = uvicorn.Config(
            create_app(served, faults=faults),
            log_level="critical",
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        for line in _greeting(host, listener.getsockname()[1], len(faults.rules)):
            say(line)
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small answers at once only on sockets that name their protocol
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        reason = error.strerror if isinstance(error, OSError) else str(error)
        hint = "choose another one with --port, or --port 0 for any free one"
        raise ServeError(f"cannot listen on {host} port {port}: {reason}", hint) from error
    return listener


def _greeting(host: str, port: int, rules: int) -> list[str]:
    shown = f"[{host}]" if ":" in host else host
    lines = [f"Embedded Media Library on http://{shown}:{port} (API v1 to 2026-07)"]
    lines += [f"  token {token:<20} {meaning}" for token, meaning in _TOKENS]
    lines += [f"  entry {media_id:<20} {meaning}" for media_id, meaning in HIGHLIGHTS[:6]]
    if rules:
        lines.append(f"  {rules} fault rule{'s' if rules > 1 else ''} active")
    return [*lines, "Stop with Ctrl+C."]
