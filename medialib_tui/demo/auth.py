"""Who asks, and what they may, API reference 1.2 and 1.3."""

from __future__ import annotations

from collections.abc import Mapping

from medialib_tui.demo.errors import ApiError
from medialib_tui.demo.tokens import ApiClient


def authenticate(clients: Mapping[str, ApiClient], authorization: str | None) -> ApiClient:
    """The API client of a Bearer token; 401 when it is missing, unknown or expired."""
    scheme, _, token = (authorization or "").partition(" ")
    client = clients.get(token) if scheme.lower() == "bearer" else None
    if not token:
        raise ApiError(401, {"access_token": "The access token is missing."})
    if client is None:
        raise ApiError(401, {"access_token": "The access token is invalid."})
    if client.expired:
        raise ApiError(401, {"access_token": "The access token expired."})
    return client


def authorize(client: ApiClient, any_of: frozenset[str]) -> None:
    """Check that the client has one of the scopes; 403 otherwise."""
    if not client.scopes & any_of:
        raise ApiError(403, {"access_token": "The request requires higher privileges"})
