"""What became of a write whose effect has to be read back: pure judgement, no I/O."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from pydantic import JsonValue

from medialib_tui.model.base import JsonObject
from medialib_tui.model.compare import alike, same
from medialib_tui.model.entry import Entry
from medialib_tui.model.inverse import settable
from medialib_tui.model.patch import (
    AddUsageLogEntry,
    AnyOperation,
    RemoveAsset,
    RemoveUsageLogEntry,
    ReplaceAsset,
    RevokeAsset,
    UnrevokeAsset,
    UpdateUsageLogEntry,
)
from medialib_tui.model.trace import (
    USAGE_OPERATIONS,
    Trace,
    asset_json,
    sent_metadata,
    touched,
    translated_asset,
)
from medialib_tui.model.usage import UsageLogEntry
from medialib_tui.store.records import Outcome

_USAGE = (AddUsageLogEntry, UpdateUsageLogEntry, RemoveUsageLogEntry)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read back: `entry` is None where it is gone, `usage` where it is not handed out.

    `partial` where asking for the serve state went wrong.
    """

    entry: Entry | None
    usage: tuple[UsageLogEntry, ...] | None = None
    served: str = ""
    partial: bool = False


class Standing(Enum):
    """How one touched thing stands now, compared with before and with what was sent."""

    HOLDS = auto()
    HELD_BEFORE = auto()
    AS_BEFORE = auto()
    OTHER = auto()
    UNSEEN = auto()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the reading proves; `final` where reading again cannot prove more (what stands as
    before may only lag behind).

    `added` are the ids of usage-log entries that the write made, in the order of its operations.
    """

    outcome: Outcome
    sentence: str
    final: bool = False
    added: tuple[str, ...] = ()


def judge(
    operations: Sequence[AnyOperation], before: Trace, seen: Seen, *, said_yes: bool = False
) -> Verdict:
    """Whether the write is on the server; `said_yes` where its answer was a success.

    A version that did not change proves that nothing was applied; usage-log writes are judged by
    the log alone, because whether they change the version is not documented.
    """
    if seen.entry is None:
        return Verdict(Outcome.UNKNOWN, "the entry is no longer there")
    found, added = standings(operations, before, seen)
    moved = before.version is None or seen.entry.version != before.version
    if said_yes:
        return _after_success(found, moved, added, before, seen.entry)
    if Standing.UNSEEN not in found and _good(found) and (moved or Standing.HOLDS in found):
        return Verdict(Outcome.APPLIED, "the entry holds what was sent", added=added)
    only_usage = all(step.operation in USAGE_OPERATIONS for step in operations)
    if _proves_nothing_happened(found, moved, only_usage=only_usage):
        return Verdict(Outcome.NOT_APPLIED, "nothing of it is on the server")
    if moved:
        sentence = f"the entry changed{_versions(before, seen.entry)}, but not to what was sent"
        if Standing.UNSEEN in found:
            sentence = f"the entry changed{_versions(before, seen.entry)}; this shows nowhere else"
        return Verdict(Outcome.UNKNOWN, sentence, final=Standing.AS_BEFORE not in found)
    return Verdict(Outcome.UNKNOWN, "what the server holds proves neither")


def standings(
    operations: Sequence[AnyOperation], before: Trace, seen: Seen
) -> tuple[list[Standing], tuple[str, ...]]:
    """How each touched thing stands, and the ids of usage-log entries that were added."""
    entry = seen.entry
    if entry is None:
        return [Standing.UNSEEN], ()
    metadata = sent_metadata(entry)
    found = [
        _standing(step.value, before.metadata.get(name), metadata.get(name))
        for name, step in touched(operations).items()
    ]
    for step in operations:
        match step:
            case ReplaceAsset():
                found.append(_asset(step.value, before.asset, asset_json(entry.asset)))
            case RemoveAsset(locale=locale):
                found.append(_removed(before.translated, locale, entry))
            case RevokeAsset():
                found.append(_serve(before.served, seen.served, wanted="blocked"))
            case UnrevokeAsset():
                found.append(_serve(before.served, seen.served, wanted="served"))
            case _ if step.operation == "archive":
                found.append(Standing.UNSEEN)
    usage, added = _usage(operations, before, seen.usage)
    return found + usage, added


def _after_success(
    found: list[Standing], moved: bool, added: tuple[str, ...], before: Trace, now: Entry
) -> Verdict:
    unseen = Standing.UNSEEN in found
    if _good(found) and (moved or Standing.HOLDS in found or not unseen):
        return Verdict(Outcome.APPLIED, "applied and verified", added=added)
    if moved:
        sentence = "the server said yes, but the entry now holds something else"
        sentence += _versions(before, now)
        return Verdict(Outcome.UNKNOWN, sentence, final=Standing.AS_BEFORE not in found)
    return Verdict(Outcome.UNKNOWN, "the server said yes, but the entry shows no change")


def _good(found: Sequence[Standing]) -> bool:
    fine = {Standing.HOLDS, Standing.HELD_BEFORE, Standing.UNSEEN}
    return all(one in fine for one in found)


def _proves_nothing_happened(found: Sequence[Standing], moved: bool, *, only_usage: bool) -> bool:
    if only_usage:
        untouched = {Standing.AS_BEFORE, Standing.HELD_BEFORE}
        return all(one in untouched for one in found)
    untouched = {Standing.AS_BEFORE, Standing.HELD_BEFORE, Standing.UNSEEN}
    return not moved and all(one in untouched for one in found)


def _versions(before: Trace, now: Entry) -> str:
    if before.version is None or now.version is None:
        return ""
    return f" (version {before.version} to {now.version})"


def _standing(sent: JsonValue, before: JsonValue, now: JsonValue) -> Standing:
    if alike(sent, now):
        return Standing.HELD_BEFORE if same(before, now) else Standing.HOLDS
    return Standing.AS_BEFORE if same(before, now) else Standing.OTHER


def _asset(sent: JsonObject, before: JsonObject | None, now: JsonObject | None) -> Standing:
    """By the fields that the server tells; where it tells the key, its URL may differ."""
    if now is None:
        return Standing.AS_BEFORE if before is None else Standing.OTHER
    told = {name: value for name, value in sent.items() if name in now}
    if "key" in told:
        told.pop("url", None)
    shown = {name: now[name] for name in told}
    if told and alike(told, shown):
        return Standing.HELD_BEFORE if before == now else Standing.HOLDS
    return Standing.AS_BEFORE if before == now else Standing.OTHER


def _removed(before: dict[str, JsonObject], locale: str, now: Entry) -> Standing:
    asset = translated_asset(now, locale)
    if not asset:
        return Standing.HOLDS if locale in before else Standing.HELD_BEFORE
    return Standing.AS_BEFORE if asset == before.get(locale) else Standing.OTHER


def _serve(before: str, now: str, *, wanted: str) -> Standing:
    """A refused picture can be invalid as well: only a change from the other state proves."""
    if not before or not now:
        return Standing.UNSEEN
    was_served, is_served = before == "served", now == "served"
    if is_served is not (wanted == "served"):
        return Standing.AS_BEFORE if was_served is is_served else Standing.OTHER
    return Standing.UNSEEN if was_served is is_served else Standing.HOLDS


def _usage(
    operations: Sequence[AnyOperation], before: Trace, rows: Sequence[UsageLogEntry] | None
) -> tuple[list[Standing], tuple[str, ...]]:
    steps = [step for step in operations if isinstance(step, _USAGE)]
    if rows is None or before.usage_ids is None:
        return [Standing.UNSEEN for _ in steps], ()
    by_id = {row.id: row for row in rows}
    new = [row for row in rows if row.id not in before.usage_ids]
    last = {s.usage_log_entry_id: s for s in steps if not isinstance(s, AddUsageLogEntry)}
    found: list[Standing] = []
    added: list[str] = []
    for step in steps:
        if isinstance(step, AddUsageLogEntry):
            match = _made(step.value, new)
            found.append(Standing.AS_BEFORE if match is None else Standing.HOLDS)
            if match is not None:
                new.remove(match)
                added.append(match.id)
    for entry_id, change in last.items():
        row = by_id.get(entry_id)
        if isinstance(change, UpdateUsageLogEntry):
            found.append(_updated(change, before, row))
        elif row is not None:
            found.append(Standing.AS_BEFORE)
        else:
            known = entry_id in before.usage_ids
            found.append(Standing.HOLDS if known else Standing.HELD_BEFORE)
    return found, tuple(added)


def _updated(
    change: UpdateUsageLogEntry | RemoveUsageLogEntry, before: Trace, row: UsageLogEntry | None
) -> Standing:
    former = before.usage_row(change.usage_log_entry_id)
    if row is None or former is None or isinstance(change, RemoveUsageLogEntry):
        return Standing.OTHER
    unchanged = same(settable(former), settable(row.sent))
    if _is_row(change.value, row):
        return Standing.HELD_BEFORE if unchanged else Standing.HOLDS
    return Standing.AS_BEFORE if unchanged else Standing.OTHER


def _made(value: JsonObject, new: Sequence[UsageLogEntry]) -> UsageLogEntry | None:
    """The new row that an add made; a server may have filled in what was not sent."""
    exact = next((row for row in new if _is_row(value, row)), None)
    if exact is not None:
        return exact
    sent = {name: item for name, item in settable(value).items() if item != {}}
    for row in new:
        kept = {name: row.sent.get(name) for name in sent}
        if alike(sent, kept):
            return row
    return None


def _is_row(value: JsonObject, row: UsageLogEntry) -> bool:
    """Whether a row is what that value becomes; a missing state is stored as pending."""
    wanted = {"state": "pending", **settable(value)}
    held = settable(row.sent)
    for one in (wanted, held):
        if one.get("params") == {}:
            del one["params"]
    return alike(wanted, held)
