"""Short-lived child processes that hand over a secret: bounded in time and size."""

from __future__ import annotations

import os
import selectors
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, TYPE_CHECKING, cast

if TYPE_CHECKING:
    from threading import Event

LARGEST_OUTPUT = 65_536
_STEP = 0.1
"""Seconds between two looks whether it is still waited for."""


class ChildFailed(Exception):
    """What went wrong, as the end of a sentence; never anything the child wrote."""

    def __init__(self, problem: str, code: int | None = None) -> None:
        super().__init__(problem)
        self.code = code


def run(
    words: Sequence[str],
    *,
    seconds: float,
    send: bytes = b"",
    apart: bool = False,
    given_up: Event | None = None,
) -> bytes:
    """Run a program without a shell and give its standard output; its stderr goes nowhere.

    `apart` takes the terminal away from it; `given_up` is set when nobody waits for it any more.
    Raises ChildFailed; afterwards the child is gone.
    """
    try:
        child = subprocess.Popen(  # noqa: S603 - the person's own program, split without a shell
            words,
            stdin=subprocess.PIPE if send else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=apart,
        )
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "its name is not valid"
        raise ChildFailed(f"cannot be started: {reason}") from None
    deadline = time.monotonic() + seconds
    try:
        if send and child.stdin:
            with suppress(BrokenPipeError):
                child.stdin.write(send)
                child.stdin.close()
        data = _read(cast("IO[bytes]", child.stdout), deadline, given_up)
        code = child.wait(max(0.0, deadline - time.monotonic()))
    except (TimeoutError, subprocess.TimeoutExpired):
        raise ChildFailed(f"did not finish within {seconds:g} seconds") from None
    finally:
        _end(child)
    if code:
        raise ChildFailed(f"ended with exit code {code}", code)
    return data


def _read(stdout: IO[bytes], deadline: float, given_up: Event | None) -> bytes:
    data = b""
    with selectors.DefaultSelector() as selector:
        selector.register(stdout, selectors.EVENT_READ)
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or (given_up is not None and given_up.is_set()):
                raise TimeoutError
            if not selector.select(left if given_up is None else min(left, _STEP)):
                continue
            piece = os.read(stdout.fileno(), 8192)
            if not piece:
                return data
            data += piece
            if len(data) > LARGEST_OUTPUT:
                raise ChildFailed("wrote far more than a token")


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.kill()
        child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
