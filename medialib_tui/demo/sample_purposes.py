"""Usage purposes and license profiles of the sample library.

Source: API reference 6.4.
"""

from __future__ import annotations

from medialib_tui.demo.errors import Json
from medialib_tui.demo.sample_fields import choices, label, prop


def _purpose(handle: str, english: str, german: str, *params: Json, **more: object) -> Json:
    body: Json = {"handle": handle, "label": label(english, german), **more}
    if params:
        body["paramsSchema"] = [*params]
    return body


def media_center() -> Json:
    """Usage purposes with params over every plugin usable there, and license profiles."""
    return {
        "usagePurposes": [
            _purpose(
                "web",
                "Website",
                "Website",
                internal=True,
                contentType=["regular", "page"],
                recordUsageLogEntry="recordWebUsage",
            ),
            _purpose("print", "Print", "Druck", *_print_params()),
            _purpose("social", "Social media", "Soziale Medien", *_social_params()),
            _purpose(
                "syndication",
                "Syndication",
                "Weiterverkauf",
                prop("customer", "li-text", "Customer", "Kundin", required=True),
                prop("until", "li-date", "Licensed until", "Lizenziert bis"),
            ),
            _purpose(
                "newsletter", "Newsletter", "Newsletter", contentType="newsletter", internal=True
            ),
            _purpose("broadcast", "Broadcast", "Sendung"),
        ],
        "licenseProfiles": {
            "enabled": True,
            "approvalTaskHandle": "licenseApproval",
            "profiles": _profiles(),
        },
    }


def _print_params() -> list[Json]:
    media = choices(("Paper", "Paper", "Papier"), ("Internet", "Internet", "Internet"))
    return [
        prop("page", "li-integer", "Page", "Seite", required=True, minValue=1, maxValue=120),
        prop("edition", "li-text", "Edition", "Ausgabe", maxLength=40),
        prop("medium", "li-enum", "Medium", "Medium", dataProvider=media),
        prop("pages", "li-numeric-list", "Further pages", "Weitere Seiten", maxItems=8),
    ]


def _social_params() -> list[Json]:
    networks = choices(("short", "Short posts", "Kurznachrichten"), ("clips", "Clips", "Clips"))
    return [
        prop("networks", "li-string-list", "Networks", "Netzwerke", dataProvider=networks),
        prop("paid", "li-boolean", "Paid post", "Bezahlter Beitrag"),
        prop("postedAt", "li-datetime", "Posted at", "Veröffentlicht um"),
    ]


def _profiles() -> list[Json]:
    free, paid = _rule("free", "never"), _rule("low", "always")
    everywhere = ("web", "print", "social", "syndication", "newsletter", "broadcast")
    own: Json = dict.fromkeys(everywhere, free)
    freelancer: Json = {"web": _rule("standard"), "print": paid, "social": _rule("low")}
    agency: Json = {"web": free, "print": free, "newsletter": _rule("standard")}
    restricted: Json = {"print": _rule("high", "always")}
    return [
        _profile("own", label("Own work", "Eigenes Werk"), "#2f9e44", own),
        _profile("freelancer", label("Freelancer", "Freie"), "#e0b32d", freelancer),
        _profile("agency", label("Agency", "Agentur"), "#1c7ed6", agency),
        _profile(
            "restricted", label("Restricted", "Eingeschränkt"), "#c92a2a", restricted, approval=True
        ),
        _profile("none", label("No use", "Keine Verwendung"), "#868e96", {}, approval=True),
    ]


def _rule(cost: str, billing: str | None = None) -> Json:
    return {"costClass": cost, **({"billingMode": billing} if billing else {})}


def _profile(handle: str, text: Json, color: str, rules: Json, *, approval: bool = False) -> Json:
    return {
        "handle": handle,
        "label": text,
        "color": color,
        "approvalRequired": approval,
        "rules": rules,
    }
