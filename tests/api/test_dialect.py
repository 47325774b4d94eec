"""The version x capability matrix (API reference 3), and learning from the server."""

from __future__ import annotations

import pytest

from medialib_tui.api.dialect import OPERATIONS, Dialect, Sign
from medialib_tui.model.capability import Capability, Support
from medialib_tui.model.patch import Operation
from medialib_tui.model.server import VERSIONS

COLUMNS = ("v1", "2025-03", "2025-11", "2026-01", "2026-03", "2026-05", "2026-07")

MATRIX = {
    Capability.GET_ENTRY: "y y y y y y y",
    Capability.INCOMING_REFERENCES: "y y y y y y y",
    Capability.REFERENCE_TOTALS: "n n n y y y y",
    Capability.USAGE_LOG: "? ? ? ? ? y y",
    Capability.KEYS: "n n n n ? ? y",
    Capability.SERVE_IMAGE: "n y y y y y y",
    Capability.PROJECT_CONFIG: "y y y y y y y",
    Capability.PUBLICATION_REFERENCES: "n y y y y y y",
    Capability.SET_METADATA: "y y y y y y y",
    Capability.PRESERVE_UPDATED_AT: "n n n n y y y",
    Capability.REPLACE_ASSET: "y y y y y y y",
    Capability.REMOVE_ASSET: "? y y y y y y",
    Capability.REVOKE: "y y y y y y y",
    Capability.REVOKE_NOTE: "? ? ? y y y y",
    Capability.UNREVOKE: "? ? ? y y y y",
    Capability.ARCHIVE: "y y y y y y y",
    Capability.WRITE_USAGE_LOG: "? ? ? ? ? y y",
    Capability.IMPORT: "y y y y y y y",
    Capability.IMPORT_EVERY_TYPE: "? y y y y y y",
    Capability.VARIANT_KEYS: "? ? ? ? y y y",
}
MEANING = {"y": Support.YES, "n": Support.NO, "?": Support.UNKNOWN}

CELLS = [
    (version, capability, MEANING[cell])
    for capability, row in MATRIX.items()
    for version, cell in zip(COLUMNS, row.split(), strict=True)
]


def test_the_matrix_is_complete() -> None:
    assert set(MATRIX) == set(Capability)
    assert set(COLUMNS) < set(VERSIONS)


@pytest.mark.parametrize(("version", "capability", "support"), CELLS)
def test_each_cell(version: str, capability: Capability, support: Support) -> None:
    supported = Dialect(version).supports(capability)
    assert supported.support is support
    assert bool(supported.reason) is (support is not Support.YES)
    assert supported.possible is (support is not Support.NO)


def test_versions_without_media_changes_equal_the_one_before() -> None:
    for newer, older in (("2025-05", "2025-03"), ("2025-09", "2025-03"), ("2026-07", "2026-05")):
        for capability in set(Capability) - {Capability.KEYS}:
            there = Dialect(newer).supports(capability).support
            assert there is Dialect(older).supports(capability).support


@pytest.mark.parametrize("version", VERSIONS)
def test_what_was_seen_counts_more_than_what_is_documented(version: str) -> None:
    dialect = Dialect(version)
    for capability in Capability:
        dialect.learn(capability, works=False)
        assert dialect.supports(capability).support is Support.NO
        assert dialect.supports(capability).reason
        dialect.learn(capability, works=True)
        assert dialect.supports(capability).support is Support.YES


def test_evidence_is_kept_for_its_version_only() -> None:
    memory: dict[str, bool] = {}
    Dialect("2025-11", memory).learn(Capability.USAGE_LOG, works=False)
    assert Dialect("2025-11", memory).supports(Capability.USAGE_LOG).support is Support.NO
    assert Dialect("2026-01", memory).supports(Capability.USAGE_LOG).support is Support.UNKNOWN


def test_a_plain_yes_is_not_written_down() -> None:
    memory: dict[str, bool] = {}
    dialect = Dialect("2026-07", memory)
    for capability in Capability:
        dialect.learn(capability, works=True)
    assert memory == {}


def test_a_newer_release_settles_what_depends_on_the_release() -> None:
    memory: dict[str, bool] = {}
    old = Dialect("2025-11", memory)
    old.learn_release(Sign.USAGE_LOG_PURPOSES)
    assert old.supports(Capability.UNREVOKE).support is Support.YES
    assert old.supports(Capability.WRITE_USAGE_LOG).support is Support.UNKNOWN
    old.learn_release(Sign.USAGE_PURPOSES)
    assert old.supports(Capability.WRITE_USAGE_LOG).support is Support.UNKNOWN
    assert "new enough" in old.supports(Capability.WRITE_USAGE_LOG).reason
    assert Dialect("2026-03", memory).supports(Capability.WRITE_USAGE_LOG).support is Support.YES


def test_every_operation_has_its_capability() -> None:
    known = {kind.model_fields["operation"].default for kind in Operation.__subclasses__()}
    assert known == set(OPERATIONS)


def test_beta_has_no_usage_log() -> None:
    assert Dialect("beta").supports(Capability.USAGE_LOG).support is Support.NO
