"""What is written again and again in tests."""

from __future__ import annotations

from medialib_tui.model.base import JsonObject

ASSET: JsonObject = {
    "key": "2026/07/01/new.png",
    "url": "https://example.com/new.png",
    "size": 10_000,
    "width": 1_000,
    "height": 800,
    "filename": "new.png",
    "mimeType": "image/png",
}
"""An asset to replace another with."""
