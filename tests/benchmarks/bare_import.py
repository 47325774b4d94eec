"""The least that sends a file of items over HTTP in batches, one after the other."""

from __future__ import annotations

import json
import sys

import httpx


def main(url: str, token: str, file: str, size: str) -> None:
    """Read it, send it, look at no more than the status."""
    with open(file, encoding="utf-8") as source:
        items = json.load(source)["mediaLibraryEntries"]
    with httpx.Client(headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:
        for start in range(0, len(items), int(size)):
            body = {"mediaLibraryEntries": items[start : start + int(size)]}
            answer = client.post(url, json=body)
            answer.raise_for_status()
            answer.json()


if __name__ == "__main__":
    main(*sys.argv[1:])
