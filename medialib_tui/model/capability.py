"""What a server may or may not offer (API reference 3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Capability(StrEnum):
    """Every difference between servers that a person can notice."""

    GET_ENTRY = "get-entry"
    INCOMING_REFERENCES = "incoming-references"
    REFERENCE_TOTALS = "reference-totals"
    USAGE_LOG = "usage-log"
    KEYS = "keys"
    SERVE_IMAGE = "serve-image"
    PROJECT_CONFIG = "project-config"
    PUBLICATION_REFERENCES = "publication-references"
    SET_METADATA = "set-metadata"
    PRESERVE_UPDATED_AT = "preserve-updated-at"
    REPLACE_ASSET = "replace-asset"
    REMOVE_ASSET = "remove-asset"
    REVOKE = "revoke"
    REVOKE_NOTE = "revoke-note"
    UNREVOKE = "unrevoke"
    ARCHIVE = "archive"
    WRITE_USAGE_LOG = "write-usage-log"
    IMPORT = "import"
    IMPORT_EVERY_TYPE = "import-every-type"
    VARIANT_KEYS = "variant-keys"


class Support(StrEnum):
    """Whether a capability can be used; `unknown` is settled by trying once."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Supported:
    """An answer with its reason, in words a person can act on (empty for a plain yes)."""

    support: Support
    reason: str = ""

    @property
    def possible(self) -> bool:
        """Whether trying makes sense."""
        return self.support is not Support.NO
