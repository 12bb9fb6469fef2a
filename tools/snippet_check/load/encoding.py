"""Bytes to text: UTF-8, and what is wrong with anything else."""

from __future__ import annotations

import codecs

_OTHER_ENCODINGS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_ASCII_SPACE = b"\t\n\v\f\r "


def decode_bytes(raw: bytes, *, keep_mark: bool = False) -> str | None:
    """The text of a file with lines that end in LF, without a byte order mark; None for UTF-16 and UTF-32.

    A byte that is not UTF-8 becomes a lone surrogate, so that only its own document is lost.
    """
    if raw.startswith(_OTHER_ENCODINGS) or _looks_wide(raw):
        return None
    raw = raw if keep_mark else raw.removeprefix(codecs.BOM_UTF8)
    return raw.decode("utf-8", "surrogateescape").replace("\r\n", "\n")


def decode_utf_16(raw: bytes) -> str | None:
    """The text of a file in UTF-16 that begins with its mark; None for any other.

    Source: go-yaml reads it, but Istio's file reader knows bytes only. Of a big-endian text it trims the second half of
    a line break at the end, so that go-yaml refuses what is left.
    """
    raw = raw.rstrip(_ASCII_SPACE) if raw.startswith(codecs.BOM_UTF16_BE) else raw
    if not raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    try:
        return raw.decode("utf-16")
    except UnicodeDecodeError:
        return None


def _looks_wide(raw: bytes) -> bool:
    """Whether every second byte at the start is zero: UTF-16 without its mark."""
    start = raw[:64]
    return len(start) > 3 and (not any(start[1::2]) or not any(start[::2]))
