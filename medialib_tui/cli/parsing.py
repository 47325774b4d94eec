"""Reading the arguments: one parser, built for the one command that was asked for."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from typing import NoReturn

from medialib_tui.cli.commands import APP, COMMANDS, GROUPS, Command, command_table
from medialib_tui.cli.exits import CliError
from medialib_tui.model.nearest import nearest

Options = Callable[[argparse.ArgumentParser], None]
"""Adds the options that only one command has."""

LONGEST_TIMEOUT = 600.0


class Parser(argparse.ArgumentParser):
    """Complains by raising, never by writing and leaving."""

    def error(self, message: str) -> NoReturn:
        """A complaint about the arguments."""
        raise CliError(f"{message}.", hint=f"{self.prog} --help")


def no_options(parser: argparse.ArgumentParser) -> None:
    """For commands without options of their own."""


def build(command: Command, options: Options = no_options) -> Parser:
    """The parser of one command, the options of every command included."""
    parser = Parser(
        prog=f"medialib {command.name}".rstrip(),
        usage=f"{command.usage} [OPTION...]",
        description=command.help,
        allow_abbrev=False,
        add_help=False,
    )
    fill(parser, options)
    return parser


def fill(parser: argparse.ArgumentParser, options: Options) -> None:
    """Words, the command's own options, and the options of every command."""
    parser.add_argument("words", nargs="*", help=argparse.SUPPRESS)
    options(parser)
    add_common(parser)


def add_common(parser: argparse.ArgumentParser) -> None:
    """The options of every command."""
    group = parser.add_argument_group("options of every command")
    group.add_argument("--server", metavar="NAME|URL", help="the server to talk to")
    group.add_argument(
        "--api-version", metavar="V", type=_version, help='"auto", or such as "2026-07"'
    )
    group.add_argument("--demo", action="store_true", help="the embedded library")
    group.add_argument("--read-only", action="store_true", help="refuse every write")
    group.add_argument(
        "--timeout", metavar="S", type=_seconds, help="seconds to wait for an answer"
    )
    group.add_argument(
        "--token-stdin", action="store_true", help="read the token from standard input"
    )
    form = group.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="JSON on stdout, errors too")
    form.add_argument("--jsonl", action="store_true", help="JSON, one item a line, at once")
    form.add_argument("--csv", action="store_true", help="CSV, safe for spreadsheets")
    group.add_argument("--raw-csv", action="store_true", help="CSV with every cell as it is")
    group.add_argument("--no-color", action="store_true", help="no colour on a terminal")
    group.add_argument("--no-input", action="store_true", help="never ask")
    group.add_argument("-v", "--verbose", action="store_true", help="say more on stderr")
    group.add_argument("-h", "--help", action="store_true", help="this text")
    taken = "--version" in parser._option_string_actions
    names = ("-V",) if taken else ("-V", "--version")
    group.add_argument(*names, dest="version", action="store_true", help="the version")


def parse(parser: Parser, command: Command, arguments: list[str]) -> argparse.Namespace:
    """Parse, words and options in any order; everything after `--` is a word."""
    head, words = split_words(arguments)
    found, extra = parser.parse_known_intermixed_args(head)
    if unknown := next((item for item in extra if item.startswith("-") and item != "-"), None):
        raise CliError(
            f"{parser.prog} has no option {unknown.split('=', 1)[0]}.",
            hint=_suggest(unknown.split("=", 1)[0], _option_strings(parser))
            or f"{parser.prog} --help lists them. An id that begins with a dash goes after --",
        )
    found.words = [*found.words, *extra, *words]
    if found.help or found.version:
        return found
    if len(found.words) < command.fewest:
        raise CliError(f"Something is missing: {command.usage}", hint=f"{parser.prog} --help")
    if len(found.words) > command.most:
        raise CliError(
            f"“{found.words[command.most]}” is one word too many: {command.usage}",
            hint=f"{parser.prog} --help",
        )
    return found


def split_words(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Options and words before `--`, and the plain words after it."""
    if "--" not in arguments:
        return arguments, []
    cut = arguments.index("--")
    return arguments[:cut], arguments[cut + 1 :]


def unknown_command(word: str, group: str) -> CliError:
    """The complaint about the second word of a group that is none of its commands."""
    known = [item.name.split()[-1] for item in COMMANDS if item.name.startswith(f"{group} ")]
    if not word:
        return CliError(
            f"medialib {group} needs one more word: {', '.join(known)}.",
            hint=f"medialib {group} --help",
        )
    return CliError(
        f"medialib {group} has no command “{word}”.",
        hint=_suggest(word, known) or f"There are: {', '.join(known)}.",
    )


def likely_command(word: str) -> str | None:
    """The command a word is a slip of, if it looks like one more than like an id."""
    if not word.isascii() or not word.replace("-", "").isalpha() or not word.islower():
        return None
    return nearest(word, sorted({item.name.split()[0] for item in COMMANDS} | set(GROUPS)), 0.75)


def general_help() -> str:
    """The help of the program: every command in a line."""
    rows = command_table()
    width = max(len(usage) for usage, _ in rows if len(usage) <= 40)
    lines = ["Terminal client for the Livingdocs Media Library.", ""]
    lines += [_row(usage, text, width) for usage, text in rows]
    parser = Parser(prog="medialib", usage="", add_help=False)
    add_common(parser)
    options = parser.format_help().split("\n\n", 1)[-1]
    lines += ["", options.rstrip(), "", "After -- nothing is a command or an option."]
    return "\n".join(lines) + "\n"


def group_help(group: str) -> str:
    """The help of a group word: its commands in a line each."""
    rows = [(item.usage, item.help) for item in COMMANDS if item.name.startswith(f"{group} ")]
    width = max(len(usage) for usage, _ in rows)
    lines = [f"medialib {group}: {GROUPS[group]}.", ""]
    return "\n".join([*lines, *(_row(usage, text, width) for usage, text in rows)]) + "\n"


def app_parser() -> Parser:
    """The parser for a start of the app."""
    return build(APP)


def _row(usage: str, text: str, width: int) -> str:
    if len(usage) > width:
        return f"  {usage}\n  {'':{width}}  {text}"
    return f"  {usage:{width}}  {text}"


def _suggest(word: str, known: Iterable[str]) -> str:
    guess = nearest(word, sorted(known))
    return f"Did you mean {guess}?" if guess else ""


def _option_strings(parser: argparse.ArgumentParser) -> list[str]:
    return [text for text in parser._option_string_actions if text.startswith("--")]


def _version(text: str) -> str:
    from medialib_tui.model.server import AUTO, VERSIONS, is_version

    if text == AUTO or is_version(text):
        return text
    raise argparse.ArgumentTypeError(f"“{text}” is no API version; such as {VERSIONS[0]}, or auto")


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= LONGEST_TIMEOUT:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of seconds up to 600")
    return seconds


def limit(text: str) -> int:
    """A whole number above zero."""
    if text.isascii() and text.isdigit() and int(text[:9]) > 0 and len(text) <= 9:
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text}” is not a whole number above 0")
