"""One call of a command: its words and options, where output goes, and the session it needs."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from medialib_tui.cli.exits import CliError, Exit, Problem, problem
from medialib_tui.cli.loop import run
from medialib_tui.cli.narrate import Narrator
from medialib_tui.cli.output import Form, Output
from medialib_tui.cli.parsing import Options, no_options

if TYPE_CHECKING:
    from medialib_tui.api.errors import ApiError
    from medialib_tui.core.session import Session
    from medialib_tui.store.resolve import Flags


@dataclass(frozen=True, slots=True)
class Call:
    """What a command is handed; it never looks at the process itself."""

    words: tuple[str, ...]
    options: Namespace
    flags: Flags
    out: Output
    narrator: Narrator
    environ: Mapping[str, str]

    def with_session(self, work: Callable[[Session], Awaitable[Exit]]) -> Exit:
        """Open a session, do the work on it, and close it whatever happens."""
        return run(self._work(work))

    async def _work(self, work: Callable[[Session], Awaitable[Exit]]) -> Exit:
        from medialib_tui.bootstrap import open_session

        session = await open_session(self.flags, self.environ)
        server = session.server
        self.narrator.aside(f"{server.name}: {server.url}, API version {server.api_version}")
        try:
            if session.left_open():
                from medialib_tui.cli.writing.unfinished import settle_earlier

                await settle_earlier(self.narrator, session)
            return await work(session)
        finally:
            for warning in session.warnings:
                self.narrator.warn(warning)
            await session.aclose()

    def one_by_name(self, default: str | None) -> str:
        """The only word, or else the default; a CliError where there is neither."""
        if self.words:
            return self.words[0]
        if default is None:
            raise CliError("Which server? None is the default.", hint="medialib server list")
        return default

    def left_out(self, entry_id: str, error: ApiError | Problem) -> None:
        """Say on stderr what became of an id that has no result."""
        told = error if isinstance(error, Problem) else problem(error)
        self.narrator.warn(f"{entry_id}: {told.title}")


class Run(Protocol):
    """What a command does; the exit code comes back, failures are raised."""

    def __call__(self, call: Call, /) -> Exit:
        """Do it."""


@dataclass(frozen=True, slots=True)
class Handler:
    """A command's behaviour: what it does, and the options only it has."""

    run: Run
    options: Options = no_options
    forms: tuple[Form, ...] = (Form.TEXT, Form.JSON, Form.JSONL, Form.CSV)


def form_of(options: Namespace) -> Form:
    """The form of output that the options ask for."""
    if options.json:
        return Form.JSON
    if options.jsonl:
        return Form.JSONL
    return Form.CSV if options.csv or options.raw_csv else Form.TEXT
