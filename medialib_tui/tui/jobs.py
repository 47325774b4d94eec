"""Background work: reads belong to the node that asks, flows and writes to the app.

An action only starts a job and returns; awaiting inside an action would hold every key.
An `ApiError` or a `StoreError` comes back as `JobFailed`, posted to the node and bubbling up to
the app; every other exception is a bug and ends the app with its report.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual.dom import DOMNode
from textual.message import Message
from textual.worker import Worker

from medialib_tui.api.errors import ApiError
from medialib_tui.store.errors import StoreError

if TYPE_CHECKING:
    from textual.app import App

Work = Callable[[], Awaitable[None]]
Failure = ApiError | StoreError
"""What a person can be told: both have a title, a detail, a hint and a code."""

FLOW = "flow"
WRITE = "write"


class JobFailed(Message):
    """A job ended with a failure; handle with `on_job_failed` and stop it, or let it bubble."""

    def __init__(self, group: str, error: Failure) -> None:
        super().__init__()
        self.group = group
        self.error = error


def start_read(
    node: DOMNode,
    work: Work,
    *,
    group: str,
    on_error: Callable[[ApiError], None] | None = None,
) -> Worker[None]:
    """Run a read for `node`: a newer one of the same group replaces it, and it dies with the node.

    `on_error` gets an `ApiError` instead of the `JobFailed` message.
    """
    return _start(node, work, group=group, name=group, exclusive=True, on_error=on_error)


def start_flow(app: App[None], name: str, work: Work) -> bool:
    """Run a sequence of dialogs; refused (False) while any flow is still running."""
    if _running(app, FLOW):
        return False
    _start(app, work, group=FLOW, name=name)
    return True


def start_write(app: App[None], work: Work, *, name: str = WRITE) -> Worker[None]:
    """Run a write: never replaced, never cancelled by a screen, and it holds up quitting."""
    return _start(app, work, group=WRITE, name=name)


def running_writes(app: App[None]) -> int:
    """How many writes are not finished."""
    return len(_running(app, WRITE))


def _running(app: App[None], group: str) -> list[Worker[object]]:
    return [worker for worker in app.workers if worker.group == group and not worker.is_finished]


def _start(
    node: DOMNode,
    work: Work,
    *,
    group: str,
    name: str,
    exclusive: bool = False,
    on_error: Callable[[ApiError], None] | None = None,
) -> Worker[None]:
    async def run() -> None:
        try:
            await work()
        except (ApiError, StoreError) as error:
            if on_error is not None and isinstance(error, ApiError):
                on_error(error)
            else:
                node.post_message(JobFailed(group, error))

    return node.run_worker(run, name=name, group=group, description=name, exclusive=exclusive)
