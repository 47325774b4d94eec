"""The access token: held, sent by the transport, and never shown."""

from __future__ import annotations

import re

from medialib_tui.api.errors import BadToken

_PRINTABLE = re.compile(r"[\x21-\x7e]+")
_SHORTEST_SECRET = 8


class Token:
    """An access token that shows itself nowhere; only the transport asks for its value."""

    __slots__ = ("__secret",)

    def __init__(self, secret: str) -> None:
        self.__secret = secret

    @classmethod
    def parse(cls, text: str) -> Token:
        """Read pasted text; BadToken where it cannot be a token (the text is not repeated)."""
        text = re.sub(r"^bearer(?:\s+|$)", "", text.strip(), flags=re.IGNORECASE)
        if not text:
            raise BadToken(
                "The token is empty.",
                hint="Copy it from the editor: Project Admin, Api Clients.",
            )
        if not _PRINTABLE.fullmatch(text):
            raise BadToken(
                "The token contains spaces, control or non-ASCII characters.",
                hint="Copy it again as one line; a line break may have slipped in.",
            )
        return cls(text)

    @property
    def header(self) -> str:
        """The value of the Authorization header."""
        return f"Bearer {self.__secret}"

    def scrub(self, text: str) -> str:
        """The text without the token, should a server have repeated it."""
        if len(self.__secret) < _SHORTEST_SECRET:
            return text
        return text.replace(self.__secret, "***")

    def __repr__(self) -> str:
        return "Token(***)"

    __str__ = __repr__

    def __reduce__(self) -> tuple[type[Token], tuple[str]]:
        raise TypeError("a token is not written anywhere")
