"""What `check` does beyond the first pages: all pages, upwards, beside, reports."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from medialib_tui.cli.exits import CliError
from medialib_tui.cli.tables import facts, heading
from medialib_tui.model.base import JsonObject
from medialib_tui.model.dates import say_date

if TYPE_CHECKING:
    from medialib_tui.cli.call import Call
    from medialib_tui.cli.takedown.reports import ReportFile
    from medialib_tui.core.session import Session
    from medialib_tui.core.takedown.evidence import Evidence
    from medialib_tui.core.takedown.verify import Verified


class More:
    """The further options of one run of `check`; `broken` where a report does not hold."""

    def __init__(self, call: Call, session: Session) -> None:
        self.broken = False
        self._call = call
        self._session = session
        self._file: ReportFile | None = None
        self._against: dict[str, JsonObject] = {}
        self._verified: dict[str, Verified] = {}
        if call.options.report:
            from medialib_tui.cli.takedown.reports import ReportFile

            self._file = ReportFile(call.options.report)
        if call.options.against:
            self._against = _read(call.options.against)

    async def gather(self, entry_id: str) -> Evidence:
        """What is known of one entry. Raises ApiError."""
        from medialib_tui.core.takedown.evidence import gather

        options = self._call.options
        return await gather(
            self._session,
            entry_id,
            pages=None if options.all else 1,
            upwards=options.upwards,
            beside=options.beside,
            progress=self._call.narrator.progress,
        )

    async def to_json(self, evidence: Evidence) -> JsonObject:
        """The further fields of the object of `check`; takes the evidence into the report."""
        data: JsonObject = {}
        if evidence.known.acts:
            data["knownHere"] = [act.to_json() for act in evidence.known.acts]
        if evidence.upwards is not None:
            data["upwards"] = evidence.upwards.to_json()
        if evidence.beside is not None:
            data["beside"] = evidence.beside.to_json()
        if self._file is not None:
            await self._file.add_check(self._session, evidence)
        if (found := await self._verify(evidence)) is not None:
            data["against"] = found.to_json()
        return data

    def show(self, evidence: Evidence) -> None:
        """The further findings on the card."""
        out = self._call.out
        pairs = [
            (source.label, source.said)
            for source in evidence.sources
            if source.name in ("upwards", "beside") and source.state != "not-asked"
        ]
        if evidence.upwards is None:
            pairs = [pair for pair in pairs if pair[0] != "Media upwards"]
        if pairs:
            heading(out, "Followed")
            facts(out, pairs, indent=2)
        if evidence.upwards is not None:
            for holder in evidence.upwards.holders:
                back = f", back to {', '.join(holder.back_to)}" if holder.back_to else ""
                used = f"{holder.documents.count()} documents, {holder.media.count()} media"
                out.line(f"    {'  ' * (holder.depth - 1)}{holder.id}: {used}{back}")
        if evidence.beside is not None:
            for one in evidence.beside.media:
                out.line(f"    {one}")
        if evidence.known.acts:
            heading(out, "Known on this machine")
            shown = [(say_date(act.at), act.sentence()) for act in evidence.known.acts]
            facts(out, shown, indent=2)
        if (found := self._verified.get(evidence.entry.id)) is not None:
            self._show_verified(found)

    async def save(self) -> None:
        """Write the report, where one was asked for."""
        for missing in set(self._against) - set(self._verified):
            self._call.narrator.warn(f"{missing}: it is in the report and was not checked.")
        if self._file is not None and self._file.begun:
            await self._file.save()
            self._call.narrator.say(f"Report: {self._file.path}")

    async def _verify(self, evidence: Evidence) -> Verified | None:
        from medialib_tui.core.takedown.verify import verify

        if not self._call.options.against:
            return None
        report = self._against.get(evidence.entry.id)
        if report is None:
            raise CliError(f"The report is not about {evidence.entry.id}.")
        journal = self._session.journal
        found = await asyncio.to_thread(verify, report, evidence, journal)
        self._verified[evidence.entry.id] = found
        self.broken = self.broken or not found.sound
        return found

    def _show_verified(self, found: Verified) -> None:
        out = self._call.out
        heading(out, f"Report of {say_date(found.when)}")
        if found.sound:
            said = "The hashes hold." if found.unknown else "The hashes and the journal hold."
            out.line("  ", (said, "good"))
        for said in found.broken:
            out.line("  ", (f"BROKEN: {said}.", "bad"))
        for said in found.unknown:
            out.line("  ", (f"Not verifiable: {said}.", "warn"))
        for said in found.changes or ("nothing changed since",):
            out.line(f"  {said}")


def _read(name: str) -> dict[str, JsonObject]:
    from medialib_tui.core.takedown.verify import LARGEST, read_reports

    try:
        with Path(name).expanduser().open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise CliError(f"{name} cannot be read: {error.strerror}.") from None
    return {str(report.get("id")): report for report in read_reports(data)}
