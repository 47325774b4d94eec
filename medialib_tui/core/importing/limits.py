"""How much of an import is on its way at once (API reference 1.3, 2.3)."""

from __future__ import annotations

from dataclasses import dataclass

MOST_ITEMS = 1_000
"""More items in one request are not sent, whatever was asked for."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`items` and `bytes` of one request, and how many requests are on their way `at_once`.

    Servers take 500 kB unless set up otherwise; one item alone may be larger than `bytes`.
    """

    items: int = 100
    bytes: int = 400_000
    at_once: int = 3
