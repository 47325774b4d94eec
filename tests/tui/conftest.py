"""The app on the embedded library, and how to wait for it without sleeping."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.message_pump import MessagePump
from textual.pilot import Pilot

from medialib_tui.demo.library import Library
from medialib_tui.demo.sample import sample_library
from medialib_tui.store.resolve import Flags
from medialib_tui.tui.app import MedialibApp
from medialib_tui.tui.jobs import FLOW
from medialib_tui.tui.run import build
from medialib_tui.tui.widgets.row_list import RowList

LIMIT = 60.0
"""Seconds after which a screen that does not come to rest is a failure."""

Running = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


@pytest.fixture(scope="module")
def library() -> Library:
    """One sample library for tests that only read."""
    return sample_library()


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nothing is in flight; a flow that waits for a person is at rest."""
    loop = asyncio.get_running_loop()
    end = loop.time() + LIMIT
    quiet = 0
    while quiet < 2:
        await pilot.pause()
        busy = [
            worker
            for worker in pilot.app.workers
            if not worker.is_finished and not (worker.group == FLOW and pilot.app.screen.is_modal)
        ]
        moving = [rows for rows in pilot.app.screen.query(RowList) if not rows.resting]
        quiet = 0 if busy or moving or _unfinished(pilot) else quiet + 1
        assert loop.time() < end, f"still running: {[worker.name for worker in busy]}"


def _unfinished(pilot: Pilot[None]) -> bool:
    """Whether something in view has still to be mounted, told, laid out or painted.

    A machine that is busy elsewhere looks idle to the pilot's own pause.
    """
    screen = pilot.app.screen
    nodes: list[MessagePump] = [pilot.app, *screen.walk_children(with_self=True)]
    return (
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or bool(screen._dirty_widgets)
        or any(node.message_queue_size or not node._is_mounted for node in nodes)
    )


def the_app(pilot: Pilot[None]) -> MedialibApp:
    """The app under the pilot, by its own type."""
    assert isinstance(pilot.app, MedialibApp)
    return pilot.app


def text_of(pilot: Pilot[None]) -> str:
    """Everything on the screen as plain text, one line a row."""
    app = pilot.app
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def notices_of(pilot: Pilot[None]) -> list[str]:
    """Titles and messages of the notices in view."""
    return [f"{notice.title}: {notice.message}" for notice in pilot.app._notifications]


@pytest.fixture
def running(home: Path) -> Running:
    """Start the app as the command does, with everything on that can break."""

    @asynccontextmanager
    async def start(
        query: str = "",
        *,
        settings: str = "",
        demo: bool = True,
        size: tuple[int, int] = (80, 24),
        environ: dict[str, str] | None = None,
    ) -> AsyncIterator[Pilot[None]]:
        if settings:
            (home / "settings.toml").write_text(settings, encoding="utf-8")
        variables = {"MEDIALIB_HOME": str(home), "TERM": "xterm-256color", **(environ or {})}
        app = build(Flags(demo=demo), query, variables)
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            await settled(pilot)
            yield pilot

    return start
