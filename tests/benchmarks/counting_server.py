"""`demo-server` that writes how many entries were created to a file at each health check."""

from __future__ import annotations

import argparse
from pathlib import Path

from medialib_tui.demo.library import RecordedRequest
from medialib_tui.demo.sample import sample_library
from medialib_tui.demo.serve import serve


def main() -> None:
    """Serve until ended."""
    parser = argparse.ArgumentParser()
    parser.add_argument("command")
    parser.add_argument("--port", type=int)
    parser.add_argument("--faults", type=Path)
    parser.add_argument("--counts", type=Path, required=True)
    options = parser.parse_args()
    library = sample_library()

    def count(request: RecordedRequest) -> None:
        if request.path.endswith("/health"):
            created = sum(one.event == "mediaLibraryEntry.create" for one in library.changes)
            options.counts.write_text(str(created), encoding="ascii")

    library.on_request = count
    serve(
        "127.0.0.1",
        options.port,
        options.faults,
        library=library,
        say=lambda line: print(line, flush=True),
    )


if __name__ == "__main__":
    main()
