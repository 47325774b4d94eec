"""Error answers made into typed errors, in the parsing order of API reference 1.3."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from medialib_tui.api.call import Call
from medialib_tui.api.errors import ApiError, FieldError
from medialib_tui.api.statuses import Problem, gone, typed, unreadable
from medialib_tui.model.json_text import read_json
from medialib_tui.model.text import clean, one_line

if TYPE_CHECKING:
    from pydantic import JsonValue

    from medialib_tui.model.base import JsonObject

_NOT_FOR_THE_HEADLINE = frozenset({"name", "stack", "commandIndex"})
_LONGEST_TEXT = 400
_LONGEST_DETAILS = 8_000
_MOST_FIELDS = 200


class Reader:
    """Reads error answers for one server: `scrub` takes the token out of any text."""

    def __init__(self, scrub: Callable[[str], str], *, language: str = "en") -> None:
        self._scrub = scrub
        self.language = language

    def error(self, call: Call, status: int, body: bytes) -> ApiError:
        """The typed error of an answer with a status of 300 or more."""
        try:
            payload = read_json(body)
        except ValueError:
            payload = None
        if isinstance(payload, dict):
            return typed(call, self._take_apart(status, payload))
        if isinstance(payload, list) and status == 410:
            return gone(call, status, "It is no longer published.")
        first_line = "" if call.secret else self._first_line(body)
        return unreadable(call, status, first_line)

    def told(self, status: int, payload: JsonObject) -> Problem:
        """What an error envelope says, which may stand inside a good answer."""
        return self._take_apart(status, payload)

    def text(self, text: str) -> str:
        """Server text for one line: without the token, cleaned, of bounded length.

        Cut only after scrubbing: half a token is not recognised.
        """
        return one_line(self._scrub(text)[: 10 * _LONGEST_TEXT].strip(), _LONGEST_TEXT)

    def _first_line(self, body: bytes) -> str:
        text = self._scrub(body.decode("utf-8", "replace"))
        lines = text[:2_000].strip().splitlines()
        return self.text(lines[0]) if lines else ""

    def _take_apart(self, status: int, payload: JsonObject) -> Problem:
        given = payload.get("error_details")
        details: JsonObject = given if isinstance(given, dict) else {}
        token = details.get("access_token")
        message = self._message(details) or (isinstance(given, str) and self.text(given)) or ""
        if message:
            fields = self._listed_fields(details.get("errors")) or _step(details, message)
        else:
            fields = self._listed_fields(details.get("errors")) or self._path_fields(details)
        return Problem(
            status=status,
            headline=message or self._message(payload),
            fields=fields,
            details=self._details(payload),
            envelope="error" in payload or "error_details" in payload,
            access_token=self.text(token) if isinstance(token, str) else None,
            route_missing="url" in details and not message,
        )

    def _message(self, item: JsonObject) -> str:
        translated = item.get("translatedMessage")
        if isinstance(translated, dict):
            base = self.language.split("-")[0]
            for key in (self.language, base, "en", *translated):
                text = translated.get(key)
                if isinstance(text, str) and text.strip():
                    return self.text(text)
        if isinstance(translated, str) and translated.strip():
            return self.text(translated)
        message = item.get("message")
        return self.text(message) if isinstance(message, str) else ""

    def _listed_fields(self, errors: JsonValue) -> tuple[FieldError, ...]:
        found = []
        for item in (errors if isinstance(errors, list) else [])[:_MOST_FIELDS]:
            if isinstance(item, str):
                found.append(FieldError("", self.text(item)))
            if not isinstance(item, dict):
                continue
            names = (item.get(key) for key in ("metadataProperty", "componentId", "directiveName"))
            field = ".".join(self.text(name) for name in names if isinstance(name, str))
            locale = item.get("translationLocale")
            found.append(
                FieldError(
                    field,
                    self._message(item) or "is not accepted",
                    self.text(locale) if isinstance(locale, str) else None,
                )
            )
        return tuple(found)

    def _path_fields(self, details: JsonObject) -> tuple[FieldError, ...]:
        skipped = _NOT_FOR_THE_HEADLINE | {"url", "access_token", "errors"}
        paths = [(path, said) for path, said in details.items() if path not in skipped]
        return tuple(
            FieldError(
                self.text(path), self.text(said if isinstance(said, str) else json.dumps(said))
            )
            for path, said in paths[:_MOST_FIELDS]
        )

    def _details(self, payload: JsonObject) -> str:
        text = json.dumps(payload, indent=1, ensure_ascii=False)
        return clean(self._scrub(text)[:_LONGEST_DETAILS], newlines=True)


def _step(details: JsonObject, message: str) -> tuple[FieldError, ...]:
    """The operation that failed at run time, where the server counts which one."""
    index = details.get("commandIndex")
    counted = isinstance(index, int) and not isinstance(index, bool) and index >= 0
    return (FieldError(f"patches.{index}", message),) if counted else ()
