"""`server`: the servers this machine knows, and their tokens."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from typing import TYPE_CHECKING

from medialib_tui.cli.call import Call, Handler
from medialib_tui.cli.exits import CliError, Exit
from medialib_tui.cli.inputs import read_token_line, stdin_bytes
from medialib_tui.cli.output import Form
from medialib_tui.cli.tables import Column, table
from medialib_tui.model.server import BadUrl, parse_server_url

if TYPE_CHECKING:
    from medialib_tui.store.paths import Paths
    from medialib_tui.store.settings import ServerSettings, Settings

_TOKEN_OPTIONS = ("token_env", "token_command", "token_file")
_FILE_OPTIONS = ("ca_bundle", "token_file")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of `server add` alone."""
    parser.add_argument(
        "--production", action="store_true", help="looks like production everywhere"
    )
    parser.add_argument("--ca-bundle", metavar="FILE", help="certificates to trust")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--token-env", metavar="NAME", help="the variable that holds the token")
    source.add_argument("--token-command", metavar="COMMAND", help="prints the token")
    source.add_argument("--token-file", metavar="FILE", help="a file only you can read")


def run_list(call: Call) -> Exit:
    """Name, address and access of each server; the default is marked."""
    where, settings = _kept(call)
    servers = list(settings.servers.values())
    said = [_token_said(where, item) for item in servers]
    if call.out.form is not Form.TEXT:
        rows: list[dict[str, str | bool]] = [
            {
                "name": item.name,
                "url": item.url,
                "apiVersion": item.api_version,
                "access": item.access.value,
                "production": item.production,
                "token": token,
                "default": item.name == settings.current,
            }
            for item, token in zip(servers, said, strict=True)
        ]
        if call.out.form is Form.CSV:
            head = ["name", "url", "apiVersion", "access", "production", "token", "default"]
            cells = [[_say(row[name]) for name in head] for row in rows]
            call.out.csv([head, *cells])
        else:
            call.out.data([dict(row) for row in rows])
        return Exit.DONE
    if not servers:
        call.narrator.say("No server yet: medialib server add NAME URL")
        return Exit.DONE
    table(
        call.out,
        (
            Column(""),
            Column("NAME"),
            Column("URL"),
            Column("VERSION"),
            Column("ACCESS"),
            Column("ENVIRONMENT"),
            Column("TOKEN"),
        ),
        [
            (
                "*" if item.name == settings.current else "",
                item.name,
                item.url,
                item.api_version,
                item.access.value,
                "production" if item.production else "-",
                token,
            )
            for item, token in zip(servers, said, strict=True)
        ],
    )
    return Exit.DONE


def run_add(call: Call) -> Exit:
    """Remember a server, and its token if it comes on stdin."""
    from medialib_tui.store.editing import add_server

    name, address = call.words
    where, _ = _kept(call)
    try:
        url, version = parse_server_url(address)
    except BadUrl as error:
        raise CliError(f"“{address}” is no server address: {error}.") from None
    options = call.options
    given: dict[str, str | bool | int | float] = {"url": url}
    if chosen := options.api_version or version:
        given["api_version"] = chosen
    if options.read_only:
        given["access"] = "read-only"
    if options.production:
        given["production"] = True
    if options.timeout is not None:
        given["timeout"] = options.timeout
    for key in ("ca_bundle", *_TOKEN_OPTIONS):
        if value := getattr(options, key):
            given[key] = _absolute(value) if key in _FILE_OPTIONS else value
    token = call.flags.token_stdin
    if token is not None:
        if any(getattr(options, key) for key in _TOKEN_OPTIONS):
            raise CliError("The token comes from one place: --token-stdin or another, not both.")
        _check(token)
    settings = add_server(where.settings, name, given)
    call.narrator.say(f"{name} is {url}, kept in {where.settings}.")
    if settings.current == name:
        call.narrator.say(f"{name} is the default server.")
    if token is not None:
        _store(call, where, settings.servers[name], token)
    elif not settings.servers[name].has_token_source:
        call.narrator.say(f"Next: medialib server login {name}")
    return Exit.DONE


