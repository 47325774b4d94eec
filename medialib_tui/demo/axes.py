"""The two version axes: the release of the server and the version in the path.

Everything that depends on either is decided here. Source: API reference 1.1, 3, 4.2 and 4.3.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from enum import Enum

LATEST = "2026-07"
FIRST_DATED = "2025-03"
_DATED = re.compile(r"^20\d\d-(?:01|03|05|07|09|11)$")

_OPERATION_SINCE = {
    "setMetadataProperty": "2020-12",
    "replaceAsset": "2022-03",
    "revokeAsset": "2022-05",
    "archive": "2022-07",
    "removeAsset": "2024-01",
    "unrevokeAsset": "2026-01",
    "addUsageLogEntry": "2026-05",
    "updateUsageLogEntry": "2026-05",
    "removeUsageLogEntry": "2026-05",
}


@dataclass(kw_only=True)
class Server:
    """How this server is built and configured; every field may be changed while it runs.

    `release` is the server's release, `use_2025_behavior` its media library switch, `retired`
    and `minimum_version` the path versions answered with 410, `deprecated` those answered with a
    `Warning` header, `patched` False leaves out what was back-ported, `switched_off` names
    endpoints that are not there. The rest chooses among readings the API reference leaves open:

    operations_by_path       patch operations and the usage log also need the path version
    version_as               `version` in a PATCH: "any", or only "number" or "string"
    patch_errors             metadata that does not hold: "errors" (a list) or "paths" (a map)
    reject_unknown           unknown properties in a body are a 400
    usage_log_bumps_version  usage-log writes count `version` up
    single_ids_only          a list by more than one id is a 400
    external_id_parameter    the name of the query parameter
    paging                   "normal", "loop", "overlap" or "bare"
    import_shape             successes hold an "empty" record, the "record", or are "entries"
    gone_body                the body of a 410: "empty", "html" or "array"
    """

    release: str = LATEST
    use_2025_behavior: bool = True
    minimum_version: str | None = None
    retired: Set[str] = frozenset()
    patched: bool = True
    operations_by_path: bool = False
    version_as: str = "any"
    patch_errors: str = "errors"
    reject_unknown: bool = True
    usage_log_bumps_version: bool = True
    single_ids_only: bool = False
    external_id_parameter: str = "externalId"
    paging: str = "normal"
    import_shape: str = "empty"
    gone_body: str = "empty"
    deprecated: Set[str] = frozenset({"v1", "beta"})
    body_limit: int = 500 * 1024
    switched_off: Set[str] = frozenset()


class Served(Enum):
    """Whether a path version is answered at all."""

    YES = "yes"
    UNKNOWN = "unknown"
    GONE = "gone"


def rank(version: str) -> tuple[int, str]:
    """Sort key of a path version: `v1` < `beta` < `2025-03` < `2025-05` ..."""
    if version == "v1":
        return (0, "")
    return (1, "") if version == "beta" else (2, version)


def served(server: Server, version: str) -> Served:
    """Whether this server answers the path version; newer than the release is unknown to it."""
    if version not in ("v1", "beta") and not _DATED.match(version):
        return Served.UNKNOWN
    dated = version not in ("v1", "beta")
    if dated and (version < FIRST_DATED or version > server.release):
        return Served.UNKNOWN
    floor = server.minimum_version
    if version in server.retired or (floor is not None and rank(version) < rank(floor)):
        return Served.GONE
    return Served.YES


def behavior_2025(server: Server) -> bool:
    """Whether the 2025 Behavior is in effect, API reference 4.3."""
    return server.use_2025_behavior and server.release >= "2025-03"


@dataclass(frozen=True, slots=True)
class Axes:
    """What one path version means on one server."""

    server: Server
    version: str

    def _path(self, since: str) -> bool:
        return rank(self.version) >= rank(since)

    @property
    def results_envelope(self) -> bool:
        """Lists are `{"results": ...}` instead of `mediaLibraryEntries` or a bare array."""
        return self._path("2026-01")

    @property
    def cursors(self) -> bool:
        """`after` and `cursor` exist."""
        return self._path("2026-01")

    @property
    def preserve_updated_at(self) -> bool:
        """`preserveUpdatedAt` is accepted."""
        return self._path("2026-03")

    @property
    def revoke_note(self) -> bool:
        """`revokeAsset` may carry a note, as far as the release is concerned."""
        return self.server.release >= "2026-01"

    @property
    def double_revoke_conflict(self) -> bool:
        """Revoking a revoked entry is a 409."""
        return self.server.release >= "2026-01"

    @property
    def publication_references(self) -> bool:
        """Publications have a top-level `references`."""
        return self.version != "v1"

    @property
    def renditions_refused(self) -> bool:
        """Asking for `renditions` is an error."""
        return self._path("2025-09")

    def operations(self) -> frozenset[str]:
        """The patch operations this server knows for this path."""
        known = {name for name, since in _OPERATION_SINCE.items() if self.server.release >= since}
        if self.server.operations_by_path:
            known = {n for n in known if _OPERATION_SINCE[n] <= max(self._date, FIRST_DATED)}
        return frozenset(known)

    @property
    def _date(self) -> str:
        return self.version if rank(self.version)[0] == 2 else ""

    def offers(self, endpoint: str) -> bool:
        """Whether the route of this name exists for this path on this server."""
        if endpoint in self.server.switched_off:
            return False
        release = self.server.release
        match endpoint:
            case "patch" | "import":
                return release >= "2020-12"
            case "references":
                if self.version == "beta":
                    return "2021-03" <= release < "2022-07" or release >= FIRST_DATED
                return release >= "2022-03"
            case "usageLog":
                path = self.version != "beta"
                if self.server.operations_by_path:
                    path = self._path("2026-05")
                return path and release >= "2026-05" and behavior_2025(self.server)
            case "keys":
                patched = self.server.patched or release >= "2026-07"
                return patched and release >= "2026-03" and self._path("2026-03")
            case "serveImage":
                return self._path(FIRST_DATED)
            case "latestDraft":
                return self.version != "v1"
            case _:
                return True
