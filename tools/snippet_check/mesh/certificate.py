"""When X.509 certificates are valid: as much of PEM and DER as it takes to read that.

Source: RFC 5280 section 4.1 and, for what istiod asks of a certificate, ValidateCertificate in Istio's pilot/pkg/xds.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

_PEM_BLOCK = re.compile(
    rb"^-----BEGIN ([^\n]*)-----[ \t]*\r?\n(?:[^\n:]+:[^\n]*\n)*\s*(.*?)\s*^-----END \1-----[ \t]*\r?$", re.S | re.M
)
_is_base64 = re.compile(rb"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?").fullmatch
_INTEGER, _SEQUENCE, _UTC_TIME, _GENERALIZED_TIME, _VERSION = 0x02, 0x30, 0x17, 0x18, 0xA0


class NotACertificate(ValueError):
    """The bytes are not what a certificate looks like."""


class Validity(NamedTuple):
    """The time, both ends included, in which a certificate counts."""

    not_before: datetime
    not_after: datetime


def all_valid(pem: bytes, now: float | None) -> bool:
    """Whether the first PEM block holds certificates only, each within its time.

    `now` is in seconds since 1970; without it certificates of any time count as valid.
    """
    block = _PEM_BLOCK.search(pem)
    digits = re.sub(rb"[ \t\r\n]", b"", block[2]) if block else b"="
    if not _is_base64(digits):
        return False
    try:
        periods = list(validities(binascii.a2b_base64(digits)))
    except NotACertificate:
        return False
    return now is None or all(p.not_before.timestamp() <= now <= p.not_after.timestamp() for p in periods)


def validities(der: bytes) -> Iterator[Validity]:
    """The validity of each of a row of certificates. Raises NotACertificate."""
    while der:
        certificate, der = _read(der, _SEQUENCE)
        yield _validity(certificate)


def _validity(certificate: bytes) -> Validity:
    fields, _ = _read(certificate, _SEQUENCE)
    if fields[:1] == bytes((_VERSION,)):
        _, fields = _read(fields, _VERSION)
    _, fields = _read(fields, _INTEGER)  # serialNumber
    _, fields = _read(fields, _SEQUENCE)  # signature
    _, fields = _read(fields, _SEQUENCE)  # issuer
    period, fields = _read(fields, _SEQUENCE)
    _, fields = _read(fields, _SEQUENCE)  # subject
    _read(fields, _SEQUENCE)  # subjectPublicKeyInfo
    not_before, period = _time(period)
    not_after, _ = _time(period)
    return Validity(not_before, not_after)


def _read(der: bytes, tag: int) -> tuple[bytes, bytes]:
    """The content of the first element, which must have this tag, and what follows it."""
    if len(der) < 2 or der[0] != tag:
        raise NotACertificate
    start, length = 2, der[1]
    if length & 0x80:
        start = 2 + (length & 0x7F)
        length = int.from_bytes(der[2:start], "big")
    if start + length > len(der):
        raise NotACertificate
    return der[start : start + length], der[start + length :]


def _time(der: bytes) -> tuple[datetime, bytes]:
    century, tag = (2, _UTC_TIME) if der[:1] == bytes((_UTC_TIME,)) else (4, _GENERALIZED_TIME)
    content, rest = _read(der, tag)
    text = content.decode("ascii", "replace")
    if not re.fullmatch(rf"\d{{{century + 10}}}Z", text, re.ASCII):
        raise NotACertificate
    year = int(text[:century])
    if tag == _UTC_TIME:
        year += 1900 if year >= 50 else 2000
    month, day, hour, minute, second = (int(text[i : i + 2]) for i in range(century, century + 10, 2))
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC), rest
    except ValueError:
        raise NotACertificate from None
