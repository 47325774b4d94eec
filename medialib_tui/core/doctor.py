"""What this server offers and what this token may do, found out without writing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError, Gone, NotOffered, ScopeMissing, TokenRefused
from medialib_tui.model.capability import Capability, Support
from medialib_tui.model.tone import Tone

if TYPE_CHECKING:
    from medialib_tui.core.session import Session

PROBE_ID = "medialib-doctor"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the examination; `error` is what kept it from being fine."""

    area: str
    name: str
    value: str
    tone: Tone = "plain"
    hint: str = ""
    error: ApiError | None = None


async def examine(session: Session) -> list[Finding]:
    """Server, version, token scopes and capabilities; reads only."""
    health, reading, config = await asyncio.gather(
        _health(session), _reading(session), _config(session)
    )
    return [*_server(session), health, reading, config, *_capabilities(session)]


def _server(session: Session) -> list[Finding]:
    server = session.server
    return [
        Finding("server", "name", server.name),
        Finding("server", "address", server.url, *_plain_http(server.url)),
        Finding("server", "API version", session.client.dialect.version),
        Finding("server", "access", server.access.value),
        Finding("server", "environment", "production" if server.production else "not production"),
    ]


def _plain_http(url: str) -> tuple[Tone, str]:
    local = any(host in url for host in ("//localhost", "//127.0.0.1", "//[::1]", ".invalid"))
    if url.startswith("http://") and not local:
        return "warn", "The token travels unencrypted: use https."
    return "plain", ""


async def _health(session: Session) -> Finding:
    try:
        served = await session.client.healthy()
    except ApiError as error:
        return _failed("server", "health", error)
    if served:
        return Finding("server", "health", "answers, and serves this API version", "good")
    unserved = NotOffered(
        "The server answers, but not for this API version.",
        hint="Set api_version to auto, or to an older version.",
    )
    return _failed("server", "health", unserved)


async def _reading(session: Session) -> Finding:
    try:
        await session.client.entries([PROBE_ID])
    except ApiError as error:
        return _failed("token", "public-api:read", error)
    return Finding("token", "public-api:read", "granted", "good")


async def _config(session: Session) -> Finding:
    try:
        project = await session.client.project()
    except ScopeMissing as error:
        missing = "missing: labels, forms and license rules are not known"
        return Finding("token", "public-api:config:read", missing, "warn", error.hint)
    except ApiError as error:
        return _failed("token", "public-api:config:read", error)
    evidence = "; ".join(project.behavior_2025_evidence) or "no evidence of 2025 Behavior"
    count = len(project.media_types)
    return Finding(
        "token", "public-api:config:read", f"granted ({count} media types; {evidence})", "good"
    )


def _failed(area: str, name: str, error: ApiError) -> Finding:
    serious = isinstance(error, TokenRefused | ScopeMissing | Gone | NotOffered)
    return Finding(area, name, error.title, "bad" if serious else "warn", error.hint, error)


def _capabilities(session: Session) -> list[Finding]:
    tones: dict[Support, Tone] = {
        Support.YES: "good",
        Support.NO: "muted",
        Support.UNKNOWN: "plain",
    }
    found = []
    for capability in Capability:
        answer = session.supports(capability)
        value = answer.support.value if not answer.reason else f"{answer.support}: {answer.reason}"
        found.append(Finding("capability", capability.value, value, tones[answer.support]))
    return found
