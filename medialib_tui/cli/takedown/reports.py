"""Report files of take-downs: Markdown or JSON, never over another file."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import JsonValue

from medialib_tui.cli.exits import CliError, Exit

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.core.takedown.batch import Done
    from medialib_tui.core.takedown.evidence import Evidence
    from medialib_tui.core.takedown.plan import TakeDown
    from medialib_tui.core.takedown.report import Report

_MARKDOWN = (".md", ".markdown")
_JSON = (".json",)


class ReportFile:
    """Reports gathered for one file, which is checked before anything is sent."""

    def __init__(self, name: str) -> None:
        from medialib_tui.api.errors import BadInput
        from medialib_tui.core.picture.saving import FileThere, place_for

        suffix = Path(name).suffix.lower()
        if suffix not in (*_MARKDOWN, *_JSON):
            raise CliError(f"{name}: a report is written to FILE.md or FILE.json.")
        self._markdown = suffix in _MARKDOWN
        try:
            self.path = place_for(Path(name), "report", force=False)
        except FileThere as error:
            raise CliError(
                f"{error.detail}: there is a file of this name already; nothing was sent.",
                hint="Give the report another name.",
                code="exists",
                leave=Exit.REFUSED,
            ) from None
        if not self.path.parent.is_dir():
            raise BadInput("There is no such folder for the report.", detail=str(self.path.parent))
        self._texts: list[str] = []
        self._data: list[JsonValue] = []

    @property
    def begun(self) -> bool:
        """Whether a report was taken in."""
        return bool(self._texts or self._data)

    async def add(self, session: Session, done: Done, operation: TakeDown) -> None:
        """Take a result in, with its journal record."""
        from medialib_tui.core.takedown.plan import plan
        from medialib_tui.core.takedown.report import report_of

        planned = plan(session, done.evidence, operation)
        self._take(await report_of(session, done.evidence, done.result, done.proof, plan=planned))

    async def add_check(self, session: Session, evidence: Evidence) -> None:
        """Take a check in, nothing written."""
        from medialib_tui.core.takedown.report import report_of

        self._take(await report_of(session, evidence, None, None))

    def _take(self, made: Report) -> None:
        from medialib_tui.core.takedown.report import to_json, to_markdown

        if self._markdown:
            self._texts.append(to_markdown(made))
        else:
            self._data.append(to_json(made))

    async def save(self) -> None:
        """Write the file, whole or not at all."""
        await asyncio.to_thread(self._save)

    def _save(self) -> None:
        from medialib_tui.core.picture.saving import Part

        text = "\n---\n\n".join(self._texts)
        if not self._markdown:
            one = self._data[0] if len(self._data) == 1 else self._data
            text = json.dumps(one, indent=2, ensure_ascii=True) + "\n"
        part = Part(self.path)
        try:
            part.write(text.encode("utf-8", "replace"))
            part.finish(force=False)
        finally:
            part.discard()
