"""A text edited in the person's own editor, in a private file that is gone afterwards."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

MOST = 4_000_000
"""Bytes an edited text may have."""

_FALLBACK = "vi"


class EditorFailed(Exception):
    """The text was not edited; the message says why."""


def editor_command(environ: Mapping[str, str]) -> list[str]:
    """The editor as a command: $VISUAL, else $EDITOR, else vi. Raises EditorFailed."""
    wanted = environ.get("VISUAL") or environ.get("EDITOR") or _FALLBACK
    try:
        return shlex.split(wanted) or [_FALLBACK]
    except ValueError:
        raise EditorFailed(f"$VISUAL or $EDITOR cannot be read: {wanted}") from None


def edit_outside(text: str, environ: Mapping[str, str], *, suffix: str = ".txt") -> str:
    """Edit a text and wait for the editor to end. Raises EditorFailed; the text is then as it was.

    A line break that the editor puts at the end is taken off again. A hang-up ends the editor too;
    what it had written by then counts.
    """
    command = editor_command(environ)
    with tempfile.TemporaryDirectory(prefix="medialib-") as folder:
        file = Path(folder) / f"text{suffix}"
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(text.encode("utf-8", "surrogatepass"))
        code = _run([*command, str(file)])
        if code:
            raise EditorFailed(f"{command[0]} ended with {code}; the text is as it was.")
        return _read(file, text)


def _run(command: list[str]) -> int:
    """Run it in the foreground; its exit code, 0 where a hang-up ended it.

    An interrupt typed into it is its own. Here it is ignored: a handler, even one that does
    nothing, would wake the app's own, as those of a hang-up are meant to.
    """
    ended: list[int] = []
    editor: subprocess.Popen[bytes] | None = None

    def hang_up(number: int, _frame: object) -> None:
        ended.append(number)
        if editor is not None:
            editor.send_signal(number)

    before = {signal.SIGINT: signal.signal(signal.SIGINT, signal.SIG_IGN)}
    for number in (signal.SIGHUP, signal.SIGTERM):
        before[number] = signal.signal(number, hang_up)
    try:
        editor = subprocess.Popen(command, preexec_fn=_take_interrupts)  # noqa: S603 - the person's own editor
        with editor:
            for early in tuple(ended):
                editor.send_signal(early)
            code = editor.wait()
    except OSError as error:
        raise EditorFailed(f"{command[0]} cannot be started: {error.strerror}") from None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0 if ended else code


def _take_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _read(file: Path, before: str) -> str:
    try:
        if file.stat().st_size > MOST:
            raise EditorFailed(f"The text has more than {MOST:,} bytes; it is as it was.")
        text = file.read_bytes().decode("utf-8", "surrogatepass")
    except OSError as error:
        raise EditorFailed(f"The edited file cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise EditorFailed("The edited file is not UTF-8; the text is as it was.") from None
    if text.endswith("\n") and not before.endswith("\n"):
        text = text[:-1]
    return text
