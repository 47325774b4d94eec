"""What was found before a take-down, as rows: a source each, with its details."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from textual.content import Content

from medialib_tui.core.check import Listed, Verdict
from medialib_tui.core.references import ReferrerInfo
from medialib_tui.core.takedown.evidence import Evidence
from medialib_tui.core.takedown.plan import Plan
from medialib_tui.core.takedown.reversal import Reversible
from medialib_tui.core.takedown.sources import Source
from medialib_tui.core.usage.log import usage_rows
from medialib_tui.model.dates import say_date
from medialib_tui.model.labels import start_case
from medialib_tui.model.text import clean
from medialib_tui.tui.present import shown
from medialib_tui.tui.screens.takedown.words import NAMES, clock_of
from medialib_tui.tui.widgets.columns import Tone
from medialib_tui.tui.widgets.fact_pane import STYLES, FactRow
from medialib_tui.tui.widgets.sheet import Block, Fact, Gap, Heading, Said

MOST = 200
"""Lines of one kind in the details; the report's JSON form has them all."""

Infos = Mapping[str, ReferrerInfo]

_TONES: dict[str, Tone] = {
    "read": "plain",
    "partial": "warn",
    "failed": "bad",
    "not-offered": "muted",
    "not-asked": "muted",
}
_VERDICTS: dict[Verdict, Tone] = {
    Verdict.IN_USE: "warn",
    Verdict.NONE_FOUND: "plain",
    Verdict.INCOMPLETE: "bad",
}
_WAYS: dict[Reversible, Tone] = {
    Reversible.YES: "good",
    Reversible.NO: "bad",
    Reversible.UNKNOWN: "warn",
}
_KEYS = {"upwards": "u follows them", "beside": "b lists them"}
_SERVING: dict[str, Tone] = {"served": "good", "blocked": "bad"}


def check_head(evidence: Evidence, made: Plan) -> Content:
    """The verdict, and what speaks against the act."""
    verdict = evidence.check.sentence()
    lines = [shown(verdict).stylize(STYLES[_VERDICTS[evidence.check.verdict]])]
    against = [text for text in made.warnings if text != verdict]
    if not made.possible.possible:
        against = [f"{NAMES[made.operation]} is not offered: {made.possible.reason}"]
    lines += [shown(text).stylize(STYLES["warn"]) for text in against[:2]]
    return Content("\n").join(lines)


def way_tone(made: Plan) -> Tone:
    """How loud the way back is said."""
    return _WAYS[made.reversible] if made.possible.possible else "muted"


def plan_row(made: Plan) -> FactRow:
    """What the act will do."""
    said = made.way.sentence
    return FactRow(
        "plan", NAMES[made.operation], said, tone=way_tone(made), blocks=partial(_plan, made)
    )


def _plan(made: Plan) -> Iterator[Block]:
    yield Heading(NAMES[made.operation], "what it will do here")
    yield from plan_blocks(made)


def plan_blocks(made: Plan) -> Iterator[Block]:
    """The way back, the files, what happens, what to think of."""
    yield Said(made.way.sentence, way_tone(made))
    yield Said(made.way.files)
    for text in made.effects:
        yield Said(text, "muted")
    for text in made.warnings:
        yield Said(f"! {text}", "warn")


def check_rows(evidence: Evidence, infos: Infos, language: str) -> Iterator[FactRow]:
    """Every source in reading order, what this machine knows, what nobody can check."""
    for source in evidence.sources:
        if source.name != "entry":
            blocks = partial(_details, evidence, source, infos, language)
            yield FactRow(
                source.name,
                source.label,
                _said(source),
                clock_of(source.read_at),
                _tone(evidence, source),
                blocks,
            )
    known = evidence.known
    if known.acts or known.why_not:
        said = known.acts[0].sentence() if known.acts else known.why_not
        yield FactRow("known", "This machine", said, blocks=partial(_known, evidence))
    names = ", ".join(start_case(item.source).lower() for item in evidence.never)
    yield FactRow("never", "Never checked", names, tone="muted", blocks=partial(_never, evidence))


def source_blocks(evidence: Evidence) -> Iterator[Block]:
    """Every source in a line, without the keys that one entry alone has."""
    for source in evidence.sources:
        if source.name != "entry":
            yield Fact(source.label, _said(source, keys=False), _tone(evidence, source))


