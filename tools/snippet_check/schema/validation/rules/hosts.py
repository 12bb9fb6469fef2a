"""Which host names cover which: `*.a.com` covers whatever ends in `.a.com`. Source: Istio pkg/config/host."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence


def is_wildcard(host: str) -> bool:
    return host.startswith("*")


def covers(wider: str, host: str) -> bool:
    """Whether every name that `host` stands for is one of `wider`'s."""
    return _fixed(host).endswith(wider[1:]) if is_wildcard(wider) else host == wider


def overlapping_pairs(hosts: Sequence[str]) -> list[tuple[int, int]]:
    """The index pairs of hosts of which one covers the other, the lower index first, in order."""
    wildcards: dict[str, list[int]] = defaultdict(list)
    names: dict[str, list[int]] = defaultdict(list)
    for i, host in enumerate(hosts):
        (wildcards[host[1:]] if is_wildcard(host) else names[host]).append(i)
    pairs = {(i, j) for same in names.values() for i in same for j in same if i < j}
    if wildcards:
        pairs.update((min(i, j), max(i, j)) for i, host in enumerate(hosts) for j in _over(host, wildcards) if i != j)
    return sorted(pairs)


def _over(host: str, wildcards: dict[str, list[int]]) -> Iterator[int]:
    """The wildcards that cover a host, found by its endings."""
    text = _fixed(host)
    for start in range(len(text) + 1):
        yield from wildcards.get(text[start:], ())


def _fixed(host: str) -> str:
    return host[1:] if is_wildcard(host) else host
