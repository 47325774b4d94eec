"""Looking at an import file: its format, and for CSV its delimiter, heading and columns."""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import replace
from pathlib import Path

from medialib_tui.api.errors import BadInput
from medialib_tui.core.importing.reading.csv_items import read_heading
from medialib_tui.core.importing.reading.json_items import ENTRIES, Decoder
from medialib_tui.core.importing.reading.mapping import Mapping, columns_of, read_mapping
from medialib_tui.core.importing.reading.text import beginning, refuse_foreign, stamp_of
from medialib_tui.core.importing.source import Format, Source, digest_of
from medialib_tui.model.text import one_line

_BY_SUFFIX = {
    ".json": Format.JSON,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".txt": Format.CSV,
}
_SAID = re.compile(r"sep=(.)\r?[\r\n]")
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}


def opened(
    path: Path, name: str, format: Format | None, mapping: Path | None, delimiter: str | None
) -> Source:
    """The source for a file. Raises BadInput."""
    name = one_line(name, 200)
    start = beginning(path, name)
    refuse_foreign(start, name)
    found = format or _format(path, start)
    if found is not Format.CSV and (mapping is not None or delimiter is not None):
        option = "mapping" if mapping is not None else "delimiter"
        raise BadInput(f"{name} is read as {found.value}, and a {option} is for CSV.")
    understood, written = (Mapping(), b"") if mapping is None else read_mapping(mapping)
    more = (written, (delimiter or "").encode()) if found is Format.CSV else ()
    try:
        facts = path.stat()
        digest = digest_of(path, *more)
    except OSError as error:
        raise BadInput(f"{name} cannot be read: {error.strerror}.") from None
    mark = "\ufeff" if start.startswith(codecs.BOM_UTF8) else ""
    source = Source(name, path, found, digest, facts.st_size, mark=mark, stamp=stamp_of(facts))
    return _with_columns(source, understood, delimiter, start) if found is Format.CSV else source


def _format(path: Path, start: bytes) -> Format:
    """By the name of the file, and whether JSON is one value or one a line by its beginning."""
    named = _BY_SUFFIX.get(path.suffix.lower())
    text = start.decode("utf-8-sig", "replace").lstrip()
    if named is Format.CSV or (named is None and text[:1] not in "{["):
        return Format.CSV
    if text.startswith("["):
        return Format.JSON
    line, _, rest = text.partition("\n")
    try:
        value, end = Decoder().decode(line)
    except (json.JSONDecodeError, RecursionError):
        broken_line = named is Format.JSONL and line.strip() != "{" and ENTRIES not in line
        return Format.JSONL if broken_line else Format.JSON
    if isinstance(value, dict) and ENTRIES in value:
        return Format.JSON
    return Format.JSONL if rest.lstrip() or line[end:].strip() else named or Format.JSON


def _with_columns(source: Source, mapping: Mapping, delimiter: str | None, start: bytes) -> Source:
    text = start.decode("utf-8-sig", "replace")
    line_end = "\r" if "\r" in text and "\n" not in text else "\n"
    source = replace(source, line_end=line_end, mapping=mapping)
    said = _SAID.match(text)
    if said is not None:
        source = replace(source, heading_line=2)
    if delimiter is not None or said is not None:
        source = replace(source, delimiter=_delimiter(delimiter or (said[1] if said else "")))
        return _with_heading(source, mapping)
    best: tuple[int, int, str] = (0, 0, ",")
    for mark in DELIMITERS:
        try:
            header = read_heading(replace(source, delimiter=mark))
        except BadInput:
            continue
        known = sum(mapping.knows(column) for column in header)
        best = max(best, (known, len(header), mark), key=lambda one: one[:2])
    return _with_heading(replace(source, delimiter=best[2]), mapping)


def _with_heading(source: Source, mapping: Mapping) -> Source:
    header = read_heading(source)
    try:
        columns = columns_of(source.name, source.heading_line, header, mapping)
    except BadInput as error:
        if len(header) > 1 or source.heading_line == 1:
            raise
        said = f"The line above says sep={source.delimiter} stands between cells"
        hint = f"{said}; --delimiter C says what does."
        raise BadInput(error.title, hint=hint) from None
    return replace(source, header=header, columns=columns)


def _delimiter(text: str) -> str:
    by_name = {name: mark for mark, name in DELIMITERS.items()} | {"\\t": "\t"}
    mark = by_name.get(text.lower(), text)
    if mark in DELIMITERS or (len(mark) == 1 and mark.isprintable() and mark not in "\"' "):
        return mark
    raise BadInput(
        f"“{text[:20]}” cannot separate columns.",
        hint=f"One character, or one of {', '.join(DELIMITERS.values())}.",
    )
