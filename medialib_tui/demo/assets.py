"""Which fields an asset must have, by media type, API reference 2.3."""

from __future__ import annotations

import re

_IMAGE_URL = re.compile(r"(http)?s?:?(\/\/[^\"']*\.(?:png|jpg|jpeg|gif|png|svg|webp|mp4|mov))")
_ANY_URL = re.compile(r"(http)?s?:?(\/\/[^\"']*\.*)")
_NUMBERS = {
    "mediaImage": ("size", "width", "height"),
    "mediaVideo": ("size", "width", "height", "duration"),
    "mediaFile": ("size",),
}
_STRINGS = ("key", "url", "mimeType", "filename")


def asset_problems(kind: str, asset: object) -> dict[str, str]:
    """What is wrong with an asset, by dotted path below it; empty when it is right.

    `kind` is `mediaImage`, `mediaVideo` or `mediaFile`.
    """
    if not isinstance(asset, dict):
        return {"": "must be object"}
    found: dict[str, str] = {}
    for name in (*_STRINGS, *_NUMBERS[kind]):
        if name not in asset:
            found[f".{name}"] = f"Missing required property: {name}"
        elif name in _STRINGS and not isinstance(asset[name], str):
            found[f".{name}"] = "must be string"
        elif name not in _STRINGS and not _number(asset[name]):
            found[f".{name}"] = "must be number"
    pattern = _IMAGE_URL if kind == "mediaImage" else _ANY_URL
    url = asset.get("url")
    if isinstance(url, str) and not pattern.search(url):
        found[".url"] = f'must match pattern "{pattern.pattern}"'
    return found


def _number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
