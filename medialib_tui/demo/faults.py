"""stub"""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send


class Faults:
    """No faults."""

    async def run(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass through."""
        await app(scope, receive, send)
