"""Writing once, and knowing afterwards what the server holds."""

from __future__ import annotations

from medialib_tui.core.writing import Intent, Saved, write
from medialib_tui.demo.library import Library
from medialib_tui.model.patch import AnyOperation, SetMetadataProperty
from medialib_tui.store.records import Outcome
from tests.core.conftest import OpenOn

ENTRY = "harbour-dawn-01"


def title(text: str) -> AnyOperation:
    """A change of the title."""
    return SetMetadataProperty(property_name="title", value=text)


async def test_a_saved_edit_costs_one_patch_and_one_get(open_on: OpenOn, library: Library) -> None:
    session = open_on()
    entry = await session.client.entry(ENTRY)
    library.requests.clear()
    result = await write(session, Intent(entry, (title("New"),)))
    assert isinstance(result, Saved)
    assert result.entry.metadata["title"] == "New"
    assert [request.method for request in library.requests] == ["PATCH", "GET"]
    record = session.journal.get(result.journal)
    assert record is not None
    assert record.outcome is Outcome.APPLIED
    assert record.version_before == entry.version
    assert record.version_after == result.version_after
