"""Names of what a conversion makes."""

from __future__ import annotations

import re

_LONGEST_SECTION = 253
_NO_LABEL = re.compile(r"[^a-z0-9.-]+")


def dns_name(text: str, default: str = "x") -> str:
    """A text as the name of an object or a listener: lower-case letters, digits, hyphens and dots."""
    return _NO_LABEL.sub("-", text.lower().replace("*", "any")).strip("-.")[:_LONGEST_SECTION].strip("-.") or default


def unused(name: str, used: set[str]) -> str:
    """The name, with a number behind it where somebody has it; from then on it is used."""
    found, number = name, 2
    while found in used:
        found, number = f"{name}-{number}", number + 1
    used.add(found)
    return found
