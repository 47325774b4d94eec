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
    media = choices(("Paper", "Paper", "Papier"), ("Internet", "Internet", "Internet"))
    page = prop("page", "li-integer", "Page", "Seite", required=True, minValue=1, maxValue=120)
    edition = prop("edition", "li-text", "Edition", "Ausgabe", maxLength=40)
    networks = choices(("short", "Short posts", "Kurznachrichten"), ("clips", "Clips", "Clips"))
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
            _purpose(
                "print",
                "Print",
                "Druck",
                page,
                edition,
                prop("medium", "li-enum", "Medium", "Medium", dataProvider=media),
                prop("pages", "li-numeric-list", "Further pages", "Weitere Seiten", maxItems=8),
            ),
            _purpose(
                "social",
                "Social media",
                "Soziale Medien",
                prop("networks", "li-string-list", "Networks", "Netzwerke", dataProvider=networks),
                prop("paid", "li-boolean", "Paid post", "Bezahlter Beitrag"),
                prop("postedAt", "li-datetime", "Posted at", "Veröffentlicht um"),
            ),
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


def _profiles() -> list[Json]:
    def rule(cost: str, billing: str | None = None) -> Json:
        return {"costClass": cost, **({"billingMode": billing} if billing else {})}

    everywhere = ("web", "print", "social", "syndication", "newsletter", "broadcast")
    return [
        _profile(
            "own",
            "Own work",
            "Eigenes Werk",
            "#2f9e44",
            {p: rule("free", "never") for p in everywhere},
        ),
        _profile(
            "freelancer",
            "Freelancer",
            "Freie",
            "#e0b32d",
            {
                "web": rule("standard"),
                "print": rule("low", "always"),
                "social": rule("low"),
            },
        ),
        _profile(
            "agency",
            "Agency",
            "Agentur",
            "#1c7ed6",
            {
                "web": rule("free", "never"),
                "print": rule("free", "never"),
                "newsletter": rule("standard"),
            },
        ),
        _profile(
            "restricted",
            "Restricted",
            "Eingeschränkt",
            "#c92a2a",
            {
                "print": rule("high", "always"),
            },
            approval=True,
        ),
        _profile("none", "No use", "Keine Verwendung", "#868e96", {}, approval=True),
    ]


def _profile(
    handle: str, english: str, german: str, color: str, rules: Json, *, approval: bool = False
) -> Json:
    return {
        "handle": handle,
        "label": label(english, german),
        "color": color,
        "approvalRequired": approval,
        "rules": rules,
    }
