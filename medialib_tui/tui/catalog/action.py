"""What one thing a key can do is made of."""

from __future__ import annotations

from dataclasses import dataclass

from medialib_tui.model.capability import Capability


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a key can do; several default keys are separated by commas."""

    id: str
    key: str
    label: str
    help: str
    where: tuple[str, ...]
    capability: Capability | None = None
    show: bool = True
    call: str = ""
    palette: bool = True

    @property
    def action(self) -> str:
        """The Textual action string."""
        return self.call or self.id.replace(".", "_").replace("-", "_")
