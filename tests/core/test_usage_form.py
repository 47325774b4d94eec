"""The form of a use asks what the rules of its write ask."""

from __future__ import annotations

import pytest

from medialib_tui.core.session import Session
from medialib_tui.core.usage.plan import ground
from medialib_tui.core.usage.rules import usage_errors
from medialib_tui.core.usage_form import UsageForm

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
