"""Texts that would drive a careless terminal, in every field a text can be in."""

from __future__ import annotations

from collections.abc import Iterator

from medialib_tui.demo.documents import Document
from medialib_tui.demo.entries import Entry
from medialib_tui.demo.errors import Json
from medialib_tui.demo.library import Library
from medialib_tui.demo.sample_news import image_asset
from medialib_tui.demo.sample_uses import usage_row

TEXTS: dict[str, str] = {
    "markup": "[/dpa] [AFP] [bold red]x[/] [@click=app.quit]quit[/]",
    "brackets": "x[/ [[ ]] [link='javascript:x'] [\\]",
    "escapes": "\x1b[31mred\x1b[0m \x1b[2J\x1b[H \x1b[6n \x1b[?1049h \x1b[8;1;1t",
    "osc": "\x1b]0;owned title\x07 \x1b]52;c;c2FtcGxl\x07 \x1b]8;;https://evil.example.com\x07link\x1b]8;;\x07",
    "dcs": "\x1bPq#0;2;0;0;0\x1b\\ \x1b_Gf=24;AAAA\x1b\\ \x1bc \x0e shifted \x0f",
    "c1": "\x9b31m c1 csi \x9d0;title\x9c \x85 next line \x90dcs\x9c",
    "control": "nul:\x00 bell:\x07 bs:abc\x08\x08\x08xyz cr:visible\rhidden del:\x7f tab:\ta\vb\fc",
    "bidi": "invoice\u202egnp.exe\u202c \u2066isolate\u2069 \u200fmark \u061c",
    "zero-width": "pass\u200bword z\u200cw\u200dn\u2060j\ufeffbom so\u00adft",
    "rtl": "صورة الميناء عند الفجر \u2014 תמונה של הנמל 123",
    "combining": "Z\u0351\u036b\u0343a\u0300\u0301\u0302\u0303l\u0334g\u0315o\u031b e\u0301 \u00e9",
    "emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f3f3\ufe0f\u200d\U0001f308 "
    "\U0001f1e8\U0001f1ed \U0001f44d\U0001f3fd \u2764\ufe0f \u5168\u89d2 \ud55c\uad6d",
    "long-word": "Donaudampfschifffahrtsgesellschaft" * 30,
    "newlines": "first\nsecond\r\nthird\n\n\nlast\u2028line\u2029paragraph",
    "formula": '=HYPERLINK("https://evil.example.com") +1 @SUM -2 | %s %n $(id) `id` {{x}} ${y}',
    "html": "<script>alert(1)</script> <a href='javascript:x'>x</a> &amp; # *md* _x_ [a](b)",
    "surrogate": "lone \ud800 surrogate \udfff and \uffff \ufffe \U0010ffff",
    "tags": "tag\U000e0041\U000e0042 characters \ufff9anno\ufffatation\ufffb \ue000 private",
}
IDS = (
    "--help",
    "-rf",
    "with space",
    "with/slash",
    "per%cent",
    "what?#",
    "a,b",
    "ünïcode-ä",
    "..%2f",
    "[bold]",
)


def hostile_entries() -> Iterator[Entry]:
    """One entry for each hostile text, and one for each awkward id."""
    for name, text in TEXTS.items():
        yield _entry(f"hostile-{name}", text)
    for media_id in IDS:
        asset = image_asset(f"id-{abs(hash_of(media_id))}", 320, 200)
        metadata: Json = {"title": f"An entry with the id {media_id}", "credit": "Sample"}
        yield Entry(id=media_id, asset=asset, metadata=metadata)


def hash_of(text: str) -> int:
    """A small number for a text, the same on every run."""
    return sum(ord(character) * (31 + place) for place, character in enumerate(text))


def _entry(media_id: str, text: str) -> Entry:
    asset: Json = {**image_asset(media_id), "filename": f"{text}.png", "mimeType": f"image/{text}"}
    asset["key"] = f"2026/hostile/{text}.png"
    asset["url"] = f"https://media.example.com/{text}.png"
    return Entry(
        id=media_id,
        asset=asset,
        system_name=f"system {text}",
        external_id=f"external {text}",
        metadata={
            "title": text,
            "caption": f"{text}\n{text}",
            "credit": text,
            "source": text,
            "desk": text,
            "keywords": [text, text],
            "mediaHandle": text,
            "mainColor": text,
            "license": {"handle": text},
            "takenOn": text,
            "weatherGrid": {text: [text, {"deep": text}]},
            f"field {text}": text,
        },
        translations=[{"locale": text, "metadata": {"title": text, text: text}}],
        former_keys=[f"old/{text}"],
        variant_keys=[f"v/{text}"],
        usage_log=[_row(text)],
        created_at=text,
        overrides={f"field {text}": text},
    )


def _row(text: str) -> Json:
    row = usage_row(f"id {text}", text, text, text, params={"page": text, text: [text]})
    row["url"] = f"https://www.example.com/{text}"
    return row


def add_hostile_state(library: Library) -> None:
    """Documents with hostile titles and places that refer to the hostile entries."""
    for number, (name, text) in enumerate(TEXTS.items()):
        media_id = f"hostile-{name}"
        extra: Json = {"slug": text, "routing": {"path": f"/{text}"}}
        document = Document(
            id=5000 + number, title=text, teaser=media_id, content_type=text, extra=extra
        )
        library.documents.add(document)
        place: Json = {"location": text, "componentName": text, "propertyName": text}
        reference: Json = {"id": media_id, "type": text, **place}
        item: Json = {"id": document.id, "references": [reference]}
        library.document_references[media_id] = [item]
        library.media_references[media_id] = [{"id": "--help", "references": [reference]}]
