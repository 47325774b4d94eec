"""License profiles and validity of an entry, in words (API reference 6.4 and 7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from medialib_tui.core.describe import handle_of, text_of
from medialib_tui.model.dates import parse_date, say_date
from medialib_tui.model.labels import say_label

if TYPE_CHECKING:
    from pydantic import JsonValue

    from medialib_tui.model.entry import Entry
    from medialib_tui.model.schema import LicenseProfile, Project


@dataclass(frozen=True, slots=True)
class LicenseInfo:
    """The license profile of an entry; `rules` is None where the profile is not configured."""

    handle: str
    label: str
    rules: tuple[tuple[str, str], ...] | None
    enforced: bool = True
    color: str | None = None

    def to_json(self) -> dict[str, JsonValue]:
        """Handle, label and rules as JSON."""
        rules: JsonValue = None if self.rules is None else dict(self.rules)
        return {"handle": self.handle, "label": self.label, "rules": rules}


def license_info(entry: Entry, project: Project, language: str) -> LicenseInfo | None:
    """The entry's license profile with a sentence per purpose, or None without one."""
    schema = project.media_type(entry.media_type)
    handles = (
        [p.handle for p in schema.metadata if p.type == "li-license-profile"] if schema else []
    )
    handle = next((found for h in handles if (found := handle_of(entry.metadata.get(h)))), None)
    if handle is None:
        return None
    profile = project.license_profile(handle)
    if profile is None:
        return LicenseInfo(handle, handle, None)
    enforced = project.media_center.license_profiles.enabled
    label = say_label(profile.label, handle, language)
    rules = profile_rules(profile, project, language)
    return LicenseInfo(handle, label, rules, enforced, profile.color)


def profile_rules(
    profile: LicenseProfile, project: Project, language: str
) -> tuple[tuple[str, str], ...]:
    """What a profile says about each purpose: the purpose's name and a few words."""
    purposes = {
        item.handle: say_label(item.label, item.handle, language) for item in project.purposes
    }
    rules = []
    for handle in dict.fromkeys([*purposes, *profile.rules]):
        rule = profile.rules.get(handle)
        if rule is None:
            rules.append((purposes[handle], "must not be published"))
            continue
        billing = {"always": "billed", "never": "not billed"}.get(
            rule.billing_mode or "", "billing to be decided"
        )
        cost = f"{rule.cost_class} cost, " if rule.cost_class else ""
        rules.append((purposes.get(handle, handle), cost + billing))
    return tuple(rules)


def invalid_because(entry: Entry, project: Project) -> str | None:
    """Why the entry counts as invalid by its own metadata; `li-invalid` has priority."""
    schema = project.media_type(entry.media_type)
    plugins = {prop.handle: prop.type for prop in schema.metadata} if schema else {}
    values = [(plugins.get(handle), value) for handle, value in entry.metadata.items()]
    if any(plugin == "li-invalid" and value is True for plugin, value in values):
        return "marked invalid"
    now = datetime.now(UTC)
    for plugin, value in values:
        if plugin == "li-datetime-validity" and isinstance(value, dict):
            start, end = (
                parse_date(text_of(value.get("from"))),
                parse_date(text_of(value.get("to"))),
            )
            if start and now < start:
                return f"not valid before {say_date(text_of(value.get('from')))}"
            if end and now > end:
                return f"validity ended {say_date(text_of(value.get('to')))}"
    return None