def _said(source: Source, *, keys: bool = True) -> str:
    key = _KEYS.get(source.name, "") if keys and source.state == "not-asked" else ""
    if key:
        return f"{source.said}; {key}"
    if source.state == "failed":
        return f"could not be read: {source.reason or source.said}"
    if source.state == "not-offered":
        return f"{source.said}: {source.reason}"
    if source.name == "serveState" and source.state == "read":
        return source.said if source.said == "served" else f"{source.said}: {source.reason}"
    if keys and source.name in ("documents", "media") and source.state == "partial":
        return f"{source.said}; A reads every page"
    return source.said


def _tone(evidence: Evidence, source: Source) -> Tone:
    if source.state == "read" and source.name == "serveState":
        return _SERVING.get(source.said, "plain")
    if source.state == "read" and source.name == "validity" and evidence.invalid:
        return "bad"
    return _TONES[source.state]


def _details(evidence: Evidence, source: Source, infos: Infos, language: str) -> Iterator[Block]:
    note = f"read at {clock_of(source.read_at)}" if source.read_at else "not read"
    yield Heading(source.label, note)
    match source.name:
        case "documents":
            yield from _said_of(source)
            yield from _references(evidence.check.documents, infos)
        case "media":
            yield from _said_of(source)
            yield from _references(evidence.check.media, infos)
        case "upwards":
            yield from _said_of(source)
            yield from _holders(evidence)
        case "beside":
            yield from _said_of(source)
            yield from _neighbours(evidence)
        case "usageLog":
            yield from _uses(evidence, source, language)
        case "license":
            yield from _license(evidence, source)
        case "keys":
            yield from _said_of(source)
            for key in evidence.keys[:MOST]:
                yield Fact(key.label, key.key)
            yield from _rest(len(evidence.keys))
        case _:
            yield from _said_of(source)


def _said_of(source: Source) -> Iterator[Block]:
    yield Said(source.said, _TONES[source.state])
    if source.reason:
        yield Said(source.reason, "muted")


def _references(found: Listed, infos: Infos) -> Iterator[Block]:
    for row in found.rows[:MOST]:
        info = infos.get(row.key)
        places = ", ".join(dict.fromkeys(one.place for one in row.references[:5]))
        lines = [clean(info.title) if info else "", clean(info.url or "") if info else ""]
        yield Fact(row.key, "\n".join(filter(None, (*lines, clean(places)))) or "place not given")
    yield from _rest(len(found.rows))


def _holders(evidence: Evidence) -> Iterator[Block]:
    found = evidence.upwards
    if found is None:
        return
    for holder in found.holders[:MOST]:
        said = f"documents {holder.documents.count()}, media {holder.media.count()}"
        if holder.depth > 1:
            said += f"; through {holder.via}"
        if holder.back_to:
            said += f"; leads back to {', '.join(holder.back_to[:3])}"
        yield Fact(holder.id, said)
    yield from _rest(len(found.holders))


def _neighbours(evidence: Evidence) -> Iterator[Block]:
    found = evidence.beside
    if found is None:
        return
    for item in found.publications[:MOST]:
        failed = f"could not be read: {item.error.title}" if item.error else ""
        ids = ", ".join(item.media) or "no other media"
        yield Fact(item.document, failed or ids, "bad" if failed else "plain")
    yield from _rest(len(found.publications))


def _uses(evidence: Evidence, source: Source, language: str) -> Iterator[Block]:
    yield from _said_of(source)
    usage = evidence.check.usage
    if usage is None:
        return
    for row in usage_rows(usage, evidence.project, language)[:MOST]:
        said = [row.state, say_date(row.published, missing=""), row.params, row.url or ""]
        yield Fact(row.purpose_label, "  ".join(filter(None, map(clean, said))))
    yield from _rest(len(usage.entries))


def _license(evidence: Evidence, source: Source) -> Iterator[Block]:
    yield Said(source.said, _TONES[source.state])
    found = evidence.check.license
    if found is None or found.rules is None:
        if source.reason:
            yield Said(source.reason, "muted")
        return
    for purpose, rule in found.rules:
        yield Fact(purpose, rule)


def _known(evidence: Evidence) -> Iterator[Block]:
    yield Heading("This machine", "from its own journal; others may have written since")
    for act in evidence.known.acts[:MOST]:
        yield Fact(say_date(act.at), act.sentence())
    if evidence.known.why_not:
        yield Said(evidence.known.why_not, "bad")


def _never(evidence: Evidence) -> Iterator[Block]:
    yield Heading("Never checked", "no endpoint tells it, in any version")
    for item in evidence.never:
        yield Fact(start_case(item.source).capitalize(), item.reason, "muted")


def _rest(count: int) -> Iterator[Block]:
    if count > MOST:
        yield Gap()
        yield Said(f"{count - MOST:,} more are in the report's JSON form (w).", "muted")
