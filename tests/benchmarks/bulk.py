"""Bulk figures: an import over HTTP, its time and memory, and that it survives being killed."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from tests.benchmarks.figures import Figure, at_most, times_at_most
from tests.benchmarks.subjects import HERE, TOKEN, Subjects, clean_environ, demo_server, timed

GROUP = "bulk"
ITEMS, MANY, BATCH = 10_000, 50_000, 100
KILLS = 10

FAULTS = {
    "seed": 11,
    "rules": [
        {"match": {"method": "POST", "probability": share}, **what}
        for share, what in (
            (0.05, {"action": "reset-after"}),
            (0.05, {"action": "reset-before"}),
            (0.04, {"action": "drop"}),
            (0.04, {"action": "truncate"}),
            (0.04, {"action": "status", "status": 500}),
            (0.04, {"action": "html"}),
            (0.04, {"action": "too-many", "retry_after": "0"}),
        )
    ]
    + [
        {"match": {"method": "GET", "path": "*/mediaLibrary", "probability": 0.05}, **what}
        for what in ({"action": "status", "status": 503}, {"action": "reset-before"})
    ],
}


def measure(subjects: Subjects) -> Iterator[Figure]:
    """All bulk figures."""
    items, times = (300, 2) if subjects.quick else (ITEMS, KILLS)
    file = write_items(subjects.home / "items.json", items)
    yield from _killed(subjects, file, items, times)
    if subjects.quick:
        return
    yield _time(subjects, file)
    yield from _memory(subjects, file)


def write_items(path: Path, count: int) -> Path:
    """A file of sample items in the API's own body."""
    with path.open("w", encoding="utf-8") as file:
        file.write('{"mediaLibraryEntries": [')
        for number in range(count):
            file.write(",\n" * bool(number) + json.dumps(_item(number)))
        file.write("]}\n")
    return path


def _item(number: int) -> dict[str, object]:
    name = f"bulk-{number:06d}"
    asset = {
        "key": f"2026/11/{name}.jpg",
        "url": f"https://media.example.com/2026/11/{name}.jpg",
        "size": 1000 + number,
        "width": 640,
        "height": 400,
        "mimeType": "image/jpeg",
        "filename": f"{name}.jpg",
    }
    caption = "A caption of some length, as people write them. " * 3
    metadata = {"title": f"Sample picture {number}", "caption": caption, "credit": "Sample"}
    return {"id": name, "mediaType": "image", "asset": asset, "metadata": metadata}


def _time(subjects: Subjects, file: Path) -> Figure:
    """Both against a server of their own each time, in turns."""
    found: dict[str, list[float]] = {"ours": [], "bare": []}
    for number in range(subjects.rounds):
        for name in ("ours", "bare") if number % 2 else ("bare", "ours"):
            with demo_server(subjects) as url:
                found[name].append(_run(subjects, url, name, file))
    name = f"import of {ITEMS:,} items, loopback"
    return times_at_most(GROUP, name, found["ours"], found["bare"], 1.5, "a bare httpx loop")


def _run(subjects: Subjects, url: str, name: str, file: Path) -> float:
    environ = _environ(subjects, url)
    if name == "ours":
        return timed([*subjects.program, "import", str(file)], environ)
    address = f"{url}/api/2026-07/import/mediaLibrary"
    bare = [sys.executable, str(HERE / "bare_import.py"), address, TOKEN, str(file), str(BATCH)]
    return timed(bare, environ)


def _memory(subjects: Subjects, file: Path) -> Iterator[Figure]:
    """The largest it ever was, against an import of one item."""
    one = write_items(subjects.home / "one.json", 1)
    more = write_items(subjects.home / "more.json", MANY)
    with demo_server(subjects) as url:
        start = _largest_mb(subjects, url, one)
        for count, path in ((ITEMS, file), (MANY, more)):
            above = round(_largest_mb(subjects, url, path) - start, 1)
            name = f"memory above start, {count:,} items"
            yield at_most(GROUP, name, above, 60, "MB", f"{start:.0f} MB at start")


def _largest_mb(subjects: Subjects, url: str, file: Path) -> float:
    process = subprocess.Popen(  # noqa: S603 - our own program
        [*subjects.program, "import", str(file)],
        env=_environ(subjects, url),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"import of {file}: {process.returncode}")
    return usage.ru_maxrss / 1024


def _killed(subjects: Subjects, file: Path, items: int, times: int) -> Iterator[Figure]:
    """Killed on the way again and again, with a server that goes wrong all the time."""
    faults, counts = subjects.home / "faults.json", subjects.home / "counts"
    faults.write_text(json.dumps(FAULTS), encoding="utf-8")
    served = replace(subjects, program=(sys.executable, str(HERE / "counting_server.py")))
    command = [*subjects.program, "import", str(file), "--resume", "--json"]
    moments = random.Random(5)  # noqa: S311 - moments, not secrets
    kills = 0
    with demo_server(served, "--faults", str(faults), "--counts", str(counts)) as url:
        for goal in sorted(moments.sample(range(1, items), times)):
            kills += _kill_at(command, _environ(subjects, url), goal, url, counts)
        done = subprocess.run(  # noqa: S603 - our own program
            command,
            env=_environ(subjects, url),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        created = _created(url, counts)
    told = Counter(one["result"] for one in json.loads(done.stdout))
    yield at_most(
        GROUP,
        f"killed {kills} times, entries too many or too few",
        abs(created - items),
        0,
        f"of {items:,}",
    )
    yield at_most(
        GROUP,
        "results that are not as the server has it",
        items - told["created"],
        0,
        f"of {items:,}",
        ", ".join(f"{n} {name}" for name, n in told.items()),
    )


def _kill_at(
    command: list[str], environ: dict[str, str], goal: int, url: str, counts: Path
) -> bool:
    process = subprocess.Popen(  # noqa: S603 - our own program
        command,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None and _created(url, counts) < goal:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.005)
    process.kill()
    return process.wait() < 0


def _created(url: str, counts: Path) -> int:
    with urllib.request.urlopen(f"{url}/api/2026-07/health", timeout=30):  # noqa: S310 - loopback
        return int(counts.read_text(encoding="ascii"))


def _environ(subjects: Subjects, url: str) -> dict[str, str]:
    return clean_environ(subjects.home) | {
        "MEDIALIB_URL": url,
        "MEDIALIB_TOKEN": TOKEN,
        "MEDIALIB_API_VERSION": "2026-07",
    }
