"""Labels in the person's language (API reference 6.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping


def say_label(label: str | Mapping[str, str] | None, handle: str, language: str = "en") -> str:
    """Resolve a label: language, base language, `en`, first value, start-case of the handle."""
    if isinstance(label, str) and label.strip():
        return label
    if isinstance(label, Mapping):
        base = language.split("-")[0]
        related = [key for key in label if key.split("-")[0] == base]
        for key in [language, base, *related, "en", *label]:
            if label.get(key, "").strip():
                return label[key]
    return start_case(handle)


def start_case(handle: str) -> str:
    """`licenseProfile` and `license-profile` both become `License Profile`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[-_]+", " ", handle).split()
    return " ".join(word[:1].upper() + word[1:] for word in words) or handle
