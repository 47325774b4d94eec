"""Which typed error an HTTP status and its documented body mean (API reference 1.3)."""

from __future__ import annotations

from dataclasses import dataclass

from medialib_tui.api.call import Call
from medialib_tui.api.errors import (
    ApiError,
    BadAnswer,
    Blocked,
    FieldError,
    Forbidden,
    Gone,
    NotFound,
    NotOffered,
    Refused,
    ScopeMissing,
    StateConflict,
    TokenRefused,
    TooLarge,
    TooManyRequests,
    Unavailable,
    VersionConflict,
)
from medialib_tui.model.text import one_line

_LONGEST_TITLE = 400

_RENEW = (
    "Create or rotate the token in the editor (Project Admin, Api Clients), "
    "then: medialib server login"
)


@dataclass(frozen=True, slots=True)
class Problem:
    """An error answer, taken apart; every text is scrubbed and cleaned."""

    status: int
    headline: str
    fields: tuple[FieldError, ...]
    details: str
    envelope: bool
    access_token: str | None = None
    route_missing: bool = False


def typed(call: Call, problem: Problem) -> ApiError:
    """The error for an answer in the API's envelope, or one much like it."""
    status, said = problem.status, problem.headline
    error: ApiError
    if status < 400:
        error = unreadable(call, status, said)
    elif problem.access_token is not None:
        error = _token_error(call, status, problem.access_token)
    elif problem.route_missing and status in {400, 404, 405, 501}:
        error = not_offered(call, status)
    else:
        error = _by_status(call, problem, said)
    error.fields = error.fields or problem.fields
    error.details = "" if call.secret else problem.details
    return error


def _token_error(call: Call, status: int, said: str) -> ApiError:
    if status == 403:
        return ScopeMissing(
            f"The token may not do this: {call.scope} is needed for {call.feature}.",
            status=status,
            detail=said,
            hint=f"Add the scope {call.scope} to the API client in the editor "
            "(Project Admin, Api Clients).",
        )
    expired = "expired" in said.lower()
    title = "The access token expired." if expired else "The server does not accept the token."
    return TokenRefused(title, status=status, detail=said, hint=_RENEW)


def _by_status(call: Call, problem: Problem, said: str) -> ApiError:
    status = problem.status
    if status == 404:
        return _missing(call, problem, said)
    if status == 409:
        return _conflict(call, status, said)
    if status == 410:
        return gone(call, status, said)
    if status == 403 and call.image and problem.envelope and said:
        return Blocked(
            "The image is not served: it is revoked or marked as invalid.",
            status=status,
            detail=said,
            hint="The metadata tells whether it is invalid; otherwise it was revoked.",
        )
    return _plain(call, status, said, problem.fields)


def _missing(call: Call, problem: Problem, said: str) -> ApiError:
    if not problem.envelope:
        return unreadable(call, problem.status, said)
    return NotFound(
        f"There is no {call.subject}.",
        status=problem.status,
        detail=said,
        hint="Check the id, and that this is the right server and project.",
    )


def _conflict(call: Call, status: int, said: str) -> ApiError:
    outdated = said.startswith("Version: Expected") or "outdated value" in said
    if outdated:
        return VersionConflict(
            f"Somebody changed {call.subject} in the meantime.",
            status=status,
            detail=said,
            hint="Read it again, look at what changed, then decide.",
        )
    return StateConflict(
        f"The server reports a conflict with the present state of {call.subject}.",
        status=status,
        detail=said,
        hint="Read it again to see its present state.",
    )


def gone(call: Call, status: int, said: str) -> ApiError:
    """The error for a 410: a retired version, or a document no longer published."""
    if "/routing/" in call.path:
        return Gone(f"There is no longer a published {call.subject}.", status=status, detail=said)
    return Gone(
        "The server no longer answers this API version, or this was removed for good.",
        status=status,
        detail=said,
        hint="Try --api-version auto, which finds the newest version the server answers.",
    )


def not_offered(call: Call, status: int | None = None, reason: str = "") -> NotOffered:
    """The error for an endpoint that this server or API version does not have."""
    return NotOffered(
        f"This server does not offer {call.feature} in this API version.",
        status=status,
        detail=reason,
        hint="A newer server or API version may have it; 'medialib doctor' lists what works.",
    )


def _plain(call: Call, status: int, said: str, fields: tuple[FieldError, ...]) -> ApiError:
    """The statuses that mean the same everywhere."""
    match status:
        case 401:
            return TokenRefused(
                "The server does not accept the token.", status=status, detail=said, hint=_RENEW
            )
        case 403:
            return Forbidden(
                "The server does not allow this.",
                status=status,
                detail=said,
                hint="Ask whoever runs the server what this API client may do.",
            )
        case 407:
            return Forbidden(
                "The proxy asks for a name and a password.",
                status=status,
                detail=said,
                hint="Put them into HTTPS_PROXY or HTTP_PROXY: http://name:password@host:port",
            )
        case 405 | 501:
            return not_offered(call, status, said)
        case 413:
            return TooLarge(
                "The request is larger than the server accepts.",
                status=status,
                detail=said,
                hint="Send less at once; for an import use a smaller --batch-size.",
            )
        case 429:
            return TooManyRequests(
                "The server asks for fewer requests.",
                status=status,
                detail=said,
                hint="Wait a little and try again.",
            )
        case _ if status >= 500 or status == 408:
            return Unavailable(
                f"The server cannot answer now (status {status}).",
                status=status,
                detail=said,
                hint="Try again; if it stays, tell whoever runs the server.",
            )
    return _refused(call, status, said, fields)


def _refused(call: Call, status: int, said: str, fields: tuple[FieldError, ...]) -> Refused:
    first = f"{fields[0].field}: {fields[0].message}".removeprefix(": ") if fields else ""
    reason = said or first or f"status {status}"
    return Refused(
        one_line(f"The server did not accept the request: {reason}", _LONGEST_TITLE),
        status=status,
        detail=said,
        hint="Correct what is named and try again." if fields else "",
    )


def unreadable(call: Call, status: int, first_line: str) -> ApiError:
    """The error for an answer that is not the API's own."""
    if status in {401, 403, 407, 408, 410, 413, 429} or status >= 500:
        return _plain(call, status, first_line, ()) if status != 410 else gone(call, 410, "")
    return BadAnswer(
        f"The answer (status {status}) does not come from a Livingdocs API.",
        status=status,
        detail=first_line,
        hint="Check the address; it is what stands before /api/VERSION, such as "
        "https://server.example.com or https://edit.example.com/proxy/api.",
    )
