"""How something is meant, for whoever colours it."""

from __future__ import annotations

from typing import Literal

Tone = Literal["plain", "good", "warn", "bad", "muted", "strong"]
