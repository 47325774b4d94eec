"""A take-down as it is told: the check before it on stderr, the results on stdout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medialib_tui.cli.exits import Problem
from medialib_tui.cli.output import Form
from medialib_tui.cli.writing.operations import shown_body
from medialib_tui.cli.writing.outcome import say_versions, to_json
from medialib_tui.core.batch.results import nothing_json
from medialib_tui.core.writing.intent import Saved
from medialib_tui.core.writing.told import told_intent
from medialib_tui.model.base import JsonObject
from medialib_tui.model.dates import say_date
from medialib_tui.store.records import Outcome

if TYPE_CHECKING:
    from medialib_tui.cli.call import Call
    from medialib_tui.cli.writing.told import Told
    from medialib_tui.core.session import Session
    from medialib_tui.core.takedown.batch import Batch, Done, Item
    from medialib_tui.core.takedown.evidence import Evidence
    from medialib_tui.core.takedown.known import Act
    from medialib_tui.core.takedown.plan import Plan, TakeDown
    from medialib_tui.core.takedown.proof import Proof


def show_plan(call: Call, evidence: Evidence, plan: Plan, *, done: Act | None) -> None:
    """What was found and what will happen, on stderr, before anybody is asked."""
    narrator, found = call.narrator, evidence.check
    narrator.say(f"{evidence.entry.id}  {evidence.entry.title}")
    for source in evidence.sources:
        if source.name in ("entry", "upwards", "beside"):
            continue
        reason = f" ({source.reason})" if source.reason else ""
        narrator.say(f"  {source.label + ':':13} {source.said}{reason}")
    never = ", ".join(item.source for item in evidence.never)
    narrator.say(f"  Not checked:  {never}")
    narrator.say(f"  {found.sentence()}")
    if done is not None:
        narrator.say(f"  It is {done.sentence()}; nothing is sent again.")
        return
    for line in plan.warnings:
        if line != found.sentence():
            narrator.warn(f"  {line}")
    for line in (plan.way.sentence, plan.way.files, *plan.effects):
        narrator.say(f"  {line}")


def show_bodies(call: Call, session: Session, batch: Batch, told: Told) -> None:
    """The exact request of each, and where it would have gone; nothing is sent."""
    from medialib_tui.core.takedown.batch import intent_for

    for item in batch.ready:
        if item.evidence is None:
            continue
        body = shown_body(session, intent_for(session, batch, item.evidence).body())
        path = session.client.dialect.path("mediaLibrary", item.id)
        call.narrator.say(f"Nothing was sent. This would be: PATCH {path}")
        if call.out.form is Form.JSON:
            told.body(body)
        else:
            call.out.data(body)


def done_json(done: Done, found: Problem | None, operation: TakeDown) -> JsonObject:
    """The object of one result: the write, and what was seen before and after it."""
    evidence = done.evidence
    if done.intent is None:
        data = nothing_json(evidence.entry.id, operation, evidence.entry.version, None)
        if found is not None:
            data["error"] = found.to_json()
    else:
        data = to_json(done.intent, done.result, found)
    data["operation"] = operation.value
    data["check"] = evidence.check.to_json()
    data["proof"] = done.proof.to_json() if done.proof else None
    return data


def already_json(evidence: Evidence, act: Act, proof: Proof, operation: TakeDown) -> JsonObject:
    """The object of a result that an earlier run of this machine brought about."""
    version = evidence.entry.version
    return {
        "id": evidence.entry.id,
        "operation": operation.value,
        "outcome": Outcome.APPLIED.value,
        "versionBefore": version,
        "versionAfter": version,
        "entry": evidence.entry.sent,
        "journal": act.journal,
        "already": act.to_json(),
        "check": evidence.check.to_json(),
        "proof": proof.to_json(),
    }


def failed_json(item: Item) -> JsonObject:
    """The object of an id that was not written."""
    from medialib_tui.cli.exits import problem

    error = item.error
    operation = item.plan.operation.value if item.plan else None
    version = item.evidence.entry.version if item.evidence else None
    data = nothing_json(item.id, operation, version, None)
    if error is not None:
        data["error"] = problem(error).to_json()
    return data


def show_done(call: Call, done: Done) -> None:
    """One result for people."""
    out, entry_id = call.out, done.evidence.entry.id
    if isinstance(done.result, Saved):
        versions = say_versions(done.result.version_before, done.result.version_after)
        out.line(
            ("Applied and verified", "good"),
            f": {entry_id}, {versions}, journal {done.result.journal}",
        )
        for step in told_intent(done.intent) if done.intent else ():
            out.line(f"  {step.line}")
    if done.proof is not None:
        show_proof(call, done.proof)


def show_already(call: Call, evidence: Evidence, act: Act, proof: Proof) -> None:
    """A result of an earlier run for people."""
    call.out.line(
        ("Done already", "good"),
        f": {evidence.entry.id}, {act.sentence()}, {say_date(act.at)}",
    )
    show_proof(call, proof)


def show_proof(call: Call, proof: Proof) -> None:
    """Serve state per key, the purge list, what cannot be proven, the open places."""
    out = call.out
    tone = {True: "good", False: "bad", None: "warn"}[proof.holds]
    out.line("  ", (proof.sentence(), tone))
    for item in proof.keys:
        out.line(f"    {item.state:9} {item.key.key}", (f"  {item.key.label}", "muted"))
        if item.state in ("blocked", "failed"):
            out.line(f"              {item.sentence}")
    if proof.places and proof.purge:
        out.line("  Purge from caches:")
        for key in proof.purge:
            out.line(f"    {key}")
    out.line("  Not provable:")
    for said in proof.cannot:
        out.line(f"    {said}")
    if proof.places:
        out.line("  Open places:")
        for place in proof.places:
            out.line(f"    [ ] {place.text}")
