"""Which host names cover which: `*.a.com` covers whatever ends in `.a.com`. Source: Istio pkg/config/host."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence


def is_wildcard(host: str) -> bool:
    return host.startswith("*")


def covered_by(hosts: Iterable[str]) -> Callable[[str], bool]:
    """Whether every name that a host stands for is one of these hosts'."""
    names = frozenset(hosts)
    wildcards = _by_ending(names)
    return lambda host: host in names or any(_over(host, wildcards))


def overlapping_pairs(hosts: Sequence[str]) -> list[tuple[int, int]]:
    """Index pairs of hosts of which one covers the other, the lower index first, in order.

    Of equal pairs of texts there is one only.
    """
    last = {host: i for i, host in enumerate(hosts)}
    first = {host: i for i, host in reversed([*enumerate(hosts)])}
    wildcards = _by_ending(first)
    pairs = {
        (first[one], last[other])
        for host in first
        for wider in (host, *_over(host, wildcards))
        for one, other in ((host, wider), (wider, host))
        if first[one] < last[other]
    }
    return sorted(pairs)


def _by_ending(hosts: Iterable[str]) -> dict[str, str]:
    return {host[1:]: host for host in hosts if is_wildcard(host)}


def _over(host: str, wildcards: Mapping[str, str]) -> Iterator[str]:
    """The wildcards that cover a host, found by its endings."""
    text = _fixed(host)
    for start in range(len(text) + 1):
        if wider := wildcards.get(text[start:]):
            yield wider


def _fixed(host: str) -> str:
    return host[1:] if is_wildcard(host) else host
