"""Which token goes to which server: a token belongs to a server and is sent to no other.

- `--token-stdin` is used for whichever server is meant.
- `MEDIALIB_TOKEN` belongs to the server that `MEDIALIB_URL` or `MEDIALIB_SERVER` names, and is
  used for no other. Where neither is set it is used for the server meant, except where
  `--server` picks a configured server that has a token of its own.
- A token of the settings file or of `server login` is used for exactly its server's root.
"""

from __future__ import annotations

from collections.abc import Mapping

from medialib_tui.store.choice import Choice, Level, choose_by_variable, root_key
from medialib_tui.store.errors import SettingsError
from medialib_tui.store.secrets import Source, TokenSource, has_stored_token
from medialib_tui.store.settings import Settings

TOKEN_FLAG = "--token-stdin"  # noqa: S105 - the flag's name
TOKEN_VARIABLE = "MEDIALIB_TOKEN"  # noqa: S105 - the variable's name
NOWHERE = "default"


def token_source(
    typed: str | None, environ: Mapping[str, str], choice: Choice, settings: Settings
) -> tuple[TokenSource, str]:
    """Where the token of the chosen server comes from, and what says so."""
    if typed is not None:
        return TokenSource(Source.GIVEN, text=typed, url=choice.url), TOKEN_FLAG
    own, origin = _own(choice, settings)
    why_not = ""
    if environ.get(TOKEN_VARIABLE, "").strip():
        bound = _bound_to(environ, settings)
        if bound:
            fits = root_key(bound) == root_key(choice.url)
        else:
            fits = own is None or choice.level is not Level.FLAG
        if fits:
            source = TokenSource(Source.VARIABLE, name=TOKEN_VARIABLE, url=choice.url)
            return source, TOKEN_VARIABLE
        why_not = f"{TOKEN_VARIABLE} is not used here: it belongs to {bound}."
    if own is not None:
        return own, origin
    return TokenSource(Source.NONE, name=why_not, url=choice.url), NOWHERE


def _bound_to(environ: Mapping[str, str], settings: Settings) -> str:
    """The root that the variable's token belongs to; empty where no variable names a server."""
    try:
        bound = choose_by_variable(environ, settings)
    except SettingsError:
        return "a server that cannot be told"
    return bound.url if bound else ""


def _own(choice: Choice, settings: Settings) -> tuple[TokenSource | None, str]:
    entry, file = choice.entry, str(settings.path)
    if entry is None:
        return None, NOWHERE
    if entry.token_env:
        return TokenSource(Source.VARIABLE, name=entry.token_env, url=entry.url), file
    if entry.token_command:
        return TokenSource(Source.COMMAND, command=entry.token_command, url=entry.url), file
    if entry.token_file:
        return TokenSource(Source.FILE, path=entry.token_file, url=entry.url), file
    folder = settings.tokens
    if has_stored_token(folder, entry.name):
        source = TokenSource(Source.STORED, name=entry.name, path=folder, url=entry.url)
        return source, "server login"
    return None, NOWHERE
