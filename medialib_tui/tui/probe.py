"""Trying a server out: who it is, and what the token may do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from medialib_tui.core.doctor import Finding
    from medialib_tui.store.resolve import Flags
    from medialib_tui.tui.app import MedialibApp


async def probe(app: MedialibApp, flags: Flags) -> list[Finding]:
    """Open a session beside the current one, look around without writing, close it."""
    from medialib_tui.core.doctor import examine

    session = await app.open_with(flags)
    try:
        return await examine(session)
    finally:
        await session.aclose()


def describe(findings: Sequence[Finding], *, brief: bool = False) -> str:
    """Findings as lines; `brief` keeps the server's and the token's, without capabilities."""
    lines: list[str] = []
    for finding in findings:
        if brief and finding.area not in {"server", "token"}:
            continue
        if brief and finding.area == "server" and finding.name in {"name", "access", "environment"}:
            continue
        lines.append(f"{finding.name}: {finding.value}")
        if finding.hint and (finding.error or not brief):
            lines.append(f"  {finding.hint}")
    return "\n".join(lines)
