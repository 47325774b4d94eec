"""`completion`: a script for the shell; pressing TAB starts no program."""

from __future__ import annotations

import argparse
from importlib import import_module

from medialib_tui.cli.call import Call, Handler
from medialib_tui.cli.commands import COMMANDS, GROUPS
from medialib_tui.cli.exits import CliError, Exit
from medialib_tui.cli.output import Form
from medialib_tui.cli.parsing import Parser, add_common, fill

SHELLS = ("bash", "zsh", "fish")


def run(call: Call) -> Exit:
    """Print the script for one shell."""
    import shtab

    shell = call.words[0]
    if shell not in SHELLS:
        raise CliError(
            f"There is no completion for “{shell}”.", hint=f"There is: {', '.join(SHELLS)}"
        )
    call.out.text(shtab.complete(whole_parser(), shell=shell) + "\n")
    return Exit.DONE


def whole_parser() -> argparse.ArgumentParser:
    """Every command in one tree, which only the completion needs."""
    root = Parser(prog="medialib", add_help=False)
    add_common(root)
    commands = root.add_subparsers()
    groups = {
        name: commands.add_parser(name, help=text, add_help=False).add_subparsers()
        for name, text in GROUPS.items()
    }
    for command in COMMANDS:
        first, _, second = command.name.partition(" ")
        place = groups[first] if second else commands
        parser = place.add_parser(second or first, help=command.help, add_help=False)
        handlers: dict[str, Handler] = import_module(command.module).HANDLERS
        fill(parser, handlers[command.name].options)
        _complete_files(parser)
        if command.name == "completion":
            _choices(parser)
    return root


def _complete_files(parser: argparse.ArgumentParser) -> None:
    import shtab

    for action in parser._actions:
        if action.metavar == "FILE":
            action.complete = shtab.FILE  # type: ignore[attr-defined]  # read by shtab


def _choices(parser: argparse.ArgumentParser) -> None:
    for action in parser._actions:
        if action.dest == "words":
            action.choices = SHELLS
            action.help = "shell"


HANDLERS = {"completion": Handler(run, forms=(Form.TEXT,))}
