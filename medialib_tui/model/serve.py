"""Whether the server hands out the bytes of an asset (API reference 2.1, serve-image)."""

from __future__ import annotations

from enum import StrEnum


class ServeState(StrEnum):
    """What serve-image says about one key.

    `blocked` is revoked or invalid: the status does not say which. `missing` is an unknown key.
    """

    SERVED = "served"
    BLOCKED = "blocked"
    MISSING = "missing"
