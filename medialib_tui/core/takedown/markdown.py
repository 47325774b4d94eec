"""A report for people, in Markdown; text from the server stands in it and does nothing.

Every text is cleaned and its Markdown and HTML are switched off; keys and ids stand in code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from medialib_tui.core.check import Listed
from medialib_tui.core.writing.told import say_value
from medialib_tui.model.text import clean

if TYPE_CHECKING:
    from medialib_tui.core.takedown.evidence import Evidence
    from medialib_tui.core.takedown.proof import Proof
    from medialib_tui.core.takedown.report import Report

MOST_ROWS = 200
"""Rows of a list in the Markdown form; the JSON form has them all."""

_ACTIVE = re.compile(r"[\\`*_\[\]|~$#!]|[&<>@]|:(?=\S)|(?<=[wW]{3})\.")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", ":": "&#58;", "@": "&#64;", ".": "&#46;"}
_FIRST = re.compile(r"([-+=]|\d{1,9}[.)])")


def plain(text: str) -> str:
    """A text on one line with all its Markdown, HTML and addresses switched off."""
    safe = clean(text).strip()
    first = _FIRST.match(safe)
    safe = _ACTIVE.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), safe)
    if first is None:
        return safe
    return f"{first[0][:-1]}\\{safe[len(first[0]) - 1 :]}"


def code(text: str) -> str:
    """A text as it is, in code; one that could leave it is switched off instead."""
    safe = clean(text)
    if not safe.strip() or any(char in safe for char in "`|<"):
        return plain(text)
    return f"`{safe}`"


def fenced(lines: Iterable[str]) -> str:
    """Lines to be copied, each as it is; the fence is longer than any in the lines."""
    safe = [clean(line) for line in lines]
    longest = max((len(run) for line in safe for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join([f"{fence}text", *safe, fence])


def markdown(made: Report) -> str:
    """The whole report."""
    return "\n".join(_lines(made)) + "\n"


def _lines(made: Report) -> Iterator[str]:
    evidence = made.evidence
    yield f"# Take-down report: {plain(evidence.entry.title)}"
    yield ""
    yield from _facts(_head(made))
    yield from _outcome(made)
    if made.proof is not None:
        yield from _proof(made.proof)
    yield from _evidence(evidence)
    yield from _hashes(made)


def _head(made: Report) -> Iterator[tuple[str, str]]:
    evidence = made.evidence
    yield "Entry", code(evidence.entry.id)
    server = f"{plain(evidence.server_name)}, {code(evidence.server_url)}"
    yield "Server", f"{server}, API version {plain(evidence.api_version)}"
    yield "Reported by", plain(made.who)
    yield "Reported at", code(made.when)
    yield "Checked at", code(evidence.check.checked_at)


def _outcome(made: Report) -> Iterator[str]:
    write = made.data["write"]
    yield from _heading("Outcome")
    if made.result is None or not isinstance(write, dict):
        yield "Checked only; nothing was written."
        return
    named = made.plan.operation.value if made.plan else str(write.get("operation") or "write")
    facts = [("Operation", plain(named)), ("Outcome", f"**{plain(str(write['outcome']))}**")]
    for label, name in (
        ("Sent at", "sentAt"),
        ("Settled at", "settledAt"),
        ("By", "by"),
        ("Version before", "versionBefore"),
        ("Version after", "versionAfter"),
        ("Error", "error"),
    ):
        if write.get(name) is not None:
            show = code if name.endswith("At") else plain
            facts.append((label, show(str(write[name]))))
    note = write.get("note")
    if isinstance(note, str) and note:
        facts.append(("Note", f"{plain(note)} (kept on this machine; no endpoint gives it back)"))
    if made.plan is not None:
        facts.append(("Way back", plain(made.plan.way.sentence)))
        facts.append(("Files", plain(made.plan.way.files)))
    yield from _facts(facts)


def _proof(proof: Proof) -> Iterator[str]:
    yield from _heading("Proof")
    yield f"{plain(proof.sentence())} Asked at {code(proof.checked_at)}."
    if proof.keys:
        rows = [
            (code(item.key.key), plain(item.key.label), plain(item.state), plain(item.sentence))
            for item in proof.keys
        ]
        yield ""
        yield from _table(("Key", "Kind", "Serve state", "Known"), rows)
    yield ""
    yield "Not provable:"
    yield ""
    for said in proof.cannot:
        yield f"- {plain(said)}"
    yield from _heading("Purge list")
    if proof.purge:
        yield fenced(proof.purge)
    else:
        yield "No key is known."
    yield from _heading("Open places")
    for place in proof.places:
        yield f"- [ ] {plain(place.text)}"


def _evidence(evidence: Evidence) -> Iterator[str]:
    found = evidence.check
    yield from _heading("Evidence")
    yield plain(found.sentence())
    yield ""
    rows = [
        (
            plain(source.label),
            plain(source.state),
            plain(source.said),
            code(source.read_at) if source.read_at else "",
            plain(source.reason),
        )
        for source in evidence.sources
    ]
    yield from _table(("Source", "State", "Said", "Read at", "Remark"), rows)
    yield ""
    yield "Not checked, in no version of the API:"
    yield ""
    for item in evidence.never:
        yield f"- {plain(item.source)}: {plain(item.reason)}"
    yield from _listed("Documents", found.documents)
    yield from _listed("Media", found.media)
    yield from _usage(evidence)
    for title, ids in _further(evidence):
        yield from _heading(title, 3)
        yield from _cut([f"- {code(one)}" for one in ids])


def _listed(title: str, listed: Listed) -> Iterator[str]:
    if not listed.rows:
        return
    yield from _heading(f"{title}: {plain(listed.count())}", 3)
    lines = []
    for row in listed.rows:
        places = "; ".join(dict.fromkeys(one.place for one in row.references))
        lines.append(f"- {code(row.key)} {plain(places)}".rstrip())
    yield from _cut(lines)


def _usage(evidence: Evidence) -> Iterator[str]:
    usage = evidence.check.usage
    if usage is None or not usage.entries:
        return
    yield from _heading(f"Usage log: {len(usage.entries):,}", 3)
    rows = []
    for row in usage.entries[:MOST_ROWS]:
        document = "" if row.document_id is None else str(row.document_id)
        params = ", ".join(f"{name} {say_value(value)}" for name, value in row.params.items())
        texts = (row.id, row.publication_date, document, row.url)
        told = (row.state, row.purpose, params)
        rows.append((*(code(one or "") for one in texts), *(plain(one or "") for one in told)))
    heads = ("Id", "Published", "Document", "Address", "State", "Purpose", "Parameters")
    yield from _table(heads, rows)
    yield from _rest(len(usage.entries))


def _further(evidence: Evidence) -> Iterator[tuple[str, list[str]]]:
    if evidence.upwards is not None and evidence.upwards.holders:
        found = {
            row.key: None for holder in evidence.upwards.holders for row in holder.documents.rows
        }
        yield "Media that hold it, followed", [one.id for one in evidence.upwards.holders]
        yield "Documents that use those media", list(found)
    if evidence.beside is not None and evidence.beside.media:
        yield "Other media in the same publications", list(evidence.beside.media)


def _hashes(made: Report) -> Iterator[str]:
    yield from _heading("Verification")
    hashes = made.data["hashes"]
    pairs = []
    if isinstance(hashes, dict):
        pairs = [(name.capitalize(), code(str(value))) for name, value in hashes.items()]
    if made.record is not None:
        pairs.append(("Journal record", f"{made.record.number}, {code(made.record.hash)}"))
    yield from _facts(pairs)
    yield ""
    yield "The JSON form of this report holds what the hashes cover. To verify it later:"
    yield ""
    yield fenced(["medialib journal verify", "medialib check ID --against REPORT.json"])


def _heading(text: str, level: int = 2) -> Iterator[str]:
    yield ""
    yield f"{'#' * level} {text}"
    yield ""


def _facts(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    for label, text in pairs:
        yield f"- {label}: {text}"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _cut(lines: list[str]) -> Iterator[str]:
    yield from lines[:MOST_ROWS]
    yield from _rest(len(lines))


def _rest(count: int) -> Iterator[str]:
    if count > MOST_ROWS:
        yield ""
        yield f"{count - MOST_ROWS:,} more are in the JSON form of this report."
