"""The form of a use asks what the rules of its write ask."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from medialib_tui.core.form.control import Control
from medialib_tui.core.session import Session
from medialib_tui.core.usage.form import UsageForm
from medialib_tui.core.usage.plan import ground
from medialib_tui.core.usage.rules import usage_errors
from medialib_tui.model.schema import Project
from medialib_tui.model.usage import UsageLogEntry

ENTRY = "harbour-dawn-01"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/page",
        "layout-desk://issue/12",
        "example.com",
        "https://example.com/a b",
        "https://example.com/\x1b[2J",
        "javascript://x/%0aalert(1)",
        "https://somebody:secret@example.com/",
        "https://example.com:99999/",
    ],
)
async def test_form_and_write_agree_on_an_address(session: Session, url: str) -> None:
    found = await ground(session, ENTRY)
    form = UsageForm(found.entry, found.project, "en")
    form.set("purpose", "broadcast")
    form.set("url", url)
    wrong = dict(usage_errors(form.to_value(), found.project, "en"))
    assert list(form.invalid) == list(wrong)
    assert all(wrong[problem] in form.problems(problem)[0].message for problem in wrong)


@pytest.mark.parametrize("purpose", ["web", "newsletter", "print"])
async def test_form_and_write_agree_on_what_is_internal(session: Session, purpose: str) -> None:
    found = await ground(session, ENTRY)
    form = UsageForm(found.entry, found.project, "en", changes={"purpose": purpose})
    assert bool(form.problems("purpose")) is (purpose != "print")
    assert bool(form.closed("purpose", purpose)) is (purpose != "print")


@pytest.mark.parametrize(
    ("plugin", "typed", "value"),
    [
        ("li-image", '{"mediaId": "own"}', {"mediaId": "own"}),
        ("li-media-handle", "own", "own"),
        ("li-of-tomorrow", "Some Body", "Some Body"),
        ("li-of-tomorrow", "3", 3),
        ("li-of-tomorrow", '{"lat": 1.5}', {"lat": 1.5}),
    ],
)
async def test_every_plugin_can_be_filled_in_where_a_param_needs_it(
    session: Session, plugin: str, typed: str, value: JsonValue
) -> None:
    found = await ground(session, ENTRY)
    schema: JsonValue = [{"handle": "one", "type": plugin, "config": {"required": True}}]
    purpose: JsonValue = {"handle": "own", "paramsSchema": schema}
    project = Project.read({"mediaCenter": {"usagePurposes": [purpose]}})
    changes: dict[str, JsonValue] = {
        "purpose": "own",
        "state": "confirmed",
        "publicationDate": "2026-05-01T10:00:00.000Z",
    }
    form = UsageForm(found.entry, project, "en", changes=changes)
    assert list(form.invalid) == ["params.one"]
    form.type("params.one", typed)
    assert not form.locked("params.one")
    assert not list(form.invalid)
    assert form.to_value()["params"] == {"one": value}
    assert not list(usage_errors(form.to_value(), project, "en"))


async def test_without_schema_a_param_has_the_control_of_those_seen(session: Session) -> None:
    found = await ground(session, ENTRY)
    held: dict[str, JsonValue] = {"page": 3, "paid": True, "networks": ["short"], "by": "Sample"}
    seen = [UsageLogEntry.model_validate({"id": "u", "purpose": "print", "params": held})]
    form = UsageForm(found.entry, Project(), "en", seen=seen, changes={"purpose": "prin"})
    assert [problem.severity for problem in form.problems("purpose")] == ["warning"]
    form.set("purpose", "print")
    assert not form.problems("purpose")
    form = form.renewed()
    controls = {name: form.control(f"params.{name}") for name in held}
    assert controls == {
        "page": Control.INTEGER,
        "paid": Control.BOOLEAN,
        "networks": Control.TAGS,
        "by": Control.TEXT,
    }
