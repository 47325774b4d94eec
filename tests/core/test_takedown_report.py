"""The report: whole, verifiable, and harmless whatever the data hold."""

from __future__ import annotations

import json
import re

import pytest
from markdown_it import MarkdownIt

from medialib_tui.api.errors import BadInput
from medialib_tui.core.session import Session
from medialib_tui.core.takedown.act import revoke
from medialib_tui.core.takedown.evidence import gather
from medialib_tui.core.takedown.markdown import code, fenced, plain
from medialib_tui.core.takedown.plan import plan
from medialib_tui.core.takedown.proof import prove
from medialib_tui.core.takedown.report import Report, digest, report_of, to_json, to_markdown
from medialib_tui.core.takedown.verify import read_reports, verify
from medialib_tui.demo.library import Library
from medialib_tui.model.base import JsonObject

ENTRY = "harbour-dawn-01"
HOSTILE = (
    "<script>alert(1)</script>",
    "[click](javascript:alert(1))",
    "![x](https://evil.example.com/x.png)",
    "https://evil.example.com/ and www.evil.example.com",
    "someone@evil.example.com",
    "`code` ``more`` |cell|cell|",
    "| a | b |\n| - | - |",
    "- item",
    "1. item",
    "# heading",
    "> quote",
    "***\n---\n===",
    "\x1b]0;owned\x07\x1b[2J",
    "\u202egnp.exe",
    "&lt;b&gt; &#60;b&#62;",
    "<!-- hidden -->",
    "a\\",
    "~~~ \\` ```",
)


async def made_report(session: Session, note: str = "Case #1") -> Report:
    evidence = await gather(session, ENTRY, upwards=True, beside=True)
    planned = plan(session, evidence)
    result = await revoke(session, evidence.entry, note)
    entry = getattr(result, "entry", evidence.entry)
    proof = await prove(session, entry, evidence.check.keys, evidence=evidence)
    return await report_of(session, evidence, result, proof, plan=planned)


async def test_it_holds_what_was_seen_when_and_by_whom(session: Session) -> None:
    made = await made_report(session)
    data = to_json(made)
    assert data["id"] == ENTRY
    assert made.record is not None
    assert data["journal"] == {"number": made.record.number, "hash": made.record.hash}
    write = data["write"]
    assert isinstance(write, dict)
    assert write["note"] == "Case #1"
    assert write["outcome"] == "applied"
    text = to_markdown(made)
    for wanted in (ENTRY, made.who, "Proven", "Purge list", "- [ ]", made.record.hash, "Usage log"):
        assert wanted.replace("@", "&#64;") in text or wanted in text
    assert "unused" not in text


async def test_it_is_verified_later(session: Session, library: Library) -> None:
    made = await made_report(session)
    (read,) = read_reports(json.dumps(to_json(made)).encode())
    now = await gather(session, ENTRY)
    journal = session.journal
    found = verify(read, now, journal)
    assert found.sound
    assert not found.unknown
    assert "serve state: served then, blocked now" in found.changes
    library.entries[ENTRY].usage_log = []
    gone = verify(read, await gather(session, ENTRY), journal)
    assert any("usage log: no longer there" in change for change in gone.changes)


@pytest.mark.parametrize("place", ["evidence", "proof", "who", "when", "title", "write"])
async def test_any_change_is_found(session: Session, place: str) -> None:
    (read,) = read_reports(json.dumps(to_json(await made_report(session))).encode())
    value = read[place]
    read[place] = {**value, "x": 1} if isinstance(value, dict) else "else"
    assert not verify(read, await gather(session, ENTRY), session.journal).sound


@pytest.mark.parametrize("name", ["note", "by", "sentAt", "request", "outcome"])
async def test_new_hashes_do_not_hide_another_write(session: Session, name: str) -> None:
    (read,) = read_reports(json.dumps(to_json(await made_report(session))).encode())
    write = read["write"]
    assert isinstance(write, dict)
    write[name] = "else"
    hashes = read.pop("hashes")
    assert isinstance(hashes, dict)
    read["hashes"] = {**hashes, "report": digest(read)}
    found = verify(read, await gather(session, ENTRY), session.journal)
    assert found.broken[0].endswith("tells of another write than the report")


async def test_a_record_of_another_machine_is_not_called_wrong(session: Session) -> None:
    data = to_json(await made_report(session))
    (read,) = read_reports(json.dumps(data).encode())
    read["journal"] = {"number": 10**30, "hash": "0" * 64}
    rest = {name: value for name, value in read.items() if name != "hashes"}
    hashes = read["hashes"]
    assert isinstance(hashes, dict)
    hashes["report"] = digest(rest)
    found = verify(read, await gather(session, ENTRY), session.journal)
    assert found.sound
    assert "not in the journal of this machine" in found.unknown[0]


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b"\xff", b'[{"evidence": {}}, 3]', b"[" * 9_999]
)
def test_what_is_no_report_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput):
        read_reports(data)


def test_a_hash_takes_what_json_does_not() -> None:
    assert len(digest({"a": float("nan")})) == 64
    left: JsonObject = {"a": 1, "b": [1.5, None]}
    assert digest(left) == digest(dict(reversed(left.items())))


def tokens(text: str) -> list[str]:
    """Everything that acts in a rendered text."""
    parsed = MarkdownIt("gfm-like").parse(text)
    inner = [child for token in parsed for child in token.children or ()]
    kinds = [item.type for item in (*parsed, *inner)]
    wanted = ("link", "image", "html", "heading", "list", "hr", "blockquote", "em", "strong", "s_")
    return [kind for kind in kinds if kind.startswith(wanted)]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_does_nothing(text: str) -> None:
    for made in (plain(text), code(text)):
        assert not tokens(f"Label: {made} end")
        assert tokens(f"- {made}") == tokens("- text")
        assert tokens(f"| a |\n| - |\n| {made} |") == []
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e]", made)
    assert tokens(fenced([text])) == []
    row = MarkdownIt("gfm-like").parse(f"| a | b |\n| - | - |\n| {plain(text)} | x |")
    assert sum(token.type == "td_open" for token in row) == 2


async def test_a_hostile_entry_makes_a_harmless_report(session: Session, library: Library) -> None:
    harmless = tokens(to_markdown(await made_report(session)))
    for text in HOSTILE:
        entry = library.entries[ENTRY]
        entry.revoked = False
        entry.metadata["title"] = text
        for row in entry.usage_log:
            if isinstance(row, dict):
                row["url"] = row["purpose"] = text
        entry.former_keys[:] = [text]
        made = to_markdown(await made_report(session, note=text[:200]))
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", made)
        acting = {kind for kind in tokens(made) if kind.startswith(("link", "image", "html"))}
        assert not acting
        assert tokens(made).count("heading_open") == harmless.count("heading_open")
