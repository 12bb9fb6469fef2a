"""A snapshot, indexed once however many calls go through it."""

from __future__ import annotations

import functools

from snippet_check.envoy import Cluster, HttpConnectionManager, Listener, RouteConfiguration, Snapshot
from snippet_check.simulate.call import Call
from snippet_check.simulate.filter_chains import FilterChains
from snippet_check.simulate.virtual_hosts import VirtualHosts

VIRTUAL_OUTBOUND = "virtualOutbound"
VIRTUAL_INBOUND = "virtualInbound"
WILDCARD_ADDRESSES = ("0.0.0.0", "::")


class SnapshotIndex:
    """Listeners by address, route configurations and clusters by name; their insides when first asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.clusters: dict[str, Cluster] = {}
        self._listeners: dict[tuple[str, int], Listener] = {}
        self._listeners_by_name: dict[str, Listener] = {}
        self._routes = {routes.name: routes for routes in reversed(snapshot.routes)}
        self._filter_chains: dict[int, FilterChains] = {}
        self._virtual_hosts: dict[int, VirtualHosts] = {}
        for cluster in snapshot.clusters:
            self.clusters.setdefault(cluster.name, cluster)
        for listener in snapshot.listeners:
            self._listeners_by_name.setdefault(listener.name, listener)
            for address in (listener.address, *listener.additional_addresses):
                self._listeners.setdefault((address, listener.port), listener)

    def listener(self, call: Call) -> Listener | None:
        """The listener that a connection reaches.

        Intercepted connections arrive at one of the two virtual listeners, which hands an outbound one over to the
        listener of its original destination; the address itself comes before the wildcard. A listener that Envoy
        refuses is not there.
        """
        if call.mode == "inbound" and VIRTUAL_INBOUND in self._listeners_by_name:
            return self._listeners_by_name[VIRTUAL_INBOUND]
        for address in (call.address, *WILDCARD_ADDRESSES):
            listener = self._listeners.get((address, call.port))
            if listener is not None and not self.filter_chains(listener).are_refused:
                return listener
        return self._listeners_by_name.get(VIRTUAL_OUTBOUND) if call.mode == "outbound" else None

    def filter_chains(self, listener: Listener) -> FilterChains:
        """The filter chains of one of the snapshot's listeners."""
        key = id(listener)
        if key not in self._filter_chains:
            self._filter_chains[key] = FilterChains(listener)
        return self._filter_chains[key]

    def route_configuration(self, manager: HttpConnectionManager) -> RouteConfiguration | None:
        """The routes a connection manager uses, its own or those it names."""
        return manager.route_config or self._routes.get(manager.route_config_name)

    def virtual_hosts(self, configuration: RouteConfiguration) -> VirtualHosts:
        """The virtual hosts of one of the snapshot's route configurations."""
        key = id(configuration)
        if key not in self._virtual_hosts:
            self._virtual_hosts[key] = VirtualHosts(configuration)
        return self._virtual_hosts[key]


@functools.lru_cache(maxsize=32)
def index_of(snapshot: Snapshot) -> SnapshotIndex:
    """The index of a snapshot, made when first asked for."""
    return SnapshotIndex(snapshot)
