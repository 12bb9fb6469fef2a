"""Bytes to text: UTF-8, and what is wrong with anything else."""

from __future__ import annotations

import codecs

_OTHER_ENCODINGS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def decode_bytes(raw: bytes) -> str | None:
    """The text of a file with lines that end in LF; None for UTF-16 and UTF-32.

    A byte that is not UTF-8 becomes a lone surrogate, so that only its own document is lost.
    """
    if raw.startswith(_OTHER_ENCODINGS) or _looks_wide(raw):
        return None
    return raw.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape").replace("\r\n", "\n")


def _looks_wide(raw: bytes) -> bool:
    """Whether every second byte at the start is zero: UTF-16 without its mark."""
    start = raw[:64]
    return len(start) > 3 and (not any(start[1::2]) or not any(start[::2]))
