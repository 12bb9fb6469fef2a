"""Which host covers which, and which of several covering hosts counts: the most specific one.

Source: Istio 1.30 pkg/config/host (SubsetOf, MoreSpecific) and pilot/pkg/model/config.go (MostSpecificHostMatch).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ipaddress import ip_address
from typing import Generic, TypeVar

from snippet_check.mesh.hosts import SERVICE_DOMAIN

_Value = TypeVar("_Value")


def is_wildcard(host: str) -> bool:
    """Whether a host begins with a wildcard."""
    return host.startswith("*")


def covers(host: str, other: str) -> bool:
    """Whether every name that `other` stands for is one of `host`."""
    if not is_wildcard(host):
        return host == other
    if not is_wildcard(other):
        return other.endswith(host[1:])
    return len(other) >= len(host) and other[1:].endswith(host[1:])


def specificity(host: str) -> tuple[bool, int, str]:
    """A sort key: exact hosts before wildcards, longer before shorter, then by name."""
    return is_wildcard(host), -len(host), host


def full_name(host: str, namespace: str) -> str:
    """The name istiod takes a host in a rule of `namespace` for: a name without a dot is a Service beside the rule."""
    if not host or host == "*" or "." in host or is_ip(host):
        return host
    return f"{host}.{namespace}.{SERVICE_DOMAIN}"


def is_ip(host: str) -> bool:
    """Whether a host is an IP address."""
    if ":" not in host and not host[-1:].isdigit():
        return False
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


class HostMap(Generic[_Value]):
    """Values by host, from which a name gets that of the most specific host that covers it."""

    def __init__(self, items: Iterable[tuple[str, _Value]] = ()) -> None:
        """Of several values for one host the first counts."""
        self._values: dict[str, _Value] = {}
        self._lengths: list[int] | None = None
        for host, value in items:
            self._values.setdefault(host, value)

    def __getitem__(self, host: str) -> _Value:
        return self._values[host]

    def __setitem__(self, host: str, value: _Value) -> None:
        self._values[host] = value
        self._lengths = None

    def __contains__(self, host: str) -> bool:
        return host in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def get(self, host: str) -> _Value | None:
        """The value of this very host."""
        return self._values.get(host)

    def find(self, host: str) -> _Value | None:
        """The value of the most specific host that covers this one, which may be a wildcard itself."""
        if host in self._values:
            return self._values[host]
        if self._lengths is None:
            self._lengths = sorted({len(key) - 1 for key in self._values if is_wildcard(key)}, reverse=True)
        name = host[1:] if is_wildcard(host) else host
        for length in self._lengths:
            if length <= len(name) and (found := "*" + name[len(name) - length :]) in self._values:
                return self._values[found]
        return None
