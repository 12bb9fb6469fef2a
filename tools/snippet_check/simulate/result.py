"""What becomes of a call."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from snippet_check.envoy import (
    Cluster,
    Endpoint,
    FilterChain,
    Listener,
    Route,
    RouteConfiguration,
    VirtualHost,
)
from snippet_check.simulate.call import Call
from snippet_check.simulate.inspectors import Connection
from snippet_check.simulate.names import names
from snippet_check.simulate.request import Request


class Disposition(Enum):
    """The ends a call can come to; every result has exactly one of them."""

    FORWARDED = "FORWARDED"
    """Sent to at least one endpoint; the answer is the upstream's."""
    REDIRECTED = "REDIRECTED"
    """Answered by the proxy with another place to go to."""
    DIRECT_RESPONSE = "DIRECT_RESPONSE"
    """Answered by the proxy: by a route's direct response, or a CORS preflight."""
    PASSTHROUGH = "PASSTHROUGH"
    """Sent where it was going, the proxy knowing nothing about it."""
    BLACKHOLE = "BLACKHOLE"
    """Refused because nobody knows the destination and policy is REGISTRY_ONLY."""
    NO_LISTENER = "NO_LISTENER"
    """Nothing listens at the address and port: connection refused."""
    NO_FILTER_CHAIN = "NO_FILTER_CHAIN"
    """No filter chain of the listener fits: the connection is closed."""
    NO_VIRTUAL_HOST = "NO_VIRTUAL_HOST"
    """No virtual host has the request's authority: 404."""
    NO_ROUTE = "NO_ROUTE"
    """No route of the virtual host fits: 404."""
    NO_CLUSTER = "NO_CLUSTER"
    """The route names only clusters that do not exist: 503, on a Gateway API route 500."""
    NO_HEALTHY_UPSTREAM = "NO_HEALTHY_UPSTREAM"
    """The clusters exist and have no endpoint to send to: 503."""
    TLS_ERROR = "TLS_ERROR"
    """The handshake fails: plaintext where TLS is wanted, or a client certificate is missing."""
    PROTOCOL_ERROR = "PROTOCOL_ERROR"
    """Bytes the filter chain cannot read: TLS or raw TCP where it reads HTTP, or a path it refuses (400)."""
    DENIED = "DENIED"
    """Refused by an authentication or authorization policy."""
    FAULT_ABORTED = "FAULT_ABORTED"
    """Ended by an injected fault before it was sent."""
    OVERFLOW = "OVERFLOW"
    """Refused by a circuit breaker: 503."""
    TIMEOUT = "TIMEOUT"
    """Given up by a timeout: 504."""


class Destination(NamedTuple):
    """A cluster that gets a share of the calls."""

    cluster_name: str
    weight: int
    share: float
    """Percent of the calls, 0 to 100."""
    cluster: Cluster | None
    """None where no cluster has this name."""

    @property
    def names(self) -> frozenset[str]:
        """Every way to write the destination."""
        return names(self.cluster_name)

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """The cluster's endpoints of the highest priority that has a healthy one; all of them where none has."""
        return preferred_endpoints(self.cluster) if self.cluster else ()


class Mirror(NamedTuple):
    """A cluster that gets a copy of percent (0 to 100) of the calls; its answers are discarded."""

    cluster_name: str
    percent: float
    cluster: Cluster | None

    @property
    def names(self) -> frozenset[str]:
        """Every way to write the cluster."""
        return names(self.cluster_name)


class Result(NamedTuple):
    """What became of a call, and what decided it, as far as it came."""

    call: Call
    disposition: Disposition
    status: int | None = None
    """The HTTP status that the proxy itself answers with; None where the upstream answers, or nobody."""
    destinations: tuple[Destination, ...] = ()
    mirrors: tuple[Mirror, ...] = ()
    """Who gets copies of what is sent on: of a call that the proxy ends itself nobody does."""
    listener: Listener | None = None
    connection: Connection | None = None
    filter_chain: FilterChain | None = None
    request: Request | None = None
    route_configuration: RouteConfiguration | None = None
    virtual_host: VirtualHost | None = None
    route: Route | None = None
    upstream_path: str = ""
    upstream_authority: str = ""
    location: str = ""
    """Where a redirect goes."""
    missing_secret: str = ""
    """The secret without which the filter chain can end no TLS."""

    @property
    def status_on_the_wire(self) -> int | None:
        """The proxy's status as the client gets it."""
        return self.on_the_wire(self.status) if self.status else None

    def on_the_wire(self, status: int) -> int:
        """A status of the proxy's as the client gets it: gRPC gets 200, and what is wrong in grpc-status."""
        return 200 if self.request and self.request.is_grpc else status

    @property
    def is_sent_on(self) -> bool:
        """Whether somebody behind the proxy gets the call."""
        return self.disposition in (Disposition.FORWARDED, Disposition.PASSTHROUGH)


def preferred_endpoints(cluster: Cluster) -> tuple[Endpoint, ...]:
    """The endpoints that calls go to while all is well: those of the first priority with a healthy one."""
    by_priority: dict[int, list[Endpoint]] = {}
    for locality in cluster.endpoints:
        by_priority.setdefault(locality.priority, []).extend(locality.endpoints)
    for priority in sorted(by_priority):
        if any(endpoint.healthy for endpoint in by_priority[priority]):
            return tuple(by_priority[priority])
    return tuple(endpoint for endpoints in by_priority.values() for endpoint in endpoints)


def can_be_reached(cluster: Cluster) -> bool:
    """Whether there is anybody to send to. Original-destination clusters go where the call was going."""
    if cluster.type == "ORIGINAL_DST":
        return True
    return any(endpoint.healthy for locality in cluster.endpoints for endpoint in locality.endpoints)
