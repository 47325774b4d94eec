"""Whether a start without a command word may open the app."""

from __future__ import annotations

from argparse import Namespace

from medialib_tui.cli.exits import CliError
from medialib_tui.cli.parsing import likely_command


def check_start(options: Namespace, *, forced: bool, tty: bool, dumb: bool) -> None:
    """Raise CliError where the app cannot or should not be opened.

    A first word that looks like a mistyped command is a mistake rather than an id; `--` before it
    says otherwise.
    """
    query = " ".join(options.words)
    slip = likely_command(options.words[0]) if options.words and not forced else None
    if slip is not None:
        raise CliError(
            f"“{options.words[0]}” is not a command. Did you mean {slip}?",
            hint=f"To look it up in the app: medialib -- {query}",
        )
    for name in ("json", "jsonl", "csv", "raw_csv"):
        if getattr(options, name):
            raise CliError(
                f"--{name.replace('_', '-')} needs a command.",
                hint=f"medialib get {query or 'ID'} --json",
            )
    if options.token_stdin:
        raise CliError(
            "The app needs the keyboard, so it cannot read a token from standard input.",
            hint="medialib server login NAME, or set MEDIALIB_TOKEN",
        )
    if not tty or dumb:
        raise CliError(
            "This terminal cannot show the app: TERM is “dumb”."
            if tty
            else "There is no terminal to open the app on.",
            hint=f"As data: medialib get {query}" if query else "medialib --help",
        )
