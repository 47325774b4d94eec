"""Options of the usage-log commands, and what they mean."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from medialib_tui.api.errors import Refused
from medialib_tui.cli.exits import CliError

if TYPE_CHECKING:
    from pydantic import JsonValue

    from medialib_tui.core.usage.filters import Filter
    from medialib_tui.core.usage.plan import Ground, Options
    from medialib_tui.core.usage.values import Changes
    from medialib_tui.model.base import JsonObject
    from medialib_tui.model.schema import Project

STATES = ("pending", "confirmed")


def add_filter_options(parser: argparse.ArgumentParser, *, state: bool = True) -> None:
    """Which uses are meant."""
    if state:
        parser.add_argument("--state", choices=STATES, help="uses in this state")
    parser.add_argument("--purpose", metavar="P", help="uses of this purpose")
    parser.add_argument(
        "--from", dest="start", metavar="DAY", default="", help="since this day, month or year"
    )
    parser.add_argument(
        "--to",
        dest="end",
        metavar="DAY",
        default="",
        help="until the end of it: 2026-05-31, 2026-05",
    )
    parser.add_argument("--text", metavar="WORDS", default="", help="uses that hold these words")


def filter_of(options: argparse.Namespace, state: str | None = None) -> Filter:
    """The uses meant."""
    from medialib_tui.core.usage.filters import Filter, period

    wanted = state or getattr(options, "state", None)
    return Filter(options.text, wanted, options.purpose, period(options.start, options.end))


def add_value_options(parser: argparse.ArgumentParser) -> None:
    """What a use holds."""
    parser.add_argument("--purpose", metavar="P", help="its purpose; a new use needs one")
    parser.add_argument("--state", choices=STATES, help="a new use is pending unless told")
    parser.add_argument(
        "--date", metavar="ISO", help="when it was published; local time unless with a zone"
    )
    parser.add_argument("--url", metavar="U", help="where it was published")
    parser.add_argument(
        "--param",
        metavar="NAME=VALUE",
        nargs="+",
        action="extend",
        default=[],
        help="params of the purpose: NAME=text, NAME:=json",
    )


def add_care_options(parser: argparse.ArgumentParser) -> None:
    """How far a write of the usage log goes."""
    parser.add_argument(
        "--internal", action="store_true", help="write uses of internal purposes too"
    )


def add_old_value_option(parser: argparse.ArgumentParser) -> None:
    """Comparison on the server."""
    parser.add_argument(
        "--old-value", action="store_true", help="have the server compare with what was read, too"
    )


def care_of(options: argparse.Namespace, batch: str = "") -> Options:
    """How the write is made."""
    from medialib_tui.core.usage.plan import Options

    return Options(
        preserve_updated_at=options.preserve_updated_at,
        old_value=getattr(options, "old_value", False),
        unlock=options.internal,
        batch=batch,
    )


def date_of(text: str | None) -> str | None:
    """A typed date as it is sent; None for none, empty to remove one."""
    if not text:
        return text
    from medialib_tui.core.usage.values import moment_of

    try:
        return moment_of(text)
    except ValueError as error:
        raise CliError(f"--date: {error}", hint="Such as 2026-05-01T11:00:00Z") from None


class Typed:
    """What was typed about a use, before the types of its params are known."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.purpose: str | None = options.purpose
        self.state: str | None = options.state
        self.date = date_of(options.date)
        self.url: str | None = options.url
        self.texts: dict[str, str] = {}
        self.values: dict[str, JsonValue] = {}
        self._take(options.param)

    @property
    def nothing(self) -> bool:
        """Whether no option says anything."""
        told = (self.purpose, self.state, self.date, self.url)
        return not self.texts and not self.values and all(one is None for one in told)

    @property
    def params(self) -> tuple[str, ...]:
        """The names of the params typed."""
        return (*self.texts, *self.values)

    def changes(self, ground: Ground, purpose: str | None) -> Changes:
        """The changes, params typed by the purpose. Raises Refused."""
        from medialib_tui.core.usage.params import typed_params
        from medialib_tui.core.usage.values import Changes

        found = ground.project.purpose(self.purpose or purpose)
        params = typed_params(self.texts, found, ground.log.entries)
        return Changes(self.purpose, self.state, self.date, self.url, {**params, **self.values})

    def new_value(self, project: Project) -> JsonObject:
        """The value of a new use, its params typed as far as the project alone tells."""
        from medialib_tui.core.usage.params import typed_params
        from medialib_tui.core.usage.values import Changes, new_value

        try:
            params = typed_params(self.texts, project.purpose(self.purpose))
        except Refused:  # said for each entry that it would be written to
            params = dict(self.texts)
        params |= self.values
        return new_value(Changes(self.purpose, self.state, self.date, self.url, params))

    def _take(self, words: Sequence[str]) -> None:
        for word in words:
            name, sign, text = word.partition("=")
            plain = name.removesuffix(":")
            if not sign or not plain.strip():
                raise CliError(f"“{word[:60]}” is not NAME=VALUE.", hint="--param page=3")
            if plain in self.texts or plain in self.values:
                raise CliError(f"“{plain}” is given twice.", hint="Each param once.")
            if name == plain:
                self.texts[name] = text
                continue
            try:
                self.values[plain] = json.loads(text)
            except (ValueError, RecursionError):
                raise CliError(
                    f"The value of {plain} is not JSON.", hint=f"{plain}=text takes it as text."
                ) from None
