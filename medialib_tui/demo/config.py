"""The project configuration in the layout of each release, API reference 6."""

from __future__ import annotations

from medialib_tui.demo.axes import behavior_2025
from medialib_tui.demo.errors import Json
from medialib_tui.demo.library import Library

_PLUGIN_SINCE = {"li-license-profile": "2026-07", "li-media-handle": "2025-09"}


def _items(owner: object, name: str) -> list[Json]:
    listed = owner.get(name) if isinstance(owner, dict) else None
    return [item for item in listed or [] if isinstance(item, dict)]


def properties(library: Library, handle: str) -> list[Json]:
    """The metadata properties of the media type of this handle."""
    return _items(media_type(library, handle), "metadata")


def media_type(library: Library, handle: str) -> Json | None:
    """The configured media type of this handle, with the properties the release knows."""
    for configured in _items(library.config, "mediaTypes"):
        if configured.get("handle") == handle:
            return {**configured, "metadata": _properties(library, configured)}
    return None


def _properties(library: Library, configured: Json) -> list[Json]:
    release = library.release
    listed = _items(configured, "metadata")
    return [p for p in listed if release >= _PLUGIN_SINCE.get(str(p.get("type")), "")]


def purposes(library: Library) -> list[Json]:
    """The usage purposes; none without the 2025 Behavior or before release 2026-03."""
    if not behavior_2025(library) or library.release < "2026-03":
        return []
    return _items(library.config.get("mediaCenter"), "usagePurposes")


def license_profiles(library: Library) -> list[Json]:
    """The license profiles; none before release 2026-07."""
    if not behavior_2025(library) or library.release < "2026-07":
        return []
    center = library.config.get("mediaCenter")
    return _items(center.get("licenseProfiles") if isinstance(center, dict) else None, "profiles")


def project_config(library: Library) -> Json:
    """The whole configuration as this release answers it."""
    body = {k: v for k, v in library.config.items() if k != "mediaCenter"}
    types = _items(library.config, "mediaTypes")
    if types:
        body["mediaTypes"] = [{**t, "metadata": _properties(library, t)} for t in types]
    center = library.config.get("mediaCenter")
    if library.release >= "2026-07" and behavior_2025(library):
        body["mediaCenter"] = center
    elif purposes(library):
        listed = [_older(purpose, library.release) for purpose in purposes(library)]
        body["mediaCenter"] = {"usageLog": {"purposes": listed}}
    return body


def _older(purpose: Json, release: str) -> Json:
    newer = {"contentType", "recordUsageLogEntry"}
    if release < "2026-05":
        newer = newer | {"internal"}
    return {k: v for k, v in purpose.items() if k not in newer}
