"""The token is in no error, no repr and no traceback, whatever goes wrong."""

from __future__ import annotations

import copy
import pickle
import traceback
from collections.abc import Iterator

import httpx
import pytest

from medialib_tui.api.client import Client
from medialib_tui.api.errors import ApiError, BadToken
from medialib_tui.api.token import Token
from medialib_tui.model.patch import Patch, SetMetadataProperty
from tests.api.serving import CANARY, Answering, ask, problem

PATCH = Patch(version=1, patches=(SetMetadataProperty(property_name="title", value="x"),))


def echo(request: httpx.Request) -> httpx.Response:
    """A server that repeats the Authorization header everywhere it can."""
    header = request.headers["authorization"]
    details = {
        "message": f"bad {header}",
        "stack": f"at {header}",
        "errors": [{"metadataProperty": header, "message": header, "translationLocale": header}],
    }
    return problem(400, details, error=header)


def echo_paths(request: httpx.Request) -> httpx.Response:
    """A server that repeats it as a path and as a value."""
    header = request.headers["authorization"]
    return problem(400, {header: header, "access": {"deep": header}})


def echo_page(request: httpx.Request) -> httpx.Response:
    """A proxy that repeats it on an error page."""
    return httpx.Response(502, text=f"<p>{request.headers['authorization']}</p>")


def echo_location(request: httpx.Request) -> httpx.Response:
    """A server that redirects to it."""
    token = request.headers["authorization"].split()[1]
    return httpx.Response(302, headers={"location": f"https://{token}.example.net/{token}"})


FAULTS: list[httpx.Response | Exception | Answering] = [
    echo,
    echo_paths,
    echo_page,
    echo_location,
    problem(401, {"access_token": f"The token {CANARY} expired."}),
    problem(403, {"access_token": f"{CANARY} may not"}),
    problem(401, {"access_token": 3_990 * " " + CANARY}),
    httpx.Response(500, text=1_990 * " " + CANARY),
    problem(409, {"message": f"Version: Expected {CANARY}"}),
    problem(410, {"message": CANARY}),
    httpx.Response(200, text=f'{{"broken": "{CANARY}'),
    httpx.Response(200, text="<html>"),
    httpx.Response(302, headers={"location": "https://["}),
    httpx.ConnectError(f"no way with {CANARY}"),
    httpx.ReadTimeout(CANARY),
    httpx.RemoteProtocolError(CANARY),
    httpx.ProxyError(CANARY),
    httpx.UnsupportedProtocol(CANARY),
    httpx.InvalidURL(CANARY),
    ConnectionResetError(CANARY),
]


def chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def everything_said(error: BaseException) -> str:
    """What a crash report with local variables could show of an error."""
    said = [repr(error), str(error), repr(error.args), repr(vars(error))]
    said += traceback.format_exception(error)
    for frame, _ in traceback.walk_tb(error.__traceback__):
        if "/medialib_tui/" in frame.f_code.co_filename:
            said += [f"{name}={value!r}" for name, value in frame.f_locals.items()]
    return "\n".join(said)


async def run(client: Client, call: str) -> None:
    match call:
        case "entry":
            await client.entry("abc")
        case "list":
            await client.entries(["a", "b"])
        case "external":
            await client.entries_by_external_id("a", "b")
        case "patch":
            await client.patch("abc", PATCH)
        case "image":
            async with client.image("a/b.png"):
                pass
        case "project":
            await client.project()
        case "resolve":
            await client.resolve("/a")


@pytest.mark.parametrize("fault", FAULTS, ids=range(len(FAULTS)))
@pytest.mark.parametrize(
    "call", ["entry", "list", "external", "patch", "image", "project", "resolve"]
)
async def test_no_error_holds_the_token(
    call: str, fault: httpx.Response | Exception | Answering
) -> None:
    with pytest.raises(ApiError) as caught:
        await run(ask(fault).client, call)
    links = list(chain(caught.value))
    assert CANARY[:8] not in "\n".join(map(everything_said, links))
    assert not any(isinstance(link, httpx.HTTPError) for link in links)


async def test_a_warning_that_repeats_the_token() -> None:
    asked = ask(httpx.Response(200, headers={"warning": f'299 - "{CANARY}"'}, content=b"{}"))
    await asked.client.entry("abc")
    assert asked.warnings == ["***"]


def test_a_token_shows_itself_nowhere() -> None:
    token = Token.parse(f"  Bearer {CANARY}\n")
    assert token.header == f"Bearer {CANARY}"
    for shown in (repr(token), str(token), f"{token}", f"{token!r}", f"{[token]}"):
        assert CANARY not in shown
    assert not hasattr(token, "__dict__")
    for write in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError):
            write(token)


@pytest.mark.parametrize(
    "text", ["", " \n", "Bearer ", f"{CANARY}\nx", f"{CANARY}\x00", f"{CANARY} x", f"{CANARY}é"]
)
def test_text_that_is_no_token(text: str) -> None:
    with pytest.raises(BadToken) as caught:
        Token.parse(text)
    assert caught.value.hint
    assert CANARY not in everything_said(caught.value).replace(f"text={text!r}", "")
