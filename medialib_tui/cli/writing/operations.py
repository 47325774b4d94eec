"""A list of patch operations read from JSON, each checked before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import JsonValue

from medialib_tui.api.dialect import OPERATIONS
from medialib_tui.api.errors import FieldError, NotOffered, Refused
from medialib_tui.cli.exits import CliError
from medialib_tui.cli.inputs import STDIN, stdin_bytes
from medialib_tui.model.base import JsonObject
from medialib_tui.model.capability import Capability
from medialib_tui.model.json_text import read_json
from medialib_tui.model.nearest import meant
from medialib_tui.model.patch import NOTE_LIMIT, Patch

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.model.patch import AnyOperation

LARGEST = 500_000
"""Bytes of a list of operations; servers take about as much (API reference 1.3)."""

_SAID = {
    "extra_forbidden": "this operation has no such field",
    "missing": "is required",
    "string_too_short": "must not be empty",
    "string_too_long": f"has more than {NOTE_LIMIT} characters",
    "string_type": "must be text",
    "dict_type": "must be an object",
}
"""What is wrong, by the kind of the finding; all others are said by the model itself."""


def read_operations(word: str) -> list[JsonValue]:
    """The list in a file, or on standard input for `-`; one operation counts as a list of one."""
    where = "standard input" if word == STDIN else word
    try:
        data = stdin_bytes().read(LARGEST + 1) if word == STDIN else _read(word)
    except OSError as error:
        raise CliError(f"{word} cannot be read: {error.strerror}.") from None
    if len(data) > LARGEST:
        raise CliError(f"{where} holds more than {LARGEST:,} bytes.")
    try:
        value: JsonValue = read_json(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise CliError(f"{where} is not UTF-8 text.") from None
    except ValueError as error:
        raise CliError(f"{where} is not JSON: {error}.") from None
    if isinstance(value, dict) and "operation" in value:
        value = [value]
    if not isinstance(value, list):
        raise CliError(
            f"{where} is not a list of operations.",
            hint='[{"operation": "setMetadataProperty", "propertyName": "title", "value": "…"}]',
        )
    return value


def operations_of(listed: list[JsonValue]) -> tuple[AnyOperation, ...]:
    """The operations; Refused with a field `patches.N.…` for everything that is wrong."""
    from pydantic import ValidationError

    if not listed:
        raise CliError("The list holds no operation.")
    unknown = list(_unknown(listed))
    if unknown:
        raise _refused(unknown)
    try:
        return Patch.model_validate({"patches": listed}).patches
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
    raise _refused(
        [
            FieldError(_path(item["loc"]), _SAID.get(item["type"], item["msg"]))
            for item in found
            if len(item["loc"]) > 1
        ]
    )


def require(
    session: Session, operations: tuple[AnyOperation, ...], *, preserve_updated_at: bool
) -> None:
    """Raise NotOffered for what this server or API version is known not to have."""
    fields: list[FieldError] = []
    for place, step in enumerate(operations):
        supported = session.supports(OPERATIONS[step.operation])
        if not supported.possible:
            fields.append(FieldError(f"patches.{place}.operation", supported.reason))
        elif getattr(step, "note", None):
            supported = session.supports(Capability.REVOKE_NOTE)
            if not supported.possible:
                fields.append(FieldError(f"patches.{place}.note", supported.reason))
    if preserve_updated_at:
        supported = session.supports(Capability.PRESERVE_UPDATED_AT)
        if not supported.possible:
            fields.append(FieldError("preserveUpdatedAt", supported.reason))
    if fields:
        raise NotOffered(
            "This server or API version does not offer this; nothing was sent.",
            hint="medialib doctor lists what works.",
            fields=tuple(fields),
        )


def _read(word: str) -> bytes:
    with Path(word).open("rb") as file:
        return file.read(LARGEST + 1)


def _unknown(listed: list[JsonValue]) -> Iterator[FieldError]:
    for place, step in enumerate(listed):
        if not isinstance(step, dict):
            yield FieldError(f"patches.{place}", "is not an object")
        elif not isinstance(name := step.get("operation"), str) or name not in OPERATIONS:
            said = "is required" if "operation" not in step else f"no operation “{name}” is known"
            yield FieldError(f"patches.{place}.operation", f"{said}{meant(str(name), OPERATIONS)}")


def _refused(fields: list[FieldError]) -> Refused:
    return Refused(
        "The operations cannot be sent as they are; nothing was sent.", fields=tuple(fields)
    )


def _path(location: tuple[int | str, ...]) -> str:
    """Where it is in the request: the name of the operation is no step of the path."""
    steps = [step for place, step in enumerate(location) if place != 2]
    return ".".join(map(str, steps))


def shown_body(session: Session, body: JsonObject) -> JsonObject:
    """A request body as this server gets it: some insist on the version as text."""
    if session.client.dialect.version_as_text and isinstance(body.get("version"), int):
        return {**body, "version": str(body["version"])}
    return body
