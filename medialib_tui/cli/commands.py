"""Every command by name: where it lives, how it is written, and what it does.

Read at every start, so it imports nothing.
"""

from __future__ import annotations

VALUE_OPTIONS = ("--server", "--api-version", "--timeout")
"""Options of every command that take a value."""

GROUPS = {
    "usage": "the usage log of an entry",
    "journal": "every write of this machine",
    "drafts": "what was typed and not yet saved",
    "server": "the servers this machine knows",
    "config": "the settings file",
}
"""Words that are followed by a second word."""

ALONE = {"journal": "journal list"}
"""Group words that mean one of their commands where no second word follows."""

_OWN_VALUES = (
    *("--entry", "--batch", "--limit", "-o", "--output", "--purpose", "--state", "--date", "--url"),
    *("--param", "--from", "--to", "--text", "--ids"),
)
"""Options with a value of commands in groups; it is not the group's second word."""


class Command:
    """One command: `fewest` and `most` count its words, `module` holds its handlers."""

    __slots__ = ("arguments", "fewest", "help", "module", "most", "name")

    def __init__(
        self, name: str, arguments: str, text: str, module: str, fewest: int = 0, most: int = 0
    ) -> None:
        self.name = name
        self.arguments = arguments
        self.help = text
        self.module = f"medialib_tui.cli.{module}"
        self.fewest = fewest
        self.most = most

    @property
    def usage(self) -> str:
        """The command as it is typed."""
        return " ".join(filter(None, ("medialib", self.name, self.arguments)))


MANY = 1_000_000

COMMANDS = (
    Command("get", "QUERY...", 'Entries as data; "-" reads ids from stdin.', "get", 1, MANY),
    Command(
        "check",
        "ID... [--all] [--upwards] [--beside] [--report FILE]",
        "Every known use of an entry, or of the media of doc:123; what was not checked.",
        "check",
        1,
        MANY,
    ),
    Command(
        "refs",
        "ID [--documents|--media] [--all] [--limit N]",
        "Documents and media that reference an entry.",
        "refs",
        1,
        1,
    ),
    Command(
        "usage list",
        "ID [--state S] [--purpose P] [--from DAY] [--to DAY] [--text WORDS]",
        "The usage log of an entry.",
        "usage",
        1,
        1,
    ),
    Command(
        "usage add",
        "ID...|-|--ids FILE --purpose P [--state S] [--date ISO] [--url U] [--param N=V...]",
        "Log a use, of one entry or the same of many; “-” reads ids from stdin.",
        "usage_write",
        0,
        MANY,
    ),
    Command(
        "usage update",
        "ID USAGE_ID [the options of add] [--old-value]",
        "Change a use; an empty value removes a field.",
        "usage_write",
        2,
        2,
    ),
    Command(
        "usage confirm",
        "ID USAGE_ID... [--date ISO] | ID|-|--ids FILE --pending [--purpose P ...]",
        "Confirm uses by id, or all pending ones meant, of one entry or of many.",
        "usage_write",
        0,
        MANY,
    ),
    Command(
        "usage remove",
        "ID USAGE_ID...",
        "Remove uses, after a look at them.",
        "usage_write",
        2,
        MANY,
    ),
    Command(
        "usage export",
        "ID...|- [--report] [the options of list]",
        "Uses of many entries as CSV or JSON, or a monthly report.",
        "usage_export",
        1,
        MANY,
    ),
    Command("keys", "ID", "Asset keys of an entry, one a line.", "keys", 1, 1),
    Command(
        "image",
        "ID|KEY [-o FILE] [--force]",
        "The original bytes of an image, saved to a file.",
        "image",
        1,
        1,
    ),
    Command(
        "set",
        "ID...|-|--ids FILE NAME=VALUE... [--unset NAME...] [--preserve-updated-at]",
        "Change metadata of one entry or of many: NAME=text, NAME:=json, NAME=@file.",
        "set_metadata",
        1,
        MANY,
    ),
    Command(
        "patch",
        "ID FILE|- [--version N] [--preserve-updated-at]",
        "Send a list of patch operations (JSON), each checked before.",
        "patch",
        2,
        2,
    ),
    Command(
        "revoke",
        "ID...|-|--ids FILE [--note TEXT] [--report FILE]",
        "Take assets down: check, confirm, revoke, prove.",
        "revoke",
        0,
        MANY,
    ),
    Command("unrevoke", "ID...|-|--ids FILE", "Serve revoked assets again.", "archive", 0, MANY),
    Command(
        "archive",
        "ID...|-|--ids FILE",
        "Take entries out of search, for good; not the asset.",
        "archive",
        0,
        MANY,
    ),
    Command(
        "replace-asset",
        "ID --key K --url U [--from-file FILE] [--size N ...]",
        "Point an entry at another file that storage holds.",
        "asset",
        1,
        1,
    ),
    Command(
        "remove-asset",
        "ID --locale L",
        "Remove the own asset of one translation, for good.",
        "asset",
        1,
        1,
    ),
    Command(
        "import",
        "FILE|- [--dry-run] [--resume] [--strict] [--failed FILE] [--batch-size N]",
        "Create entries from JSON, JSON lines or CSV; each once, each end proven.",
        "import_entries",
        1,
        1,
    ),
    Command(
        "undo",
        "[N|--batch KEY]",
        "Take back the last own write, number N of the journal, or a whole batch.",
        "undo",
        0,
        1,
    ),
    Command(
        "journal list",
        "[--entry ID] [--batch KEY] [--limit N]",
        "Every write of this machine and what became of it.",
        "journal",
    ),
    Command("journal show", "N", "One write with its request, before and after.", "journal", 1, 1),
    Command("journal verify", "", "Whether the journal is as it was written.", "journal"),
    Command("journal export", "", "Every record with its hashes, as JSON lines.", "journal"),
    Command("drafts list", "", "What was typed and not yet saved.", "drafts"),
    Command("drafts show", "ID", "A draft: each property before and after.", "drafts", 1, 1),
    Command("drafts discard", "ID", "Drop a draft for good.", "drafts", 1, 1),
    Command("server list", "", "The configured servers; the default is marked.", "server"),
    Command(
        "server add",
        "NAME URL [--read-only] [--production]",
        "Remember a server.",
        "server",
        2,
        2,
    ),
    Command("server test", "[NAME]", "Try a server: address, version, token.", "server", 0, 1),
    Command(
        "server login",
        "[NAME]",
        "Store a server's token, typed unseen or read from stdin.",
        "server",
        0,
        1,
    ),
    Command("server logout", "[NAME]", "Forget a server's stored token.", "server", 0, 1),
    Command("server use", "NAME", "Make a server the default.", "server", 1, 1),
    Command("server remove", "NAME", "Forget a server and its stored token.", "server", 1, 1),
    Command("config path", "", "Where settings, state and cache live.", "config"),
    Command("config show", "[--origin]", "The settings in effect, never a token.", "config"),
    Command("config check", "", "Whether the settings file is in order.", "config"),
    Command("doctor", "", "Server, version, scopes, capabilities, terminal, paths.", "doctor"),
    Command(
        "demo-server",
        "[--port N] [--faults FILE]",
        "Serve the embedded library over HTTP.",
        "demo_server",
    ),
    Command("completion", "bash|zsh|fish", "Shell completion, to be sourced.", "completion", 1, 1),
)
"""Every command this version offers, in the order help lists them."""

