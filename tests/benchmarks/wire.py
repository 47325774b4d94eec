"""Wire figures."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.figures import Figure
from tests.benchmarks.subjects import Subjects

GROUP = "wire"


def measure(subjects: Subjects) -> Iterator[Figure]:
    """All wire figures."""
    yield from ()
