"""From arguments to an exit code: finds the command, runs it, tells what went wrong."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from medialib_tui.api.errors import ApiError
from medialib_tui.cli.call import Call, Handler, form_of
from medialib_tui.cli.commands import APP, Command
from medialib_tui.cli.exits import CliError, Exit, Problem, problem
from medialib_tui.cli.narrate import Narrator
from medialib_tui.cli.output import (
    Form,
    Output,
    ReaderGone,
    Unwritable,
    is_dumb,
    silence_stdout,
    wants_colour,
)
from medialib_tui.cli.parsing import (
    app_parser,
    build,
    general_help,
    group_help,
    parse,
    split_words,
    unknown_command,
)
from medialib_tui.cli.words import Words, take_apart
from medialib_tui.store.errors import StoreError

if TYPE_CHECKING:
    from medialib_tui.store.resolve import Flags

    OpenApp = Callable[[Flags, str, Mapping[str, str]], int]
    """Opens the app on a server and a query, and returns its exit code."""

DEBUG = "MEDIALIB_DEBUG"
_STANDS = "The exit code tells what became of the write; it is shown by: medialib journal list"


def run(argv: list[str], open_app: OpenApp, *, last_net: bool = False) -> int:
    """Run a command, or the app, and return the exit code.

    `last_net` replaces the interpreter's own report of a defect for the rest of the process.
    """
    call = _Run(argv, os.environ, open_app)
    if last_net:
        sys.excepthook = call.crashed
    return call.code()


class _Run:
    """One run of the program, from arguments to exit code."""

    def __init__(self, argv: list[str], environ: Mapping[str, str], open_app: OpenApp) -> None:
        self._argv = argv
        self._open_app = open_app
        self._environ = environ
        self._code: int = Exit.DONE
        head, _ = split_words(argv)
        form = _form_in(head)
        no_color = "--no-color" in head
        verbose = "-v" in head or "--verbose" in head
        stdout, stderr = _stream(sys.stdout), _stream(sys.stderr)
        self._out = Output(
            form,
            stdout,
            colour=wants_colour(environ, no_color=no_color, stream=stdout),
            raw_csv="--raw-csv" in head,
        )
        self._narrator = Narrator(
            stderr,
            colour=wants_colour(environ, no_color=no_color, stream=stderr),
            verbose=verbose,
            dumb=is_dumb(environ),
        )

    def code(self) -> int:
        """Run it; a reader that has gone away wanted no more, which is no failure of its own."""
        try:
            self._code = self._told()
            self._out.flush()
            if self._out.lost is not None:
                raise self._out.lost
        except ReaderGone:
            silence_stdout()
        except Unwritable as error:
            silence_stdout()
            self._narrator.progress_done()
            self._narrator.failed(problem(error))
            if self._out.keeps_on:
                self._narrator.say(_STANDS)
                return self._code
            return self._code or Exit.FAILED
        return self._code

    def _told(self) -> int:
        try:
            return self._dispatch(take_apart(self._argv))
        except Unwritable:
            raise
        except (ApiError, StoreError, CliError) as error:
            return self._tell(problem(error))
        except KeyboardInterrupt:
            self._narrator.progress_done()
            self._narrator.say("Interrupted.")
            return Exit.INTERRUPTED

    def _tell(self, found: Problem) -> Exit:
        self._code = found.leave
        self._narrator.progress_done()
        self._narrator.failed(found)
        if self._out.form in (Form.JSON, Form.JSONL):
            self._out.data({"error": found.to_json()})
        return found.leave

    def crashed(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """The last net: a defect ends in a sentence, not in a stack."""
        self._narrator.progress_done()
        self._narrator.crashed(error, debug=bool(self._environ.get(DEBUG)))
        if self._out.form in (Form.JSON, Form.JSONL):
            title = f"This should not have happened ({kind.__name__})."
            try:
                self._out.data({"error": Problem(Exit.FAILED, "bug", title).to_json()})
                self._out.flush()
            except (ReaderGone, Unwritable):
                silence_stdout()

    def _dispatch(self, words: Words) -> int:
        if words.name is None:
            return self._app(words.rest)
        command = words.command
        if command is None:
            return self._no_command(words)
        handler = _handler(command)
        options = parse(build(command, handler.options), command, words.rest)
        if options.version:
            return self._version()
        if options.help:
            self._out.text(build(command, handler.options).format_help())
            return Exit.DONE
        _check_form(command, handler, self._out.form)
        if getattr(options, "dry_run", None) is False:
            self._out.keep_on()
        return handler.run(self._call(options))

    def _no_command(self, words: Words) -> int:
        group, _, word = (words.name or "").partition(" ")
        if not word and _asks_help(words.rest):
            self._out.text(group_help(group))
            return Exit.DONE
        raise unknown_command(word, group)

    def _app(self, rest: list[str]) -> int:
        options = parse(app_parser(), APP, rest)
        if options.version:
            return self._version()
        if options.help:
            self._out.text(general_help())
            return Exit.DONE
        from medialib_tui.cli.app import check_start

        tty = self._out.tty and sys.stdin.isatty()
        check_start(options, forced="--" in rest, tty=tty, dumb=is_dumb(self._environ))
        return self._open_app(flags_of(options, None), " ".join(options.words), self._environ)

    def _version(self) -> Exit:
        from medialib_tui import __version__

        self._out.text(f"medialib {__version__}\n")
        return Exit.DONE

    def _call(self, options: Namespace) -> Call:
        token = None
        if options.token_stdin:
            from medialib_tui.cli.inputs import read_token_line, stdin_bytes

            if "-" in options.words:
                raise CliError("Standard input cannot hold both ids and the token.")
            token = read_token_line(stdin_bytes())
        return Call(
            words=tuple(options.words),
            options=options,
            flags=flags_of(options, token),
            out=self._out,
            narrator=self._narrator,
            environ=self._environ,
        )


def flags_of(options: Namespace, token: str | None) -> Flags:
    """What was typed about the server."""
    from medialib_tui.store.resolve import Flags

    return Flags(
        server=options.server,
        api_version=options.api_version,
        demo=options.demo,
        read_only=options.read_only,
        timeout=options.timeout,
        token_stdin=token,
    )


def _handler(command: Command) -> Handler:
    handlers: Mapping[str, Handler] = import_module(command.module).HANDLERS
    return handlers[command.name]


def _check_form(command: Command, handler: Handler, form: Form) -> None:
    if form not in handler.forms:
        known = ", ".join(f"--{item}" for item in handler.forms if item is not Form.TEXT)
        raise CliError(
            f"medialib {command.name} has no --{form} output.",
            hint=f"It has {known}." if known else "",
        )


def _form_in(head: Sequence[str]) -> Form:
    """The form asked for, read before parsing so that a parsing failure has it too."""
    return form_of(
        Namespace(
            json="--json" in head,
            jsonl="--jsonl" in head,
            csv="--csv" in head,
            raw_csv="--raw-csv" in head,
        )
    )


def _asks_help(arguments: list[str]) -> bool:
    return "-h" in arguments or "--help" in arguments


def _stream(stream: TextIO | None) -> TextIO:
    return open(os.devnull, "w", encoding="utf-8") if stream is None else stream
