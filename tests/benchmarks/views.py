"""What stands on the screens of the app, for waiting; and the keys that lead there."""

from __future__ import annotations

READY = r"(?i)look.?up"
"""The look-up screen is of use."""

SAMPLE_SHOWN = r"Fishing boats"
"""The sample entry is on the screen."""
