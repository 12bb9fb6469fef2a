"""Host names as Istio's analyzers read them: short names, names of services, overlap of wildcards.

Source: Istio 1.30 pkg/config/host and pkg/config/analysis/analyzers/util. The cluster domain is fixed there too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from snippet_check.resource import FullName

SERVICE_DOMAIN = "svc.cluster.local"

_SERVICE_HOST = re.compile(r"(.+)\.(.+)\.svc\.cluster\.local")


def expand(host: str, namespace: str) -> str:
    """The full name of a short one (no dot in it, no wildcard); every other host stays as written."""
    return host if host.startswith("*") or "." in host else f"{host}.{namespace}.{SERVICE_DOMAIN}"


def resource_name(host: str, namespace: str) -> FullName:
    """The service that a host names; one that is no full service name is taken for a name in `namespace`."""
    match = _SERVICE_HOST.fullmatch(host)
    return FullName(match[2], match[1]) if match else FullName(namespace, host)


def overlap(one: str, other: str) -> bool:
    """Whether two hosts, either of which may begin with a wildcard, have a name in common."""
    if one.startswith("*"):
        if other.startswith("*"):
            return one.endswith(other[1:]) or other.endswith(one[1:])
        return other.endswith(one[1:])
    return one.endswith(other[1:]) if other.startswith("*") else one == other


class HostIndex:
    """A set of hosts that answers which of them overlap a given one, without trying each."""

    def __init__(self, hosts: Iterable[str]) -> None:
        self._hosts = frozenset(hosts)
        self._wildcard_lengths = sorted({len(host) - 1 for host in self._hosts if host.startswith("*")})
        self._reversed = sorted((host.removeprefix("*")[::-1], host) for host in self._hosts)

    def overlapping(self, host: str) -> Iterator[str]:
        """The hosts of the index that overlap `host`, each once."""
        if not host.startswith("*"):
            if host in self._hosts:
                yield host
            yield from self._wildcards_over(host, len(host))
            return
        suffix = host[1:]
        yield from self._wildcards_over(suffix, len(suffix) - 1)
        yield from self._ending_in(suffix)

    def _wildcards_over(self, text: str, longest: int) -> Iterator[str]:
        for length in self._wildcard_lengths:
            if length > longest:
                return
            wildcard = "*" + text[len(text) - length :]
            if wildcard in self._hosts:
                yield wildcard

    def _ending_in(self, suffix: str) -> Iterator[str]:
        start = suffix[::-1]
        for text, host in self._reversed[bisect_left(self._reversed, (start, "")) :]:
            if not text.startswith(start):
                return
            yield host
