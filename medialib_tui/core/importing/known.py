"""What is known of a server that decides which items it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from medialib_tui.model.capability import Capability, Support, Supported

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.model.schema import Project

_OPEN = Supported(Support.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Known:
    """What items are checked against; without a project metadata is not checked.

    `types` says whether videos and files are taken, `reserved` whether keys beginning with `v/`
    are refused.
    """

    project: Project | None = None
    language: str = "en"
    types: Supported = _OPEN
    reserved: Supported = _OPEN

    @property
    def unchecked(self) -> tuple[str, ...]:
        """What could not be checked and why, a sentence each."""
        if self.project is None:
            return ("Metadata was not checked: the project's configuration was not read.",)
        if not self.project.known:
            why = self.project.unknown_because.rstrip(".") or "it could not be read"
            return (f"Metadata was not checked against the project's configuration: {why}.",)
        return ()


async def known_of(session: Session) -> Known:
    """What is known of the session's server; reads the project configuration. Raises nothing.

    It is read anew: a kept one could refuse what was configured since.
    """
    return Known(
        await session.project(fresh=True),
        session.language,
        session.supports(Capability.IMPORT_EVERY_TYPE),
        session.supports(Capability.VARIANT_KEYS),
    )
