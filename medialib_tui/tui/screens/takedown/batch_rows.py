"""Several entries as rows: what was found of each, and how each ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from typing import ClassVar

from textual.content import Content

from medialib_tui.core.batch.results import error_json, error_of, nothing_json, result_json
from medialib_tui.core.check import Verdict
from medialib_tui.core.takedown.batch import Done, Item
from medialib_tui.core.takedown.plan import Plan, TakeDown
from medialib_tui.core.takedown.proof import Proof
from medialib_tui.core.takedown.reversal import Reversible
from medialib_tui.core.writing.intent import Saved, Unknown
from medialib_tui.model.base import JsonObject
from medialib_tui.tui.present import shown
from medialib_tui.tui.screens.takedown.rows import plan_blocks, source_blocks, way_tone
from medialib_tui.tui.screens.takedown.words import DONE, NAMES, clock_of, ending
from medialib_tui.tui.widgets.batch import BatchTable
from medialib_tui.tui.widgets.columns import Column, Tone
from medialib_tui.tui.widgets.fact_pane import STYLES, FactRow
from medialib_tui.tui.widgets.sheet import Block, Fact, Gap, Heading, Said

_TONES: dict[Verdict, Tone] = {
    Verdict.IN_USE: "warn",
    Verdict.NONE_FOUND: "plain",
    Verdict.INCOMPLETE: "bad",
}


class CheckTable(BatchTable):
    """What was found of each entry."""

    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("Id", 21, flex=1),
        Column("Title", 12, flex=1, since=78),
        Column("What is known", 24, flex=3),
        Column("At", 8, right=True, since=90),
    )


def item_row(item: Item, *, chosen: bool) -> FactRow:
    """One entry as it was found; `chosen` ones are written."""
    if item.evidence is None:
        said = item.error.title if item.error else "could not be checked"
        return FactRow(item.id, item.id, said, tone="bad", failed=True)
    found = item.evidence.check
    said, tone = found.sentence(), _TONES[found.verdict]
    done = chosen if item.ready else None
    if item.done is not None:
        said, tone = f"left out: already {item.done.sentence()}", "muted"
    blocks = partial(_found, item)
    name, failed = item.evidence.entry.title, found.verdict is Verdict.INCOMPLETE
    at = clock_of(found.checked_at)
    return FactRow(item.id, item.id, said, at, tone, blocks, done, name, failed)


def _found(item: Item) -> Iterator[Block]:
    evidence = item.evidence
    if evidence is None:
        return
    yield Heading(evidence.entry.title, evidence.entry.id)
    yield Said(evidence.check.sentence(), _TONES[evidence.check.verdict])
    if item.plan is not None:
        yield from plan_blocks(item.plan)
    yield Gap()
    yield from source_blocks(evidence)


def check_head(items: Sequence[Item], asked: int, chosen: int, operation: TakeDown) -> Content:
    """How many were checked, and what that amounts to."""
    used = sum(bool(item.evidence and item.evidence.check.used) for item in items)
    failed = sum(item.evidence is None for item in items)
    before = sum(item.done is not None for item in items)
    said = [f"{len(items):,} of {asked:,} checked"]
    said += [f"{used:,} in use"] if used else []
    said += [f"{failed:,} could not be checked"] if failed else []
    said += [f"{before:,} {DONE[operation]} already"] if before else []
    line = shown(", ".join(said) + ".").stylize(STYLES["warn" if used or failed else "plain"])
    more = f"{NAMES[operation]} is meant for {_entries(chosen)}; space leaves one out."
    if not chosen and len(items) == asked:
        more = f"{NAMES[operation]} is meant for none of them."
    return line + "\n" + shown(more).stylize("$muted")


def consent_blocks(items: Sequence[Item], note: Fact | None) -> Iterator[Block]:
    """The ways back first, then every entry by name."""
    ways: dict[tuple[Reversible, str], list[Plan]] = {}
    for item in items:
        if item.plan is not None:
            ways.setdefault((item.plan.reversible, item.plan.way.files), []).append(item.plan)
    for plans in ways.values():
        count = f"{_entries(len(plans))}: " if len(ways) > 1 else ""
        yield Said(count + plans[0].way.sentence, way_tone(plans[0]))
        yield Said(plans[0].way.files)
    if note is not None:
        yield note
    yield Gap()
    for item in items:
        evidence = item.evidence
        if evidence is not None and item.plan is not None:
            yield Heading(evidence.entry.id, evidence.entry.title)
            yield Said(evidence.check.sentence(), _TONES[evidence.check.verdict])
            others = [text for text in item.plan.warnings if text != evidence.check.sentence()]
            for text in others:
                yield Said(f"! {text}", "warn")


def done_row(done: Done, operation: TakeDown) -> FactRow:
    """How one ended."""
    ended, proof = ending(operation, done.result), done.proof
    said, tone = ended.said, ended.tone
    if proof is not None and isinstance(done.result, Saved):
        said = f"Applied. {proof.sentence()}"
        tone = "bad" if proof.holds is False else tone
    entry = done.evidence.entry
    failed = tone in ("warn", "bad")
    at = clock_of(proof.checked_at) if proof else ""
    blocks = partial(_ended, done, operation, proof)
    return FactRow(entry.id, entry.id, said, at, tone, blocks, None, entry.title, failed)


def _ended(done: Done, operation: TakeDown, proof: Proof | None) -> Iterator[Block]:
    ended = ending(operation, done.result)
    yield Heading(done.evidence.entry.title, done.evidence.entry.id)
    yield Said(ended.said, ended.tone)
    yield from ended.blocks
    if proof is not None:
        yield Said(proof.sentence())
        for item in proof.keys:
            yield Fact(item.key.label, f"{item.sentence}  {item.key.key}")


def done_result(done: Done) -> JsonObject:
    """One result in the format of every batch, with the keys that were proven."""
    if done.intent is None:
        error = error_of(done.result)
        data = nothing_json(done.evidence.entry.id, None, done.evidence.entry.version, None)
        return data | ({"error": error_json(error)} if error else {})
    data = result_json(done.intent, done.result)
    if done.proof is not None:
        data["proof"] = done.proof.sentence()
    return data


def left_row(item: Item) -> FactRow:
    """One that was not begun."""
    name = item.evidence.entry.title if item.evidence else ""
    return FactRow(item.id, item.id, "not sent", tone="muted", name=name)


def done_head(done: Sequence[Done], left: int, *, running: bool) -> Content:
    """How many ended how."""
    counts: Counter[str] = Counter()
    for one in done:
        match one.result:
            case Saved():
                counts["applied"] += 1
            case Unknown():
                counts["not known"] += 1
            case _:
                counts["not applied"] += 1
    still = sum(one.proof is not None and one.proof.holds is False for one in done)
    said = [f"{counts[name]:,} {name}" for name in ("applied", "not applied", "not known")]
    said += [f"{left:,} not sent"] if left else []
    line = ", ".join(part for part in said if not part.startswith("0 ")) or "nothing sent yet"
    bad = counts["not applied"] + counts["not known"] + still
    tone: Tone = "warn" if bad else "good" if done and not left else "plain"
    if running:
        more = "s stops behind those under way."
    elif left:
        more = "f2 goes on with those that were not sent."
    else:
        more = "w writes the reports, y copies the purge list."
    return shown(line + ".").stylize(STYLES[tone]) + "\n" + shown(more).stylize("$muted")


def chosen_of(items: Sequence[Item], skipped: Collection[str]) -> tuple[Item, ...]:
    """What would be written."""
    return tuple(item for item in items if item.ready and item.id not in skipped)


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count:,} entries"
