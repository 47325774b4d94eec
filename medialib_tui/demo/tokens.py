"""Sample tokens of the embedded library and the API clients behind them.

Source: API reference 1.2.
"""

from __future__ import annotations

from dataclasses import dataclass

READ_WRITE = "demo-read-write"
READ_ONLY = "demo-read-only"
CONFIG_READ = "demo-config-read"
WRITE_NO_CONFIG = "demo-write-no-config"
DRAFTS = "demo-drafts"
IMPORTER = "demo-importer"
NO_SCOPES = "demo-no-scopes"
EXPIRED = "demo-expired"

READ = "public-api:read"
WRITE = "public-api:write"
CONFIG = "public-api:config:read"
CONFIG_WRITE = "public-api:config:write"
DRAFTS_READ = "public-api:drafts:read"


@dataclass(frozen=True, slots=True)
class ApiClient:
    """One API client of the project: its name, its scopes, and whether its token has expired."""

    name: str
    scopes: frozenset[str]
    expired: bool = False


NEWSDESK = "Newsdesk terminal"
ARCHIVE = "Archive importer"


def sample_clients() -> dict[str, ApiClient]:
    """Token to API client, for every sample token."""
    everything = frozenset({READ, WRITE, CONFIG, CONFIG_WRITE, DRAFTS_READ})
    return {
        READ_WRITE: ApiClient(NEWSDESK, everything),
        READ_ONLY: ApiClient(NEWSDESK, frozenset({READ})),
        CONFIG_READ: ApiClient(NEWSDESK, frozenset({READ, CONFIG})),
        WRITE_NO_CONFIG: ApiClient(NEWSDESK, frozenset({READ, WRITE})),
        DRAFTS: ApiClient(NEWSDESK, frozenset({READ, DRAFTS_READ})),
        IMPORTER: ApiClient(ARCHIVE, frozenset({READ, WRITE, CONFIG})),
        NO_SCOPES: ApiClient(ARCHIVE, frozenset()),
        EXPIRED: ApiClient(NEWSDESK, everything, expired=True),
    }
