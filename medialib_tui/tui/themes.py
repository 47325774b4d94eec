"""Themes as files: whitelisted fields, every colour tried before it is used."""

from __future__ import annotations

VARIABLES = {
    "muted": "#9aa5b1",
    "line": "#3a434d",
    "bar": "#1f262d",
    "good": "#7fc98f",
    "warn": "#e2b857",
    "bad": "#f08a86",
    "production": "#a4161a",
    "production-text": "#ffffff",
}
"""Colours of our own, used in CSS as `$muted` and so on; a theme may set each."""
