"""Textual as the tests run it: rules are read once, and at rest is who has nothing left to do."""

from __future__ import annotations

import asyncio
from asyncio import BaseEventLoop

import pytest
import textual.app
import textual.pilot
from textual._wait import wait_for_idle
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation


def set_up(patch: pytest.MonkeyPatch) -> None:
    """Have every app of this process run like that."""
    _read_rules_once(patch)
    for module in (textual.app, textual.pilot):
        patch.setattr(module, "wait_for_idle", _wait_until_nothing_is_left)


async def _wait_until_nothing_is_left(min_sleep: float = 0.02, max_sleep: float = 1) -> None:
    """Textual's own wait takes a process that is kept from working for an idle one."""
    await wait_for_idle(min_sleep, max_sleep)
    loop = asyncio.get_running_loop()
    assert isinstance(loop, BaseEventLoop)
    end, quiet = loop.time() + max_sleep, 0
    while quiet < 2 and loop.time() < end:
        await asyncio.sleep(0)
        quiet = 0 if loop._ready else quiet + 1  # type: ignore[attr-defined]  # not in its stubs


def _read_rules_once(patch: pytest.MonkeyPatch) -> None:
    """For the same text and colours, instead of once for every app."""
    known: dict[object, list[RuleSet]] = {}
    read = Stylesheet._parse_rules

    def remembered(
        self: Stylesheet,
        css: str,
        read_from: CSSLocation,
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        where = (css, read_from, is_default_rules, tie_breaker, scope)
        if where not in self._parse_cache:
            key = (frozenset(self._variables.items()), where)
            if key not in known:
                known[key] = read(self, *where)
            self._parse_cache[where] = known[key]
        return self._parse_cache[where]

    patch.setattr(Stylesheet, "_parse_rules", remembered)
