"""Start-up loads what it needs and nothing else: a budget, and the layering at run time."""

from __future__ import annotations

import pytest

from tests.architecture.loading import app, command, families, loaded
from tests.architecture.sources import modules
from tests.benchmarks.views import READY

SCREENS = {"textual", "rich"}
HEAVY = {"starlette", "uvicorn", "PIL", "tomlkit", "keyring", "shtab"}
REQUESTS = {"httpx", "pydantic"}
"""What the first request needs, and nothing before it."""


@pytest.mark.parametrize("package", ["model", "api", "core", "store", "cli", "demo"])
def test_no_package_below_the_app_loads_textual(package: str) -> None:
    forgone = 'sys.modules["httpx._main"] = None'  # its command line would bring in rich
    names = loaded("\n".join([forgone, *(f"import {name}" for name in modules(package))]))
    assert families(names) & SCREENS == set()


def test_the_model_reaches_no_network_and_no_disk() -> None:
    names = loaded("\n".join(f"import {name}" for name in modules("model")))
    assert names & {"httpx", "ssl", "sqlite3", "asyncio", "medialib_tui.api"} == set()


def test_the_version_is_told_without_any_library() -> None:
    names = command("--version")
    assert families(names) & {"argparse", "pydantic", "httpx", "textual", "asyncio"} == set()
    assert {name for name in names if name.startswith("medialib_tui")} == {
        "medialib_tui",
        "medialib_tui.__main__",
    }


def test_the_first_frame_of_an_entry_waits_for_nothing_that_is_out_of_view() -> None:
    names = loaded("import medialib_tui.tui.screens.entry.screen")
    assert (
        names
        & {
            "medialib_tui.core.usage.log",
            "medialib_tui.core.references",
            "medialib_tui.model.usage",
            "medialib_tui.model.reference",
            "medialib_tui.tui.widgets.usage",
            "medialib_tui.tui.widgets.references",
            "medialib_tui.tui.widgets.row_list",
        }
        == set()
    )


def test_a_command_loads_neither_the_app_nor_the_embedded_library() -> None:
    nowhere = {"MEDIALIB_URL": "http://127.0.0.1:9", "MEDIALIB_TOKEN": "sample"}
    names = command("get", "1001", "--json", environ=nowhere, leaves=3)
    assert "httpx" in names
    assert families(names) & (SCREENS | HEAVY | {"pydantic"}) == set()
    assert "httpx._main" not in names


def test_help_is_printed_without_the_network() -> None:
    names = command("get", "--help")
    assert families(names) & (SCREENS | HEAVY | {"httpx"}) == set()


def test_the_app_on_a_server_loads_nothing_that_its_first_screen_does_not_need() -> None:
    nowhere = {
        "MEDIALIB_URL": "http://127.0.0.1:9",
        "MEDIALIB_TOKEN": "sample",
        "MEDIALIB_API_VERSION": "2026-07",
    }
    names = app(ready=READY, environ=nowhere)
    assert "textual" in names
    assert families(names) & (HEAVY | REQUESTS) == set()


def test_the_embedded_library_waits_for_the_first_look_up() -> None:
    names = app("--demo", ready=READY, environ={})
    assert families(names) & (HEAVY | REQUESTS) == set()


def test_the_embedded_library_needs_no_server_of_its_own() -> None:
    names = command("get", "harbour-dawn-01", "--json", "--demo")
    assert "starlette" in names
    assert families(names) & (SCREENS | HEAVY) == {"starlette"}
    assert "pydantic" not in names  # an entry that is only handed on needs no model
