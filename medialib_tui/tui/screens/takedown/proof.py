"""The last step as rows: the outcome, the serve state of each key, what is left to do."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from medialib_tui.core.takedown.plan import TakeDown
from medialib_tui.core.takedown.proof import KeyProof, KeyState, Proof
from medialib_tui.tui.present import shown
from medialib_tui.tui.screens.takedown.words import Ending, clock_of, ending
from medialib_tui.tui.widgets.columns import Tone
from medialib_tui.tui.widgets.fact_pane import STYLES, FactRow
from medialib_tui.tui.widgets.sheet import Block, Fact, Gap, Heading, Said

if TYPE_CHECKING:
    from medialib_tui.tui.screens.takedown.acting import Acting

FEW = 12
"""How many keys get a row of their own; all of them stand in the details."""

PLACE = "place:"

_TAKEN_DOWN: dict[KeyState, Tone] = {
    "blocked": "good",
    "missing": "good",
    "served": "bad",
    "failed": "warn",
    "not-asked": "muted",
}
_SERVED: dict[KeyState, Tone] = {**_TAKEN_DOWN, "served": "good", "blocked": "bad"}
_HOLDS: dict[bool | None, Tone] = {True: "good", False: "bad", None: "warn"}
_KINDS = {
    "current": "Current key",
    "translated": "Translated key",
    "variant": "Variant key",
    "former": "Former key",
}
_LABELS = {
    "caches": "Caches",
    "documents": "Documents",
    "media": "Media",
    "usageLog": "Usage log",
    "beside": "Same publications",
    "drafts": "Drafts",
    "documentLists": "Document lists",
    "printAndSocial": "Print and social",
    "indexDelay": "Index delay",
}


def proof_view(
    acting: Acting, operation: TakeDown, ticked: Collection[str]
) -> tuple[Content, list[FactRow]]:
    """The words above the rows, and the rows."""
    proof, result = acting.proof, acting.result
    rows = [] if proof is None else list(proof_rows(proof, ticked))
    if result is None:
        said = "Every key as it is served now; nothing was written."
        return Content.styled(said, "$muted"), rows
    ended = ending(operation, result)
    lines = [shown(ended.said).stylize(STYLES[ended.tone])]
    if proof is not None:
        lines.append(shown(proof.sentence()).stylize(STYLES[_tone(proof)]))
    if proof is None or not acting.applied:
        lines.append(shown(ended.next).stylize("$muted"))
    return Content("\n").join(lines), [outcome_row(ended, proof), *rows]


def outcome_row(ended: Ending, proof: Proof | None) -> FactRow:
    """How the write ended."""
    return FactRow(
        "outcome", "Outcome", ended.said, tone=ended.tone, blocks=partial(_outcome, ended, proof)
    )


def proof_rows(proof: Proof, ticked: Collection[str]) -> Iterator[FactRow]:
    """What is proven, the purge list, open places, what is not provable."""
    at = clock_of(proof.checked_at)
    blocks = partial(_keys, proof)
    yield FactRow("proof", "Serve state", proof.sentence(), at, _tone(proof), blocks)
    for item in proof.keys[:FEW]:
        yield _key_row(proof, item)
    if len(proof.keys) > FEW:
        said = f"{len(proof.keys) - FEW:,} more keys: see the details of Serve state"
        yield FactRow("keys", "Keys", said, tone="muted", blocks=blocks)
    count = f"{len(proof.purge):,} keys" if len(proof.purge) != 1 else "1 key"
    yield FactRow("purge", "Purge list", f"{count}; y copies it", blocks=partial(_purge, proof))
    for place in proof.places:
        key = PLACE + place.name
        label = _LABELS.get(place.name, place.name)
        blocks = partial(_place, label, place.text)
        yield FactRow(key, label, place.text, blocks=blocks, done=key in ticked)
    if proof.cannot:
        said = "; ".join(proof.cannot)
        yield FactRow("cannot", "Not provable", said, tone="muted", blocks=partial(_cannot, proof))


def _tone(proof: Proof) -> Tone:
    return "plain" if proof.operation is TakeDown.ARCHIVE else _HOLDS[proof.holds]


def _key_row(proof: Proof, item: KeyProof) -> FactRow:
    said = f"{item.state.replace('-', ' ')}  {item.key.key}"
    blocks = partial(_key, proof, item)
    tone = _tones(proof)[item.state]
    return FactRow(
        f"key:{item.key.key}", _KINDS[item.key.kind], said, clock_of(item.at), tone, blocks
    )


def _tones(proof: Proof) -> dict[KeyState, Tone]:
    return _TAKEN_DOWN if proof.operation is TakeDown.REVOKE else _SERVED


def _outcome(ended: Ending, proof: Proof | None) -> Iterator[Block]:
    yield Said(ended.said, ended.tone)
    if proof is not None:
        yield Said(proof.sentence())
    yield Said(f"Next: {ended.next}", "muted")
    if ended.blocks:
        yield Gap()
        yield from ended.blocks


def _keys(proof: Proof) -> Iterator[Block]:
    yield Heading(proof.sentence(), "asked of serve-image, key by key")
    for item in proof.keys:
        yield Fact(item.key.label, f"{item.sentence}  {item.key.key}", _tones(proof)[item.state])
    if not proof.keys_known:
        yield Said(f"Other keys than these are not known: {proof.keys_reason}", "warn")


def _key(proof: Proof, item: KeyProof) -> Iterator[Block]:
    yield Heading(item.key.key, item.key.label)
    yield Said(item.sentence, _tones(proof)[item.state])


def _purge(proof: Proof) -> Iterator[Block]:
    yield Heading("Purge list", "y copies it, w writes it with the report")
    for key in proof.purge:
        yield Said(key)
    if not proof.purge:
        yield Said("The server tells no asset key.", "muted")


def _place(label: str, text: str) -> Iterator[Block]:
    yield Heading(label, "space ticks it")
    yield Said(text)


def _cannot(proof: Proof) -> Iterator[Block]:
    yield Heading("Not provable from here")
    for text in proof.cannot:
        yield Said(text)
