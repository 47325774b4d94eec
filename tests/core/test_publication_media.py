"""The media of a publication, with license, known uses and serve state."""

from __future__ import annotations

import pytest

from medialib_tui.api.errors import BadInput, NotFound, Unavailable
from medialib_tui.core.publication_media import publication_media, survey
from medialib_tui.core.session import Session
from medialib_tui.demo.faults import Faults
from medialib_tui.model.server import VERSIONS
from tests.core.conftest import OpenOn

PATH = "https://www.example.com/news/harbour-dawn-100.html"


@pytest.mark.parametrize("version", VERSIONS)
async def test_every_version(open_on: OpenOn, version: str) -> None:
    found = await publication_media(open_on(version), "doc:100")
    assert found.document.title == "Fishing boats leave the harbour at dawn"
    assert found.ids[0] == "harbour-dawn-01"
    assert len(set(found.ids)) == len(found.ids) == 3
    assert bool(found.unseen) is (version == "v1")


async def test_by_its_address(session: Session) -> None:
    by_address = await publication_media(session, PATH)
    assert by_address.ids == (await publication_media(session, "doc:100")).ids


async def test_each_with_license_uses_and_serve_state(session: Session) -> None:
    media = await publication_media(session, "doc:100")
    found = [one async for one in survey(session, media.entries)]
    assert [one.entry.id for one in found] == list(media.ids)
    assert (found[0].license, found[0].served) == ("Own work", "served")
    assert found[0].uses.startswith("In use: ")


async def test_one_that_cannot_be_checked(open_on: OpenOn) -> None:
    session = open_on()
    media = await publication_media(session, "doc:100")
    broken = open_on(rules=tuple(Faults().add("status", path="*/mediaLibrary/harbour*-01").rules))
    found = [one async for one in survey(broken, media.entries)]
    assert isinstance(found[0].error, Unavailable)
    assert found[0].uses.startswith("not known") and found[0].served == "unknown"
    assert found[1].check is not None


async def test_what_names_no_document(session: Session) -> None:
    with pytest.raises(BadInput):
        await publication_media(session, "harbour-dawn-01")
    with pytest.raises(NotFound):
        await publication_media(session, "doc:99999999")