def run_test(call: Call) -> Exit:
    """Health and one read, without the rest of `doctor`."""
    from medialib_tui.cli.machine.doctor import examined, report

    if call.words:
        call = replace(call, flags=replace(call.flags, server=call.words[0]))
    return report(call, examined(call, areas={"server", "token"}))


def run_login(call: Call) -> Exit:
    """Store a token that is read from stdin, or typed without being shown."""
    where, settings = _kept(call)
    server = _named(call, settings)
    if server.has_token_source:
        raise CliError(
            f"{server.name} gets its token elsewhere, so a stored one would not be used.",
            hint=f"It is set in {where.settings}.",
        )
    token = call.flags.token_stdin
    if token is None:
        token = _ask(call, server.name)
    _check(token)
    _store(call, where, server, token)
    return Exit.DONE


def run_logout(call: Call) -> Exit:
    """Forget a stored token."""
    from medialib_tui.store.secrets import forget_token

    where, settings = _kept(call)
    server = _named(call, settings)
    forgotten = forget_token(where.tokens, server.name)
    said = "The token is forgotten." if forgotten else "There was no stored token."
    call.narrator.say(f"{server.name}: {said}")
    return Exit.DONE


def run_use(call: Call) -> Exit:
    """Make a server the default."""
    from medialib_tui.store.editing import use_server

    where, _ = _kept(call)
    use_server(where.settings, call.words[0])
    call.narrator.say(f"{call.words[0]} is the default server.")
    return Exit.DONE


def run_remove(call: Call) -> Exit:
    """Forget a server, with its stored token and what was kept of it."""
    from medialib_tui.store.forgetting import forget_server

    where, settings = _kept(call)
    server = _named(call, settings)
    left = forget_server(where, server.name)
    call.narrator.say(f"{server.name} is forgotten.")
    if left.servers and left.current is None:
        call.narrator.say("No server is the default now: medialib server use NAME")
    return Exit.DONE


def _kept(call: Call) -> tuple[Paths, Settings]:
    from medialib_tui.store.paths import paths
    from medialib_tui.store.settings import load_settings

    where = paths(call.environ)
    return where, load_settings(where.settings)


def _named(call: Call, settings: Settings) -> ServerSettings:
    from medialib_tui.model.nearest import nearest

    name = call.one_by_name(call.flags.server or settings.current)
    found = settings.servers.get(name)
    if found is None:
        guess = nearest(name, settings.servers)
        raise CliError(
            f"There is no server “{name}”.",
            hint=f"Did you mean {guess}?" if guess else "medialib server list",
        )
    return found


def _token_said(where: Paths, server: ServerSettings) -> str:
    from medialib_tui.store.secrets import has_stored_token

    for key in _TOKEN_OPTIONS:
        if getattr(server, key) is not None:
            return key
    return "stored" if has_stored_token(where.tokens, server.name) else "none"


def _ask(call: Call, name: str) -> str:
    stream = stdin_bytes()
    if not stream.isatty():
        return read_token_line(stream)
    if call.options.no_input:
        raise CliError("A token is needed, and --no-input forbids asking.", hint="--token-stdin")
    import getpass

    try:
        return getpass.getpass(f"Token for {name} (not shown): ")
    except EOFError:
        raise CliError("No token was given.", code="token") from None


def _check(token: str) -> None:
    from medialib_tui.store.secrets import check_token

    check_token(token, "standard input")


def _store(call: Call, where: Paths, server: ServerSettings, token: str) -> None:
    from medialib_tui.store.secrets import store_token

    place = store_token(where.tokens, server.name, server.url, token)
    call.narrator.say(f"The token of {server.name} is kept in {place}.")


def _absolute(path: str) -> str:
    """A path typed here, as the settings file in another folder has to name it."""
    return path if path.startswith("~") else os.path.abspath(path)


def _say(value: str | bool) -> str:
    return value if isinstance(value, str) else str(value).lower()


_TOLD = (Form.TEXT, Form.JSON)

HANDLERS = {
    "server list": Handler(run_list),
    "server add": Handler(run_add, add_options, forms=_TOLD),
    "server test": Handler(run_test),
    "server login": Handler(run_login, forms=_TOLD),
    "server logout": Handler(run_logout, forms=_TOLD),
    "server use": Handler(run_use, forms=_TOLD),
    "server remove": Handler(run_remove, forms=_TOLD),
}
