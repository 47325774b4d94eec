"""Property definitions of the sample configuration, written short."""

from __future__ import annotations

from medialib_tui.demo.errors import Json


def label(english: str, german: str) -> Json:
    """A label by language."""
    return {"en": english, "de": german}


def prop(
    handle: str, plugin: str, english: str, german: str, *, ui: Json | None = None, **config: object
) -> Json:
    """A metadata property definition."""
    return {
        "handle": handle,
        "type": plugin,
        "config": config,
        "ui": {"label": label(english, german), **({"config": ui} if ui else {})},
    }


def choices(*values: tuple[object, str, str]) -> Json:
    """A data provider of value, English label and German label."""
    items = [{"value": value, "label": label(en, de)} for value, en, de in values]
    return {"type": "labelValuePair", "items": items}
