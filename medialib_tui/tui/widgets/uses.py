"""Known uses in words: what each source said, how old that is, and what nobody can check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from medialib_tui.core.check import NEVER_CHECKED, Check, Verdict
from medialib_tui.core.serving import NOT_ASKED, Serving
from medialib_tui.model.labels import say_label, start_case
from medialib_tui.tui.source import Source, T
from medialib_tui.tui.widgets.columns import Tone
from medialib_tui.tui.widgets.sheet import Block, Fact, Gap, Heading, Said

if TYPE_CHECKING:
    from medialib_tui.core.references import ReferenceList
    from medialib_tui.core.usage.log import UsageLog
    from medialib_tui.model.schema import Project

_TONES: dict[Verdict, Tone] = {
    Verdict.IN_USE: "warn",
    Verdict.NONE_FOUND: "plain",
    Verdict.INCOMPLETE: "bad",
}
_SERVING: dict[str, Tone] = {"served": "good", "blocked": "bad", "unknown": "muted"}


def known_uses(
    documents: Source[ReferenceList],
    media: Source[ReferenceList],
    usage: Source[UsageLog],
    serving: Source[Serving],
    check: Check | None,
    project: Project,
    language: str,
) -> Iterator[Block]:
    """One line a source, then the verdict in words."""
    ages = {source.at for source in (documents, media, usage, serving) if source.value is not None}
    one = ages.pop() if len(ages) == 1 else ""
    yield Heading("Known uses", f"as of {one}" if one else "")
    if check is None:
        yield Said("Asking documents, media and the usage log…", "muted")
    else:
        yield Said(check.sentence(), _TONES[check.verdict])
    yield _fact("Documents", documents, lambda found: found.honest_total(), one)
    yield _fact("Media", media, lambda found: found.honest_total(), one)
    yield _fact("Usage log", usage, lambda log: say_usage(log, project, language), one)
    yield _serve_state(serving, one)


def never_checked() -> Iterator[Block]:
    """What no source of this API can tell."""
    yield Heading("Never checked")
    for item in NEVER_CHECKED:
        yield Fact(start_case(item.source).capitalize(), item.reason, "muted")


def say_usage(log: UsageLog, project: Project, language: str) -> str:
    """Confirmed and pending, then how many of each purpose."""
    if not log.entries:
        return "none found"
    purposes = []
    for handle, count in log.by_purpose.most_common(6):
        purpose = project.purpose(handle)
        label = say_label(purpose.label, handle, language) if purpose else handle or "no purpose"
        purposes.append(f"{label} {count:,}")
    states = f"{log.confirmed:,} confirmed, {log.pending:,} pending"
    return f"{states} ({', '.join(purposes)})"


def _serve_state(source: Source[Serving], one_age: str) -> Fact:
    found = source.value
    if found is None:
        return Fact("Serve state", "not checked", "muted")
    return Fact("Serve state", say_serving(found) + _age(source, one_age), _SERVING[found.state])


def say_serving(found: Serving) -> str:
    """The serve state with its reason."""
    match found.state:
        case "blocked":
            return f"blocked: {found.sentence}"
        case "unknown" if found.sentence != NOT_ASKED.sentence:
            return f"not checked: {found.sentence}"
        case _:
            return found.sentence


def _fact(label: str, source: Source[T], say: Callable[[T], str], one_age: str) -> Fact:
    if source.value is not None:
        failed = f"; asking again failed: {source.error.title}" if source.error else ""
        text = say(source.value) + _age(source, one_age) + failed
        return Fact(label, text, "bad" if failed else "plain")
    if source.error is None:
        return Fact(label, "asking…", "muted")
    if source.not_offered:
        return Fact(label, f"not offered: {source.not_offered}", "warn")
    hint = f" {source.error.hint}" if source.error.hint else ""
    return Fact(label, f"could not be read: {source.error.title}{hint}", "bad")


def _age(source: Source[T], one_age: str) -> str:
    return f", as of {source.at}" if source.at and not one_age else ""


def spaced(*groups: Iterator[Block]) -> Iterator[Block]:
    """Groups of blocks with an empty line between them."""
    first = True
    for group in groups:
        blocks = list(group)
        if not blocks:
            continue
        if not first:
            yield Gap()
        first = False
        yield from blocks
