"""Opening the HTTP client: trusted certificates, proxies, connections."""

from __future__ import annotations

import ssl
from pathlib import Path

import httpx

from medialib_tui import __version__
from medialib_tui.api.errors import NotReached
from medialib_tui.api.reach import Failure
from medialib_tui.model.server import Server

CONNECTIONS = 8
_KEEPALIVE_SECONDS = 4.0  # below the 5 s after which a Node.js server hangs up


def open_http(
    server: Server, mounted: httpx.AsyncBaseTransport | None
) -> httpx.AsyncClient | Failure:
    """A client for one server; nothing is connected yet. `mounted` replaces the network."""
    try:
        return httpx.AsyncClient(
            transport=mounted,
            verify=_bare_tls() if mounted else _tls(server),
            timeout=server.timeout,
            limits=httpx.Limits(
                max_connections=2 * CONNECTIONS, keepalive_expiry=_KEEPALIVE_SECONDS
            ),
            headers={"User-Agent": f"medialib/{__version__}"},
        )
    except OSError:  # ssl.SSLError is one
        return Failure(
            NotReached(
                "The file with the trusted certificates cannot be read.",
                sent=False,
                detail=server.ca_bundle or "SSL_CERT_FILE",
                hint="Check ca_bundle of this server, and the variable SSL_CERT_FILE.",
            )
        )
    except (ValueError, ImportError, httpx.InvalidURL):
        return Failure(
            NotReached(
                "The proxy named in the environment cannot be used.",
                sent=False,
                hint="Check HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY.",
            )
        )


def _tls(server: Server) -> ssl.SSLContext:
    """Certificates are loaded for https alone: it takes longer than a local request."""
    if not server.url.startswith("https:"):
        return _bare_tls()
    if server.ca_bundle:
        path = Path(server.ca_bundle).expanduser()
        if path.is_dir():
            return ssl.create_default_context(capath=str(path))
        return ssl.create_default_context(cafile=str(path))
    return httpx.create_ssl_context()


def _bare_tls() -> ssl.SSLContext:
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
