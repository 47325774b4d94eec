"""Opening a link: only the web, only where there is a desktop, never through a shell."""

from __future__ import annotations

import asyncio
import re
import shutil
import sys
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from textual.dom import DOMNode

from medialib_tui.tui import jobs, notices
from medialib_tui.tui.dialogs.choice import Choice, ChoiceDialog
from medialib_tui.tui.owner import library_of

if TYPE_CHECKING:
    from medialib_tui.tui.app import MedialibApp

_LONGEST = 4000


def refusal(url: str) -> str:
    """Why a link must not be opened, in a sentence; empty where it may."""
    if len(url) > _LONGEST:
        return "The link is too long to be one."
    if re.search(r"[\x00-\x20\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]", url):
        return "The link contains control characters or spaces."
    try:
        parts = urlsplit(url)
    except ValueError:
        return "This is not a link."
    if parts.scheme not in {"http", "https"}:
        return f"Only http and https links are opened, not {parts.scheme or 'this'}."
    if not parts.hostname:
        return "The link has no host."
    if parts.username or parts.password:
        return "The link carries a user name; copy it if you trust it."
    return ""


def opener(environ: Mapping[str, str]) -> str | None:
    """The program that opens a link on this desktop; None over SSH or without one."""
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        return None
    if sys.platform == "darwin":
        return "/usr/bin/open"
    path = environ.get("PATH")
    if environ.get("WSL_DISTRO_NAME") and (found := shutil.which("wslview", path=path)):
        return found
    if environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"):
        return shutil.which("xdg-open", path=path)
    return None


def open_link(node: DOMNode, url: str | None) -> None:
    """Open a link in the browser; where there is no browser, offer to copy it."""
    app = library_of(node)
    if not url:
        notices.say(app, "There is no link here.")
        return
    if problem := refusal(url):
        notices.say(app, f"{url[:200]}\n{problem}", title="Not opened", severity="warning")
        return
    program = opener(app.environ)
    work = partial(_offer_copy, app, url) if program is None else partial(_run, app, program, url)
    jobs.start_flow(app, "open link", work)


async def _run(app: MedialibApp, program: str, url: str) -> None:
    null = asyncio.subprocess.DEVNULL
    try:
        await asyncio.create_subprocess_exec(
            program, url, stdin=null, stdout=null, stderr=null, start_new_session=True
        )
    except OSError as error:
        notices.say(app, f"{program}: {error.strerror}", title="Not opened", severity="warning")
        await _offer_copy(app, url)
    else:
        notices.say(app, url[:200], title="Handed to the browser")


async def _offer_copy(app: MedialibApp, url: str) -> None:
    from medialib_tui.tui import clipboard

    chosen = await app.push_screen_wait(
        ChoiceDialog(
            "No browser here",
            (
                Choice("copy", "Copy the link", key="y", detail=url[:60]),
                Choice("show", "Show it, to select by hand", key="s"),
            ),
        )
    )
    if chosen == "copy":
        clipboard.copy(app, "link", url)
    elif chosen == "show":
        clipboard.show_instead(app, "link", url)
