"""Text from the server made safe to show: nothing in it can drive a terminal."""

from __future__ import annotations

import re

_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
_NEWLINE_MARK = "\u23ce"
_UNSAFE = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0, DEL, C1
    "\u00ad\u061c\u180e"  # soft hyphen, Arabic letter mark, Mongolian vowel separator
    "\u200b\u200e\u200f"  # zero width space, direction marks
    "\u2028-\u202e\u2060-\u206f"  # separators, embeddings, overrides, isolates, word joiner
    "\u3164\ufeff\ufff9-\ufffb"  # Hangul filler, byte order mark, interlinear marks
    "\U000e0000-\U000e007f"  # tags
    "\U0010eeee"  # stands for a part of a picture in some terminals
    "\ud800-\udfff"  # half a surrogate pair cannot be encoded
    "]"
)
JOINER = "\u200d"
"""Zero width joiner."""

_PICTOGRAPH = "\u00a9\u00ae\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_JOINS_NO_PICTOGRAPHS = re.compile(
    f"(?<![{_PICTOGRAPH}\ufe0f]){JOINER}|{JOINER}(?![{_PICTOGRAPH}])"
)


def clean(text: str, *, newlines: bool = False) -> str:
    """Replace what could drive or deceive a terminal by visible symbols.

    Newlines and tabs stay only with `newlines`. Right-to-left and combining text is untouched, and
    emoji keep their joiners. Elsewhere a joiner is left out behind letters that it shapes (which
    no terminal does) and shown behind others: what it joins is not as wide as it is painted.
    """
    if JOINER in text:
        text = _JOINS_NO_PICTOGRAPHS.sub(_joiner, text)
    if not _UNSAFE.search(text):
        return text
    if newlines:
        text = text.replace("\r\n", "\n")
        return _UNSAFE.sub(lambda found: _mark(found[0], keep="\n\t"), text)
    return _UNSAFE.sub(lambda found: _mark(found[0], keep=""), text)


def _joiner(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - 1) : found.start()]
    return f"<{ord(JOINER):04X}>" if before.isascii() else ""


def _mark(char: str, *, keep: str) -> str:
    if char in keep:
        return char
    if char == "\n":
        return _NEWLINE_MARK
    code = ord(char)
    return _PICTURES.get(code) or f"<{code:04X}>"


def one_line(text: str, width: int | None = None) -> str:
    """Safe text on one line, cut to `width` characters with an ellipsis."""
    if width is not None and len(text) > width:
        text = text[: max(0, width - 1)] + "…"
    return clean(text)
