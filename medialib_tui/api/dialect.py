"""Every difference between API versions and server releases (API reference 2 and 3)."""

from __future__ import annotations

from collections.abc import MutableMapping
from enum import StrEnum

from medialib_tui.model.capability import Capability, Support, Supported
from medialib_tui.model.server import version_rank

_YES = Supported(Support.YES)

_PATH_SINCE = {
    Capability.REFERENCE_TOTALS: "2026-01",
    Capability.KEYS: "2026-03",
    Capability.SERVE_IMAGE: "2025-03",
    Capability.PRESERVE_UPDATED_AT: "2026-03",
}
"""Bound to the path version: documented as absent on older paths."""

_RELEASE_SINCE = {
    Capability.REMOVE_ASSET: "2024-01",
    Capability.UNREVOKE: "2026-01",
    Capability.REVOKE_NOTE: "2026-01",
    Capability.WRITE_USAGE_LOG: "2026-05",
    Capability.USAGE_LOG: "2026-05",
    Capability.IMPORT_EVERY_TYPE: "2022-11",
    Capability.VARIANT_KEYS: "2026-03",
}
"""Bound to the server's release: on older paths to be tried."""

_UNSURE_BELOW = {Capability.WRITE_USAGE_LOG: "2026-01", Capability.USAGE_LOG: "2026-05"}
"""Paths below these may lack it even on a newer server."""


class Sign(StrEnum):
    """Answers by which a server gives its release away; the values are the first with each."""

    USAGE_LOG_PURPOSES = "2026-03"
    USAGE_LOG = "2026-05"
    USAGE_PURPOSES = "2026-07"


_ALL_SERVERS_HAVE_KEYS = "2026-07"

OPERATIONS = {
    "setMetadataProperty": Capability.SET_METADATA,
    "replaceAsset": Capability.REPLACE_ASSET,
    "removeAsset": Capability.REMOVE_ASSET,
    "revokeAsset": Capability.REVOKE,
    "unrevokeAsset": Capability.UNREVOKE,
    "archive": Capability.ARCHIVE,
    "addUsageLogEntry": Capability.WRITE_USAGE_LOG,
    "updateUsageLogEntry": Capability.WRITE_USAGE_LOG,
    "removeUsageLogEntry": Capability.WRITE_USAGE_LOG,
}
"""Patch operations and what each needs."""


class Dialect:
    """How one path version is spoken, and what the server was seen to do.

    `memory` holds the evidence of one server; it may be kept between runs.
    """

    def __init__(self, version: str, memory: MutableMapping[str, bool] | None = None) -> None:
        self.version = version
        self._memory: MutableMapping[str, bool] = {} if memory is None else memory

    def path(self, *segments: str, version: str | None = None) -> str:
        """The path of an endpoint; segments are encoded already."""
        return "/".join(("/api", version or self.version, *segments))

    def supports(self, capability: Capability) -> Supported:
        """Whether it can be used: what was seen first, then what is documented."""
        seen = self._memory.get(self._key(capability))
        if seen is True:
            return _YES
        if seen is False:
            return Supported(
                Support.NO,
                f"This server was asked before and does not offer it on version {self.version}.",
            )
        return self._documented(capability)

    def learn(self, capability: Capability, works: bool) -> None:
        """Remember what the server did; a plain documented yes needs no remembering."""
        key = self._key(capability)
        plain = works and self._documented(capability).support is Support.YES
        if plain and key in self._memory:
            del self._memory[key]
        elif not plain and self._memory.get(key) is not works:
            self._memory[key] = works

    def learn_release(self, sign: Sign) -> None:
        """Remember that the server runs the release of this sign or a newer one."""
        if not self._memory.get(f"release:{sign}"):
            self._memory[f"release:{sign}"] = True

    @property
    def list_key(self) -> str:
        """Where lists of entries and import results are found in an answer."""
        return "results" if self._at_least("2026-01") else "mediaLibraryEntries"

    @property
    def cursors(self) -> bool:
        """Whether pages are asked for by cursor; otherwise by offset."""
        return self._at_least("2026-01")

    @property
    def double_revoke_refused(self) -> bool:
        """Whether a second revoke is a conflict for certain, so that it drops no note."""
        return self._at_least("2026-01")

    @property
    def publication_fields(self) -> str:
        """What to ask of one publication so that its media can be found."""
        if self.supports(Capability.PUBLICATION_REFERENCES).support is Support.YES:
            return "systemdata,references,metadata"
        return "systemdata,metadata,content"

    @property
    def version_as_text(self) -> bool:
        """Whether this server wants the `version` of a PATCH as text (API reference 4.1)."""
        return self._memory.get("version-as-text", False)

    @version_as_text.setter
    def version_as_text(self, wanted: bool) -> None:
        self._memory["version-as-text"] = wanted

    def _documented(self, capability: Capability) -> Supported:
        if since := _PATH_SINCE.get(capability):
            return self._by_path(capability, since)
        if since := _RELEASE_SINCE.get(capability):
            return self._by_release(capability, since)
        if capability is Capability.PUBLICATION_REFERENCES and self.version == "v1":
            return Supported(Support.NO, self._needs("beta or 2025-03"))
        if capability is Capability.INCOMING_REFERENCES and self.version == "beta":
            return Supported(
                Support.UNKNOWN, "Some servers have no incoming references on version beta."
            )
        return _YES

    def _by_path(self, capability: Capability, since: str) -> Supported:
        if not self._at_least(since):
            return Supported(Support.NO, self._needs(since))
        if capability is Capability.KEYS and not self._at_least(_ALL_SERVERS_HAVE_KEYS):
            return Supported(
                Support.UNKNOWN, "Servers of release 2026-03 and 2026-05 have it once patched."
            )
        return _YES

    def _by_release(self, capability: Capability, since: str) -> Supported:
        if self._at_least(max(since, "2025-03")):
            return _YES
        if capability is Capability.USAGE_LOG and self.version == "beta":
            return Supported(Support.NO, "Version beta has no usage log.")
        unsure = capability in _UNSURE_BELOW and not self._at_least(_UNSURE_BELOW[capability])
        if self._release_seen(since):
            if not unsure:
                return _YES
            reason = f"The server is new enough; whether version {self.version} has it is open."
            return Supported(Support.UNKNOWN, reason)
        return Supported(Support.UNKNOWN, f"Available if the server runs release {since} or later.")

    def _release_seen(self, since: str) -> bool:
        return any(self._memory.get(f"release:{sign}") for sign in Sign if sign >= since)

    def _needs(self, since: str) -> str:
        return f"Needs API version {since} or later; this server is asked for {self.version}."

    def _at_least(self, version: str) -> bool:
        return version_rank(self.version) >= version_rank(version)

    def _key(self, capability: Capability) -> str:
        return f"{self.version}:{capability}"
