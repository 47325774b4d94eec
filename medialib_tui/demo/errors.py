"""Error answers in the API's envelope, API reference 1.3."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

Json: TypeAlias = dict[str, object]

_TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    410: "Gone",
    413: "Payload Too Large",
    500: "Internal Server Error",
}


class ApiError(Exception):
    """A request answered with an error envelope; `details` None leaves `error_details` out."""

    def __init__(
        self, status: int, details: Mapping[str, object] | None, error: str | None = None
    ) -> None:
        super().__init__(status, details)
        self.status = status
        self.error = error or _TITLES[status]
        self.details = None if details is None else dict(details)

    def body(self) -> Json:
        """The envelope."""
        envelope: Json = {"status": self.status, "error": self.error}
        if self.details is not None:
            envelope["error_details"] = self.details
        return envelope


def invalid(paths: Mapping[str, str]) -> ApiError:
    """400 with a map of dotted path to text."""
    return ApiError(400, paths)


def failed(message: str, index: int | None = None) -> ApiError:
    """400 with a message, and with the index of the command that failed."""
    details: Json = {"message": message}
    if index is not None:
        details["commandIndex"] = index
    return ApiError(400, details)


def metadata_invalid(errors: Sequence[Mapping[str, object]]) -> ApiError:
    """400 with one item for each property that does not hold."""
    details: Json = {"message": "Metadata validation failed.", "errors": [*errors]}
    return ApiError(400, details, "ValidationError")


def conflict(message: str) -> ApiError:
    """409 with a message."""
    return ApiError(409, {"name": "Conflict", "message": message})


def entry_missing(media_id: str) -> ApiError:
    """404 for an entry that does not exist."""
    message = f"MediaLibrary Entry does not exist (id: '{media_id}')"
    return ApiError(404, {"name": "NotFound", "message": message})


def route_missing(path: str) -> ApiError:
    """404 for a path this server or path version does not have."""
    return ApiError(404, {"url": path})
