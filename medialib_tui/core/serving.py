"""Whether an entry's image is served, and why not (API reference 5.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from medialib_tui.api.errors import ApiError
from medialib_tui.core.license import invalid_because
from medialib_tui.model.capability import Capability
from medialib_tui.model.serve import ServeState

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.model.entry import Entry
    from medialib_tui.model.schema import Project


@dataclass(frozen=True, slots=True)
class Serving:
    """The serve state with what is known of its reason; `failed` when asking went wrong."""

    state: Literal["served", "blocked", "unknown"]
    sentence: str
    failed: bool = False


NOT_ASKED = Serving("unknown", "not checked")
MISSING = Serving("unknown", "no image is stored under the asset key")


def is_image(entry: Entry, project: Project) -> bool:
    """Whether serve-image can apply: by media type, else by MIME type."""
    media_type = project.media_type(entry.media_type)
    if media_type:
        return media_type.type == "mediaImage"
    mime = entry.asset.mime_type if entry.asset else None
    return mime.startswith("image/") if mime else entry.media_type == "image"


def unservable(session: Session, entry: Entry, project: Project) -> Serving | None:
    """Why the serve state cannot be asked for, or None where it can."""
    if entry.asset is None:
        return Serving("unknown", "the entry has no asset")
    if not is_image(entry, project):
        return Serving("unknown", "video and file are not served by the API")
    if entry.asset_key is None:
        return Serving("unknown", "the server does not tell the asset key")
    supported = session.supports(Capability.SERVE_IMAGE)
    return None if supported.possible else Serving("unknown", supported.reason)


async def serving(session: Session, entry: Entry, project: Project) -> Serving:
    """Ask serve-image for the head of the picture and put its answer into words."""
    key = entry.asset_key
    if (reason := unservable(session, entry, project)) is not None or key is None:
        return reason or NOT_ASKED
    try:
        state = await session.client.serve_state(key)
    except ApiError as error:
        return Serving("unknown", error.title, failed=True)
    match state:
        case ServeState.SERVED:
            return Serving("served", "the image is served")
        case ServeState.MISSING:
            return MISSING
        case ServeState.BLOCKED:
            because = invalid_because(entry, project)
            return Serving("blocked", because or "revoked (likely)")
