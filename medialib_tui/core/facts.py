"""What is known of an entry at a glance: facts, badges.

Nothing here is safe to show: front ends pass every text through `clean()`, `shown()` or `cell()`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medialib_tui.core.license import license_info
from medialib_tui.core.serving import Serving
from medialib_tui.model.dates import say_date
from medialib_tui.model.tone import Tone

if TYPE_CHECKING:
    from medialib_tui.model.entry import Asset, Entry
    from medialib_tui.model.schema import Project


@dataclass(frozen=True, slots=True)
class Badge:
    """A short fact about an entry, with the tone it is shown in."""

    text: str
    tone: Tone = "plain"


def say_size(size: float | None) -> str:
    """Bytes for people: `21.0 kB`, in thousands as file managers count."""
    if size is None:
        return "-"
    if abs(size) < 1000:
        return f"{size:g} bytes"
    power = min(4, int(math.log10(abs(size))) // 3)
    return f"{size / 1000**power:.1f} {('kB', 'MB', 'GB', 'TB')[power - 1]}"


def say_duration(seconds: float) -> str:
    """Seconds as `1:02:03` or `2:03`."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def asset_facts(asset: Asset | None) -> list[tuple[str, str]]:
    """What is known of the file, label and text; empty where there is no asset."""
    if asset is None:
        return []
    dimensions = (
        f"{asset.width} × {asset.height}"
        if asset.width is not None and asset.height is not None
        else None
    )
    pairs = [
        ("File name", asset.filename),
        ("MIME type", asset.mime_type),
        ("Size", None if asset.size is None else say_size(asset.size)),
        ("Dimensions", dimensions),
        ("Duration", None if asset.duration is None else say_duration(asset.duration)),
        ("Key", asset.key),
        ("URL", asset.url),
        ("Storage", asset.storage),
    ]
    return [(label, text) for label, text in pairs if text is not None]


def entry_facts(entry: Entry, project: Project, language: str) -> list[tuple[str, str]]:
    """Identity and dates of an entry, label and text."""
    media_type = project.media_type(entry.media_type)
    label = media_type.label(language) if media_type else entry.media_type or "not given"
    pairs = [
        ("Id", entry.id),
        ("Media type", label),
        ("Version", "not given" if entry.version is None else str(entry.version)),
        ("System", entry.system_name),
        ("External id", entry.external_id),
        ("Created", say_date(entry.created_at) if entry.created_at else None),
        ("Updated", say_date(entry.updated_at) if entry.updated_at else None),
    ]
    return [(name, text) for name, text in pairs if text]


def badges(
    entry: Entry,
    project: Project,
    language: str,
    *,
    serving: Serving | None = None,
    uses: str | None = None,
) -> list[Badge]:
    """Media type, version, license, translations, serve state and known uses, in that order."""
    media_type = project.media_type(entry.media_type)
    label = media_type.label(language) if media_type else entry.media_type
    found = [Badge(label or "no media type", "plain" if label else "warn")]
    if entry.version is not None:
        found.append(Badge(f"v{entry.version}", "muted"))
    if license := license_info(entry, project, language):
        found.append(Badge(license.label, "plain" if license.rules is not None else "warn"))
    if entry.translations:
        locales = ", ".join(item.locale or "?" for item in entry.translations)
        found.append(Badge(f"translated: {locales}", "muted"))
    if serving is not None:
        found.append(_serving_badge(serving))
    if uses is not None:
        found.append(Badge(uses, "muted"))
    return found


def _serving_badge(serving: Serving) -> Badge:
    match serving.state:
        case "served":
            return Badge("served", "good")
        case "blocked":
            return Badge(f"blocked: {serving.sentence}", "bad")
        case "unknown":
            return Badge("serve state not checked", "warn" if serving.failed else "muted")
