"""What can go wrong between this client and a server, in words a person can act on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import JsonValue


@dataclass(frozen=True, slots=True)
class FieldError:
    """A complaint about one field: a metadata property or a dotted path of the request."""

    field: str
    message: str
    locale: str | None = None

    def to_json(self) -> dict[str, JsonValue]:
        """The field as errors in JSON name it."""
        return {"field": self.field, "message": self.message, "locale": self.locale}


def in_words(fields: Iterable[FieldError]) -> str:
    """The complaints about fields on one line; those about none in particular are only said."""
    said = [f"{one.field}: {one.message}".removeprefix(": ") for one in fields]
    return "; ".join([*(text.rstrip(".") for text in said[:-1]), *said[-1:]])


class ApiError(Exception):
    """The common ground: `code` is stable, `title` is one line, `hint` says what to do next.

    `status` is the HTTP status where there was one; `details` holds the server's own words
    (name, stack and the like) for a details view.
    """

    code = "failed"

    def __init__(
        self,
        title: str,
        *,
        detail: str = "",
        hint: str = "",
        status: int | None = None,
        fields: tuple[FieldError, ...] = (),
        details: str = "",
    ) -> None:
        super().__init__(title)
        self.title = title
        self.detail = detail
        self.hint = hint
        self.status = status
        self.fields = fields
        self.details = details

    @property
    def rejected(self) -> bool:
        """Whether the status says that the request was not carried out: a 4xx, 408 aside."""
        return self.status is not None and 400 <= self.status < 500 and self.status != 408

    @property
    def of_this_request(self) -> bool:
        """Whether the server stumbled over this very request (500), and may take others."""
        return self.status == 500


class NotReached(ApiError):
    """No answer: name, connection, TLS or time. `sent` tells whether bytes may have left."""

    code = "not-reached"

    def __init__(self, title: str, *, sent: bool = True, detail: str = "", hint: str = "") -> None:
        super().__init__(title, detail=detail, hint=hint)
        self.sent = sent


class Unavailable(ApiError):
    """5xx: the server or a proxy cannot answer now; `retry_after` in seconds where it said so."""

    code = "unavailable"
    retry_after: float | None = None

    @property
    def gave_up_waiting(self) -> bool:
        """Whether a proxy stopped waiting (504): the server behind it may still be at work."""
        return self.status == 504


class TooManyRequests(Unavailable):
    """429: a quota or a limit."""

    code = "too-many-requests"


class TokenRefused(ApiError):
    """401: no token, a wrong one, or an expired one."""

    code = "token-refused"


class ScopeMissing(ApiError):
    """403 because the token lacks a scope."""

    code = "scope-missing"


class Blocked(ApiError):
    """403 from serve-image: the asset is revoked or invalid, the status does not say which."""

    code = "blocked"


class Forbidden(ApiError):
    """Any other 403."""

    code = "forbidden"


class NotFound(ApiError):
    """404 for the thing itself: entry, document, image key."""

    code = "not-found"


class Gone(ApiError):
    """410: the API version was retired, or a document is no longer published."""

    code = "gone"


class NotOffered(ApiError):
    """The endpoint or operation does not exist in this API version or on this server."""

    code = "not-offered"


class VersionConflict(ApiError):
    """409: somebody else changed the entry since it was read."""

    code = "version-conflict"


class StateConflict(ApiError):
    """409: the entry already is, or is not, in the state the write needs."""

    code = "state-conflict"


class Refused(ApiError):
    """400 and other 4xx: the request was understood and not accepted; see `fields`."""

    code = "refused"


class TooLarge(ApiError):
    """413 from the server."""

    code = "request-too-large"


class BadAnswer(ApiError):
    """An answer that is not what the API promises: HTML, broken or oversized JSON."""

    code = "bad-answer"

    @property
    def conflict(self) -> bool:
        """Whether it came as a 409, whose reason then is not known."""
        return self.status == 409


class Redirected(ApiError):
    """A redirect that must not be followed: off the origin, or for a write."""

    code = "redirected"


class BadToken(ApiError):
    """Text that cannot be an access token; it is not repeated."""

    code = "bad-token"


class ReadOnly(ApiError):
    """A write to a server that is configured as read-only; nothing left this machine."""

    code = "read-only"

    @classmethod
    def of(cls, server: str, hint: str = "") -> ReadOnly:
        """The error for the server of that name."""
        return cls(
            f"The server '{server}' is set to read-only; nothing was sent.",
            hint=hint or "Change its access in the settings if you really mean to write.",
        )


class NotAllowed(ApiError):
    """The project's own configuration does not allow a write; nothing left this machine."""

    code = "not-allowed"


class BadInput(ApiError):
    """What was asked for cannot be asked: nothing was sent."""

    code = "bad-input"
