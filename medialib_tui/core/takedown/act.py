"""The writes of a take-down, each through the one door of core/writing.

`…_intent` makes the write and refuses what is known to be wrong (ApiError); the function of the
operation's own name also sends it, and raises no ApiError.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from medialib_tui.api.errors import (
    ApiError,
    BadInput,
    NotAllowed,
    NotOffered,
    Refused,
    StateConflict,
)
from medialib_tui.core.takedown.assets import asset_errors, removable
from medialib_tui.core.takedown.notes import note_problem, tidy
from medialib_tui.core.takedown.plan import TakeDown
from medialib_tui.core.writing.intent import Intent, Invalid, NotApplied, Result
from medialib_tui.core.writing.write import write
from medialib_tui.model.capability import Capability
from medialib_tui.model.entry import Entry
from medialib_tui.model.patch import (
    AnyOperation,
    Archive,
    RemoveAsset,
    ReplaceAsset,
    RevokeAsset,
    UnrevokeAsset,
)
from medialib_tui.model.schema import Project

if TYPE_CHECKING:
    from medialib_tui.core.serving import Serving
    from medialib_tui.core.session import Session
    from medialib_tui.model.base import JsonObject


async def revoke(
    session: Session,
    entry: Entry,
    note: str = "",
    *,
    seen: Serving | None = None,
    batch: str = "",
) -> Result:
    """Revoke the asset; `seen` is the serve state that the person was shown."""
    try:
        intent = revoke_intent(session, entry, note, seen=seen, batch=batch)
    except ApiError as error:
        return NotApplied(error, None)
    return await send(session, intent)


async def unrevoke(session: Session, entry: Entry, *, batch: str = "") -> Result:
    """Serve the asset again; only with 2025 Behavior, and where the file still exists."""
    return await _written(session, entry, TakeDown.UNREVOKE, UnrevokeAsset(), batch)


async def archive(session: Session, entry: Entry, *, batch: str = "") -> Result:
    """Take the entry out of the search index; there is no way back."""
    return await _written(session, entry, TakeDown.ARCHIVE, Archive(), batch)


async def replace_asset(session: Session, entry: Entry, asset: JsonObject) -> Result:
    """Point the entry at another file that storage holds already."""
    try:
        intent = replace_intent(session, entry, asset, await session.project())
    except ApiError as error:
        return NotApplied(error, None)
    return await write(session, intent)


async def remove_asset(session: Session, entry: Entry, locale: str) -> Result:
    """Remove the own asset of one translation; there is no way back."""
    try:
        intent = remove_intent(session, entry, locale, await session.project())
    except ApiError as error:
        return NotApplied(error, None)
    return await write(session, intent)


async def send(session: Session, intent: Intent) -> Result:
    """Write, and say what a refused note or unrevoke means: why is not in the server's words."""
    result = await write(session, intent)
    noted = any(isinstance(step, RevokeAsset) and step.note for step in intent.operations)
    if noted and isinstance(result, Invalid) and _about_the_note(result):
        result.error.title = "The server does not take this note; nothing was revoked."
        result.error.hint = "Without 2025 Behavior a server takes none: revoke without a note."
    taken_back = any(isinstance(step, UnrevokeAsset) for step in intent.operations)
    if taken_back and isinstance(result, Invalid):
        result.error.title = "The server does not take the revoke back; nothing was changed."
        result.error.hint = "It takes 2025 Behavior, and files that a revoke did not delete."
    return result


def _about_the_note(result: Invalid) -> bool:
    named = {item.field for item in result.fields}
    return "note" in named or "note" in result.error.detail.lower()


def revoke_intent(
    session: Session,
    entry: Entry,
    note: str = "",
    *,
    seen: Serving | None = None,
    batch: str = "",
) -> Intent:
    """The write of a revoke. Raises BadInput, NotOffered, StateConflict."""
    require(session, TakeDown.REVOKE, note)
    text = tidy(note)
    blocked = seen is not None and seen.state == "blocked" and "revoked" in seen.sentence
    if blocked and not session.client.dialect.double_revoke_refused:
        raise StateConflict(
            "It is revoked already, most likely; nothing was sent.",
            hint="This API version may let a second revoke drop the first one's note.",
        )
    return intent_of(session, entry, TakeDown.REVOKE, RevokeAsset(note=text or None), batch)


def require(session: Session, operation: TakeDown, note: str = "") -> None:
    """What is wrong before anything is read. Raises BadInput, NotOffered."""
    if (problem := note_problem(note)) is not None:
        raise BadInput(problem, hint="Nothing was sent.")
    _require(session, operation.capability)
    if tidy(note):
        _require(session, Capability.REVOKE_NOTE, "a note; revoke without one")


def replace_intent(session: Session, entry: Entry, asset: JsonObject, project: Project) -> Intent:
    """The write of another asset. Raises NotOffered, NotAllowed, Refused."""
    if (wrong := asset_errors(asset, entry, project)) != ():
        raise Refused("This asset cannot be sent as it is; nothing was sent.", fields=wrong)
    media_type = project.media_type(entry.media_type)
    told = media_type.asset.model_fields_set if media_type else set()
    if media_type and "replaceable" in told and not media_type.asset.replaceable:
        raise NotAllowed(
            f"The project does not let assets of “{media_type.handle}” be replaced.",
            hint="Nothing was sent. The setting is asset.replaceable of the media type.",
        )
    return intent_of(session, entry, TakeDown.REPLACE_ASSET, ReplaceAsset(value=asset))


def remove_intent(session: Session, entry: Entry, locale: str, project: Project) -> Intent:
    """The write that removes a translated asset. Raises NotOffered, BadInput."""
    offered = [item.locale for item in removable(entry, project)]
    if locale not in offered:
        there = f"There is one for: {', '.join(offered)}." if offered else "There is none."
        main = project.settings.languages.default_language.locale
        raise BadInput(
            "The asset of the main language cannot be removed; nothing was sent."
            if main and locale == main
            else f"The entry has no asset of its own for {locale}; nothing was sent.",
            hint=there,
        )
    return intent_of(session, entry, TakeDown.REMOVE_ASSET, RemoveAsset(locale=locale))


def intent_of(
    session: Session, entry: Entry, operation: TakeDown, step: AnyOperation, batch: str = ""
) -> Intent:
    """The write of one operation on the entry as it was shown. Raises NotOffered."""
    _require(session, operation.capability)
    return Intent(entry, (step,), operation_name=operation.value, batch=batch)


def simple_intent(session: Session, entry: Entry, operation: TakeDown, batch: str = "") -> Intent:
    """The write of an unrevoke or an archive. Raises NotOffered."""
    step: AnyOperation = Archive() if operation is TakeDown.ARCHIVE else UnrevokeAsset()
    return intent_of(session, entry, operation, step, batch)


async def _written(
    session: Session, entry: Entry, operation: TakeDown, step: AnyOperation, batch: str
) -> Result:
    try:
        intent = intent_of(session, entry, operation, step, batch)
    except ApiError as error:
        return NotApplied(error, None)
    return await write(session, intent)


def _require(session: Session, capability: Capability, what: str = "") -> None:
    supported = session.supports(capability)
    if not supported.possible:
        raise NotOffered(
            f"This server does not offer {what or capability.value}.",
            detail=supported.reason,
            hint="Nothing was sent.",
        )