BY_NAME = {command.name: command for command in COMMANDS}

APP = Command("", "[QUERY...]", "The app, opened at a look-up.", "app", 0, MANY)


def command_table() -> list[tuple[str, str]]:
    """Usage and one-line help of the app and of every command."""
    demo = ("medialib --demo [QUERY...]", "The app on the embedded library.")
    return [(APP.usage, APP.help), demo, *((item.usage, item.help) for item in COMMANDS)]


class Words:
    """Arguments taken apart: the command's name (None for the app) and everything else."""

    __slots__ = ("name", "rest")

    def __init__(self, name: str | None, rest: list[str]) -> None:
        self.name = name
        self.rest = rest

    @property
    def command(self) -> Command | None:
        """The command named, if this version offers it."""
        return BY_NAME.get(self.name or "")


def take_apart(argv: list[str]) -> Words:
    """Find the command word among options; the name of a bare group is the group's word.

    After `--` nothing is a command, so `medialib -- check` looks the word up.
    """
    first = _next_word(argv, 0)
    if first is None:
        return Words(None, argv)
    word = argv[first]
    rest = argv[:first] + argv[first + 1 :]
    if word in GROUPS:
        second = _next_word(rest, first, _OWN_VALUES)
        if second is None:
            return Words(word if _asks_help(rest) else ALONE.get(word, word), rest)
        return Words(f"{word} {rest[second]}", rest[:second] + rest[second + 1 :])
    if word in BY_NAME:
        return Words(word, rest)
    return Words(None, argv)


def _asks_help(rest: list[str]) -> bool:
    return "-h" in rest or "--help" in rest


def _next_word(argv: list[str], start: int, own: tuple[str, ...] = ()) -> int | None:
    index = start
    while index < len(argv):
        word = argv[index]
        if word == "--":
            return None
        if word in VALUE_OPTIONS or word in own:
            index += 1
        elif not word.startswith("-") or word == "-":
            return index
        index += 1
    return None
