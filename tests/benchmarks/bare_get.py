"""The least that reads an entry over HTTP, checks its shape and prints it."""

from __future__ import annotations

import json
import sys

import httpx
from pydantic import BaseModel, ConfigDict


class Entry(BaseModel):
    """An entry as loosely as it can be read."""

    model_config = ConfigDict(extra="allow")

    id: str
    type: str | None = None
    metadata: dict[str, object] = {}


def main(url: str, token: str) -> None:
    """Fetch, check, print."""
    answer = httpx.get(url, headers={"Authorization": f"Bearer {token}"})
    answer.raise_for_status()
    found = answer.json()
    Entry.model_validate(found)
    sys.stdout.write(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
