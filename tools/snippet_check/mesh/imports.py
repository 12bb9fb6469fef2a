"""The hosts that an egress listener of a Sidecar imports ("namespace/host"), and what they let in.

Source: Istio 1.30 pilot/pkg/model/{sidecar,virtualservice}.go (hostClassification, SelectVirtualServices).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from snippet_check.mesh.hosts import HostIndex
from snippet_check.mesh.specificity import HostMap, is_wildcard
from snippet_check.mesh.virtual_service import VirtualService

_ANY_NAMESPACE, _OWN_NAMESPACE = "*", "."


class ImportedHosts:
    """The imported hosts of one namespace, or of all of them."""

    def __init__(self, hosts: Iterable[str]) -> None:
        self._hosts = frozenset(hosts)
        self._wildcards = HostMap((host, True) for host in self._hosts if is_wildcard(host))
        self._index: HostIndex | None = None

    def covers(self, host: str) -> bool:
        """Whether all of a host is imported."""
        return host in self._hosts or self._wildcards.find(host) is not None

    def overlaps(self, host: str) -> bool:
        """Whether any of a host is imported."""
        if not is_wildcard(host):
            return self.covers(host)
        self._index = self._index or HostIndex(self._hosts)
        return any(True for _ in self._index.overlapping(host))


class Imports:
    """All that an egress listener imports."""

    def __init__(self, hosts: Iterable[str], namespace: str) -> None:
        """`namespace` is what "./…" stands for. A host without exactly one slash is passed over."""
        by_namespace: dict[str, list[str]] = defaultdict(list)
        for written in hosts:
            owner, slash, host = written.partition("/")
            if slash and "/" not in host:
                by_namespace[namespace if owner == _OWN_NAMESPACE else owner].append(host)
        self._by_namespace = {owner: ImportedHosts(found) for owner, found in by_namespace.items()}

    def of(self, namespace: str) -> Iterator[ImportedHosts]:
        """What is imported of a namespace: by its name first, then by "*"."""
        for owner in (namespace, _ANY_NAMESPACE):
            if owner in self._by_namespace:
                yield self._by_namespace[owner]

    def lets_in(self, one: VirtualService) -> bool:
        """Whether a VirtualService is imported: by any of its hosts."""
        return any(
            imported.covers(host) if one.semantics == "gateway" else imported.overlaps(host)
            for imported in self.of(one.namespace)
            for host in one.hosts
        )
