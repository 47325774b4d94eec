"""The results of a run over many ids: each given once, in the form asked for, and the exit code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pydantic import JsonValue

from medialib_tui.api.errors import in_words
from medialib_tui.cli.exits import Exit, Problem
from medialib_tui.cli.output import Form
from medialib_tui.core.batch.results import FIELDS, csv_row

if TYPE_CHECKING:
    from medialib_tui.cli.call import Call
    from medialib_tui.model.base import JsonObject

MOST = 3
"""How many fields of a failure are told in its line."""


class Told:
    """Results on their way out; those that wait for the end are kept as text."""

    def __init__(self, call: Call) -> None:
        self.alone = True
        self.ids: set[str] = set()
        self.failures = 0
        self._unknown = 0
        self._call = call
        self._kept: list[str] = []
        self._rows: list[list[str]] = []
        self._codes: set[Exit] = set()
        self._hints: dict[str, None] = {}
        self._results = 0

    def done(self, entry_id: str, data: JsonObject) -> None:
        """A result as it was wanted."""
        self._take(entry_id, data, Exit.DONE)

    def failed(self, entry_id: str, found: Problem, data: JsonObject) -> None:
        """A result that is not what was wanted."""
        narrator = self._call.narrator
        if self.alone:
            narrator.failed(found)
        else:
            fields = in_words(found.fields[:MOST])
            narrator.warn(f"{entry_id}: {found.title}" + (f" ({fields})" if fields else ""))
            self._hints |= {found.hint: None} if found.hint else {}
        self.failures += 1
        self._unknown += found.leave is Exit.UNKNOWN
        self._take(entry_id, data, found.leave)

    def warn(self, text: str) -> None:
        """Something that makes the whole partial."""
        self._call.narrator.warn(text)
        self._codes.add(Exit.PARTIAL)

    def body(self, body: JsonValue) -> None:
        """A request body in place of a result."""
        self._kept.append(_text(body))
        self._codes.add(Exit.DONE)

    def end(self) -> Exit:
        """Print what is printed at the end; the exit code that covers all results.

        One that is not known outweighs those that failed.
        """
        out, kept = self._call.out, self._kept
        if self.failures and self._results > 1 and Exit.INTERRUPTED not in self._codes:
            self._sum_up()
        if out.form is Form.JSON and kept:
            if self.alone and len(kept) == 1:
                out.json(json.loads(kept[0]))
            else:
                out.array(map(json.loads, kept))
        elif out.form is Form.CSV and self._rows:
            out.csv([FIELDS, *self._rows])
        codes = set(self._codes)
        if Exit.UNKNOWN in codes:
            return Exit.UNKNOWN
        return codes.pop() if len(codes) == 1 else Exit.PARTIAL if codes else Exit.DONE

    def _sum_up(self) -> None:
        """How many failed, and what to do about it, each advice once."""
        narrator, failed = self._call.narrator, self.failures - self._unknown
        counted = ((failed, "failed"), (self._unknown, "not known"))
        said = [f"{count:,} of {self._results:,} {name}" for count, name in counted if count]
        narrator.warn(f"{', '.join(said)}.")
        for hint in [*self._hints][:MOST]:
            narrator.say(f"  {hint}")

    def _take(self, entry_id: str, data: JsonObject, code: Exit) -> None:
        self.ids.add(entry_id)
        self._results += 1
        self._codes.add(code)
        match self._call.out.form:
            case Form.JSONL:
                self._call.out.json_line(data)
            case Form.CSV:
                self._rows.append(csv_row(data))
            case Form.JSON:
                self._kept.append(_text(data))
            case Form.TEXT:
                pass


def _text(value: JsonValue) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
