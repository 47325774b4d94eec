"""Hostile text in every place of editing: shown, edited, reviewed, compared, and sent as it was."""

from __future__ import annotations

import pytest
from textual import events

from medialib_tui.demo.library import Library
from medialib_tui.demo.sample import sample_library
from medialib_tui.model.text import clean
from tests.tui.conftest import text_of
from tests.tui.desk import ENTRY, Desk, desk

EVIL = [
    "[/dpa] [bold]x[/] [@click=app.quit]y[/]",
    "a\x1b]0;owned\x07b\x1b[2J\x9b6n",
    "ab\u202etxt.exe\u2066\u200b\u0000",
    "half \ud800 pair",
    "wide 漢字 👩‍👩‍👧 e\u0301 שלום",
]


def poisoned(text: str) -> Library:
    """The sample library with one text in every label, choice and value."""
    library = sample_library()
    entry = library.entries[ENTRY]
    entry.metadata = {
        **entry.metadata,
        "title": text,
        "caption": f"{text}\n{text}",
        "source": text,
        "desk": text,
        "keywords": [text],
        "takenOn": text,
        "mainColor": text,
        "mediaHandle": text,
        "former-" + text[:2]: {text: text},
        "license": {"handle": text},
    }
    types = library.config["mediaTypes"]
    assert isinstance(types, list)
    for item in types[0]["metadata"]:
        item["ui"]["label"] = f"{text} {item['handle']}"
        item["ui"]["config"] = {"placeholder": text}
        provider = item["config"].get("dataProvider")
        for choice in provider.get("items", []) if isinstance(provider, dict) else []:
            choice["label"] = text
    return library


def clear(at: Desk) -> None:
    """Nothing on the screen can drive a terminal."""
    for line in text_of(at.pilot).split("\n"):
        assert clean(line) == line, repr(line)


@pytest.mark.parametrize("text", EVIL)
async def test_nothing_drives_the_terminal_and_nothing_is_lost(text: str) -> None:
    async with desk(library=poisoned(text), size=(100, 30)) as at:
        for field in at.form.fields:
            await at.go(field.handle)
            clear(at)
            if not at.form.locked(field.handle):
                await at.press("enter")
                clear(at)
                await at.press("escape")
        assert at.changed() == []
        await at.set("credit", text + "!")
        await at.press("f2")
        clear(at)
        await at.press("v")
        clear(at)
        at.others_save(credit="theirs " + text)
        await at.press("enter")
        clear(at)
        await at.press("m", "enter")
        assert at.stored["title"] == text


async def test_a_draft_with_hostile_text_is_offered_safely() -> None:
    text = EVIL[1]
    async with desk() as at:
        await at.set("title", text)
        await at.press("escape")
        clear(at)
        await at.press("k", "e")
        clear(at)
        await at.press("enter")
        assert at.form.value("title") == text


@pytest.mark.parametrize("handle", ["title", "caption"])
async def test_every_typed_character_goes_in_even_one_that_prints_nothing(handle: str) -> None:
    typed = "a\u00a0b\u200cc\u200dd\u202fe\u00adf"
    async with desk() as at:
        await at.edit(handle)
        await at.press("end")
        before = at.form.text(handle)
        for char in typed:
            at.editor.post_message(events.Key("a-key", char))
        await at.press("escape")
        assert at.form.text(handle) == before + typed
        clear(at)
