"""IP addresses, networks, and Unix domain sockets.

Source: Go net/netip (ParseAddr, ParsePrefix), Istio pkg/config/validation (ValidateUnixAddress, ValidateIPSubnet).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from snippet_check.resource import FieldPath
from snippet_check.schema.validation.violation import Violation, error

UNIX = "unix://"

_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_is_ipv4 = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}").fullmatch
_is_group = re.compile("[0-9a-fA-F]{1,4}").fullmatch
_is_prefix_length = re.compile("[0-9]|[1-9][0-9]{1,2}").fullmatch


def is_ip(text: str) -> bool:
    """Whether this is an IPv4 address without leading zeros, or an IPv6 address, perhaps with a zone."""
    return _is_ipv4(text) is not None or _is_ipv6(text)


def is_ip_or_network(text: str) -> bool:
    """Whether this is an IP address or a network such as 10.0.0.0/8 (host bits allowed, no mask)."""
    if text.count("/") != 1:
        return is_ip(text)
    address, _, length = text.partition("/")
    if "%" in address or not _is_prefix_length(length) or not is_ip(address):
        return False
    return int(length) <= (128 if ":" in address else 32)


def ip(text: str, path: FieldPath) -> Iterable[Violation]:
    return () if is_ip(text) else (error("address.ip", path, address=text),)


def ip_or_network(text: str, path: FieldPath) -> Iterable[Violation]:
    if is_ip_or_network(text):
        return ()
    if text.count("/") == 1:
        return (error("address.network", path, address=text),)
    return ip(text, path)


def unix_socket(socket: str, path: FieldPath) -> Iterable[Violation]:
    """The path of a socket, without `unix://`: absolute and a file's, or abstract (`@name`)."""
    if not socket:
        return (error("address.unix_empty", path),)
    if socket[0] == "@" or (socket[0] == "/" and socket[-1] != "/"):
        return ()
    return (error("address.unix_path", path, socket=socket),)


def _is_ipv6(text: str) -> bool:
    address, percent, zone = text.partition("%")
    if ":" not in address or (percent and not zone):
        return False
    head, gap, tail = address.partition("::")
    groups = [*(head.split(":") if head else ()), *(tail.split(":") if tail else ())]
    width = len(groups)
    if groups and "." in groups[-1]:
        if (gap and not tail) or not _is_ipv4(groups.pop()):
            return False
        width += 1
    return (width < 8 if gap else width == 8) and all(map(_is_group, groups))
