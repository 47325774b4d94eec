"""Why a server was not reached, told from what the HTTP library raised."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass

import httpx

from medialib_tui.api.errors import ApiError, BadAnswer, NotReached

FAILURES = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ssl.SSLError, OSError)
"""Everything the HTTP library may raise for what happens outside this program."""

_NOTHING_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)
_BROKEN = (httpx.NetworkError, httpx.RemoteProtocolError, ConnectionError)


@dataclass(frozen=True, slots=True)
class Failure:
    """An error to raise, and whether the same request may work at once if sent again."""

    error: ApiError
    again: bool = False
    retry_after: float | None = None


def explain(problem: BaseException, host: str, timeout: float) -> Failure:
    """The failure behind what was raised; it keeps no reference to request or headers."""
    sent = not isinstance(problem, _NOTHING_SENT)
    if isinstance(problem, httpx.TimeoutException | TimeoutError):
        return _too_slow(problem, host, timeout, sent=sent)
    causes = tuple(_chain(problem))
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return Failure(_tls(cause, host, sent=sent))
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return Failure(_unknown_host(host), again=True)
    if isinstance(problem, httpx.ProxyError):
        return Failure(_by_proxy(host))
    if isinstance(problem, httpx.ConnectError):
        return Failure(_refused(host, causes), again=True)
    if isinstance(problem, httpx.DecodingError):
        return Failure(
            BadAnswer(
                f"The answer of {host} is damaged: its compression cannot be undone.",
                hint="A proxy on the way may be at fault.",
            )
        )
    if isinstance(problem, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return Failure(
            NotReached(
                "The address cannot be used.",
                sent=False,
                hint="Check the server's address, and the length of what is looked up.",
            )
        )
    return Failure(_broken(host, sent=sent), again=isinstance(problem, _BROKEN))


def late(host: str, seconds: float) -> NotReached:
    """The error for a request whose whole time is over."""
    return NotReached(
        f"{host} did not finish its answer within {seconds:g} seconds.",
        sent=True,
        hint="Try again, or give it more time with --timeout.",
    )


def _chain(problem: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting: list[BaseException] = [problem]
    while waiting:
        current = waiting.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        if isinstance(current, BaseExceptionGroup):
            waiting.extend(current.exceptions)
        waiting.extend(e for e in (current.__cause__, current.__context__) if e is not None)


def _tls(cause: ssl.SSLError, host: str, *, sent: bool) -> NotReached:
    if not isinstance(cause, ssl.SSLCertVerificationError):
        return NotReached(
            f"No secure connection to {host}.",
            sent=sent,
            detail=str(cause.reason or "")[:200],
            hint="Does this port speak TLS? If not, the address begins with http://",
        )
    told = cause.verify_message or "the certificate cannot be verified"
    if "ostname" in told or "IP address" in told:
        hint = "The certificate belongs to another name; check the host in the address."
    else:
        hint = (
            "If your organisation signs its own certificates, set ca_bundle for this server "
            "(or SSL_CERT_FILE) to the file with its CA."
        )
    return NotReached(
        f"The certificate of {host} is not trusted.", sent=sent, detail=told[:200], hint=hint
    )


def _unknown_host(host: str) -> NotReached:
    return NotReached(
        f"The name {host} is not known.",
        sent=False,
        hint="Check the address for a typing error, and your network or VPN.",
    )


def _too_slow(problem: BaseException, host: str, timeout: float, *, sent: bool) -> Failure:
    connecting = isinstance(problem, httpx.ConnectTimeout | httpx.PoolTimeout)
    doing = "could not be connected" if connecting else "did not answer"
    error = NotReached(
        f"{host} {doing} within {timeout:g} seconds.",
        sent=sent,
        hint="Try again, or give it more time with --timeout.",
    )
    return Failure(error, again=connecting)


def _by_proxy(host: str) -> NotReached:
    return NotReached(
        f"The proxy does not let requests through to {host}.",
        sent=False,
        hint="Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY.",
    )


def _refused(host: str, causes: tuple[BaseException, ...]) -> NotReached:
    refused = any(isinstance(cause, ConnectionRefusedError) for cause in causes)
    title = f"{host} refuses the connection." if refused else f"No connection to {host}."
    return NotReached(
        title,
        sent=False,
        hint="Is the server running there? Check host and port, and your network or VPN.",
    )


def _broken(host: str, *, sent: bool) -> NotReached:
    return NotReached(
        f"The connection to {host} broke before the answer was complete.",
        sent=sent,
        hint="Try again; a proxy or the network may be at fault.",
    )
