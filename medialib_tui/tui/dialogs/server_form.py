"""Adding a server: address, name, token and what it may be used for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlsplit

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from medialib_tui.model.server import Access, BadUrl, parse_server_url
from medialib_tui.store.editing import Value
from medialib_tui.store.errors import TokenError
from medialib_tui.store.resolve import Flags
from medialib_tui.store.secrets import check_token
from medialib_tui.store.settings import is_server_name
from medialib_tui.tui import jobs
from medialib_tui.tui.dialogs.base import Dialog
from medialib_tui.tui.notices import explain
from medialib_tui.tui.present import shown
from medialib_tui.tui.widgets.tick import Tick


@dataclass(frozen=True, slots=True)
class NewServer:
    """What the form was filled with; the token is empty where it comes later."""

    name: str
    url: str
    version: str | None
    access: Access
    production: bool
    token: str = field(default="", repr=False)

    def given(self) -> dict[str, Value]:
        """The keys for the settings file."""
        keys: dict[str, Value] = {"url": self.url, "access": self.access.value}
        if self.version:
            keys["api_version"] = self.version
        if self.production:
            keys["production"] = True
        return keys


class BadForm(ValueError):
    """A field that cannot be taken; `field` is its id."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(problem)
        self.field = field


class ServerForm(Dialog[NewServer]):
    """Ends with a checked NewServer; the connection can be tried before."""

    DEFAULT_CSS = """
    ServerForm .row { height: 1; margin-bottom: 1; }
    ServerForm .row Static { width: 9; color: $muted; }
    ServerForm .row Input { width: 1fr; }
    ServerForm Tick { margin-left: 9; }
    ServerForm #said { margin-top: 1; min-height: 2; height: auto; max-height: 8; color: $muted; }
    ServerForm #said.bad { color: $bad; }
    ServerForm #said.good { color: $good; }
    """

    def __init__(self) -> None:
        super().__init__("Add a server")

    def compose_body(self) -> ComposeResult:
        """Three fields, two switches, and a line for what is wrong."""
        fields = (
            Input(id="url", placeholder="https://cms.example.com", max_length=2000),
            Input(id="name", placeholder="a short name, such as live", max_length=64),
            Input(id="token", placeholder="can be added later", password=True, max_length=10_000),
        )
        for label, line in zip(("Address", "Name", "Token"), fields, strict=True):
            line.cursor_blink = False
            with Horizontal(classes="row"):
                yield Static(Content(label))
                yield line
        yield Tick("Read-only: refuse every write from here", id="read-only")
        yield Tick("Production: mark it in red, ask twice", id="production")
        yield Static("", id="said")

    def buttons(self) -> list[tuple[str, str]]:
        """Try it first, or just add it."""
        return [("cancel", "Cancel"), ("test", "Test"), ("add", "Add")]

    def on_mount(self) -> None:
        """Typing starts with the address."""
        self.query_one("#url", Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """`enter` goes to the next field."""
        event.stop()
        self.focus_next()

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """Suggest a name from the address."""
        name = self.query_one("#name", Input)
        if event.input.id == "url" and not name.value:
            name.value = suggest_name(event.value)

    def pressed(self, button: str) -> None:
        """Check the fields, then test or end."""
        try:
            server = self.filled()
        except BadForm as problem:
            self.say(str(problem), "bad")
            self.query_one(f"#{problem.field}", Input).focus()
            return
        if button == "add":
            self.dismiss(server)
            return
        self.say("Asking the server…", "")
        jobs.start_read(self, partial(self._test, server), group="test")

    def filled(self) -> NewServer:
        """What is in the fields. Raises BadForm."""
        try:
            url, version = parse_server_url(self.query_one("#url", Input).value)
        except BadUrl as error:
            raise BadForm("url", f"Address: {error}.") from None
        name = self.query_one("#name", Input).value.strip()
        if not is_server_name(name):
            raise BadForm("name", "Name: letters, digits, - and _, such as live.")
        if name in self.library.settings.servers:
            raise BadForm("name", f"Name: there is a server {name} already.")
        token = self.query_one("#token", Input).value
        if token.strip():
            try:
                token = check_token(token, "the form")
            except TokenError as error:
                raise BadForm("token", f"Token: {error.title}.") from None
        read_only = self.query_one("#read-only", Tick).value
        return NewServer(
            name=name,
            url=url,
            version=version,
            access=Access.READ_ONLY if read_only else Access.READ_WRITE,
            production=self.query_one("#production", Tick).value,
            token=token.strip(),
        )

    async def _test(self, server: NewServer) -> None:
        from medialib_tui.tui.probe import describe, probe

        if not server.token:
            self.say("Testing needs a token.", "bad")
            return
        flags = Flags(
            server=server.url, api_version=server.version, read_only=True, token_stdin=server.token
        )
        findings = await probe(self.library, flags)
        failed = any(finding.error for finding in findings)
        self.say(describe(findings, brief=True), "bad" if failed else "good")

    def on_job_failed(self, event: jobs.JobFailed) -> None:
        """The test failed: say why, here."""
        event.stop()
        self.say(f"{event.error.title}\n{explain(event.error)}", "bad")

    def say(self, text: str, tone: str) -> None:
        """One answer below the fields."""
        line = self.query_one("#said", Static)
        line.set_classes(tone)
        line.update(shown(text, newlines=True))


def suggest_name(address: str) -> str:
    """A server's name made from its address; empty where none can be made."""
    try:
        url, _ = parse_server_url(address)
    except BadUrl:
        return ""
    host = urlsplit(url).hostname or ""
    labels = [part for part in host.split(".") if part not in {"www", "api", "cms"}]
    first = labels[0] if labels and not labels[-1].isdecimal() else host
    name = re.sub(r"[^A-Za-z0-9_-]", "-", first).strip("-")
    return name if is_server_name(name) else ""
