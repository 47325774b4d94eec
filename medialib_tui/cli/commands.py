"""Every command by name: where it lives, how it is written, and what it does.

Read at every start, so it imports nothing.
"""

from __future__ import annotations

GROUPS = {
    "usage": "the usage log of an entry",
    "journal": "every write of this machine",
    "drafts": "what was typed and not yet saved",
    "server": "the servers this machine knows",
    "config": "the settings file",
}
"""Words that are followed by a second word."""


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
    Command(
        "get", "QUERY...", 'Entries as data; "-" reads ids from stdin.', "reading.get", 1, MANY
    ),
    Command(
        "check",
        "ID... [--all] [--upwards] [--beside] [--report FILE]",
        "Every known use of an entry, or of the media of doc:123; what was not checked.",
        "reading.check",
        1,
        MANY,
    ),
    Command(
        "refs",
        "ID [--documents|--media] [--all] [--limit N]",
        "Documents and media that reference an entry.",
        "reading.refs",
        1,
        1,
    ),
    Command(
        "usage list",
        "ID [--state S] [--purpose P] [--from DAY] [--to DAY] [--text WORDS]",
        "The usage log of an entry.",
        "usage.listing",
        1,
        1,
    ),
    Command(
        "usage add",
        "ID...|-|--ids FILE --purpose P [--state S] [--date ISO] [--url U] [--param N=V...]",
        "Log a use, of one entry or the same of many; “-” reads ids from stdin.",
        "usage.write",
        0,
        MANY,
    ),
    Command(
        "usage update",
        "ID USAGE_ID [the options of add] [--old-value]",
        "Change a use; an empty value removes a field.",
        "usage.write",
        2,
        2,
    ),
    Command(
        "usage confirm",
        "ID USAGE_ID... [--date ISO] | ID|-|--ids FILE --pending [--purpose P ...]",
        "Confirm uses by id, or all pending ones meant, of one entry or of many.",
        "usage.write",
        0,
        MANY,
    ),
    Command(
        "usage remove",
        "ID USAGE_ID...",
        "Remove uses, after a look at them.",
        "usage.write",
        2,
        MANY,
    ),
    Command(
        "usage export",
        "ID...|- [--report] [the options of list]",
        "Uses of many entries as CSV or JSON, or a monthly report.",
        "usage.export",
        1,
        MANY,
    ),
    Command("keys", "ID", "Asset keys of an entry, one a line.", "reading.keys", 1, 1),
    Command(
        "image",
        "ID|KEY [-o FILE] [--force]",
        "The original bytes of an image, saved to a file.",
        "reading.image",
        1,
        1,
    ),
    Command(
        "set",
        "ID...|-|--ids FILE NAME=VALUE... [--unset NAME...] [--preserve-updated-at]",
        "Change metadata of one entry or of many: NAME=text, NAME:=json, NAME=@file.",
        "writing.set_metadata",
        1,
        MANY,
    ),
    Command(
        "patch",
        "ID FILE|- [--version N] [--preserve-updated-at]",
        "Send a list of patch operations (JSON), each checked before.",
        "writing.patch",
        2,
        2,
    ),
    Command(
        "revoke",
        "ID...|-|--ids FILE [--note TEXT] [--report FILE]",
        "Take assets down: check, confirm, revoke, prove.",
        "takedown.revoke",
        0,
        MANY,
    ),
    Command(
        "unrevoke", "ID...|-|--ids FILE", "Serve revoked assets again.", "takedown.archive", 0, MANY
    ),
    Command(
        "archive",
        "ID...|-|--ids FILE",
        "Take entries out of search, for good; not the asset.",
        "takedown.archive",
        0,
        MANY,
    ),
    Command(
        "replace-asset",
        "ID --key K --url U [--from-file FILE] [--size N ...]",
        "Point an entry at another file that storage holds.",
        "writing.asset",
        1,
        1,
    ),
    Command(
        "remove-asset",
        "ID --locale L",
        "Remove the own asset of one translation, for good.",
        "writing.asset",
        1,
        1,
    ),
    Command(
        "import",
        "FILE|- [--dry-run] [--resume] [--strict] [--failed FILE] [--batch-size N]",
        "Create entries from JSON, JSON lines or CSV; each once, each end proven.",
        "importing.command",
        1,
        1,
    ),
    Command(
        "undo",
        "[N|--batch KEY]",
        "Take back the last own write, number N of the journal, or a whole batch.",
        "writing.undo",
        0,
        1,
    ),
    Command(
        "journal list",
        "[--entry ID] [--batch KEY] [--limit N]",
        "Every write of this machine and what became of it.",
        "machine.journal",
    ),
    Command(
        "journal show",
        "N",
        "One write with its request, before and after.",
        "machine.journal",
        1,
        1,
    ),
    Command("journal verify", "", "Whether the journal is as it was written.", "machine.journal"),
    Command(
        "journal export", "", "Every record with its hashes, as JSON lines.", "machine.journal"
    ),
    Command("drafts list", "", "What was typed and not yet saved.", "machine.drafts"),
    Command(
        "drafts show", "ID", "A draft: each property before and after.", "machine.drafts", 1, 1
    ),
    Command("drafts discard", "ID", "Drop a draft for good.", "machine.drafts", 1, 1),
    Command("server list", "", "The configured servers; the default is marked.", "machine.server"),
    Command(
        "server add",
        "NAME URL [--read-only] [--production]",
        "Remember a server.",
        "machine.server",
        2,
        2,
    ),
    Command(
        "server test", "[NAME]", "Try a server: address, version, token.", "machine.server", 0, 1
    ),
    Command(
        "server login",
        "[NAME]",
        "Store a server's token, typed unseen or read from stdin.",
        "machine.server",
        0,
        1,
    ),
    Command("server logout", "[NAME]", "Forget a server's stored token.", "machine.server", 0, 1),
    Command("server use", "NAME", "Make a server the default.", "machine.server", 1, 1),
    Command(
        "server remove", "NAME", "Forget a server and its stored token.", "machine.server", 1, 1
    ),
    Command("config path", "", "Where settings, state and cache live.", "machine.config"),
    Command(
        "config show", "[--origin]", "The settings in effect, never a token.", "machine.config"
    ),
    Command("config check", "", "Whether the settings file is in order.", "machine.config"),
    Command(
        "doctor", "", "Server, version, scopes, capabilities, terminal, paths.", "machine.doctor"
    ),
    Command(
        "demo-server",
        "[--port N] [--faults FILE]",
        "Serve the embedded library over HTTP.",
        "machine.demo_server",
    ),
    Command(
        "completion",
        "bash|zsh|fish",
        "Shell completion, to be sourced.",
        "machine.completion",
        1,
        1,
    ),
)
"""Every command this version offers, in the order help lists them."""

BY_NAME = {command.name: command for command in COMMANDS}

APP = Command("", "[QUERY...]", "The app, opened at a look-up.", "app", 0, MANY)


def command_table() -> list[tuple[str, str]]:
    """Usage and one-line help of the app and of every command."""
    demo = ("medialib --demo [QUERY...]", "The app on the embedded library.")
    return [(APP.usage, APP.help), demo, *((item.usage, item.help) for item in COMMANDS)]
