"""Characters that YAML does not allow, and those at which no editor breaks a line but YAML does."""

from __future__ import annotations

import re

_FORBIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"

FORBIDDEN = re.compile(f"[{_FORBIDDEN}]")
"""What YAML does not allow; lone surrogates stand for bytes that are not UTF-8 (surrogateescape)."""
ODD_BREAK = re.compile("[\r\x85\u2028\u2029]")
"""Line breaks of YAML 1.1 that editors show within a line."""
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
UNUSUAL = re.compile(f"[{_FORBIDDEN}\t\r\x85\u2028\u2029\ufeff]")
"""All of these, tabs, and the byte order mark."""


def split_lines(text: str) -> list[str]:
    """The lines of a text as YAML 1.1 counts them."""
    return _BREAK.split(text)
