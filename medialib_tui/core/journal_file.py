"""The journal as a file: every record with its hashes, JSON lines."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from medialib_tui.model.base import JsonObject


def new_name() -> Path:
    """A name in the current folder that says when."""
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    return Path(f"medialib-journal-{stamp}.jsonl").absolute()


def write_records(target: Path, records: Iterable[JsonObject]) -> int:
    """Write records to a file that is not there yet, readable for its owner only.

    Returns how many they were; raises OSError.
    """
    count = 0
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        for record in records:
            file.write(json.dumps(record) + "\n")
            count += 1
    return count
