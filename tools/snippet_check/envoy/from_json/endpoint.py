"""Endpoints out of Envoy's JSON."""

from __future__ import annotations

from snippet_check.envoy.cluster import Endpoint, LocalityEndpoints
from snippet_check.envoy.from_json.values import count, nested
from snippet_check.resource import Content, Place


def load_assignment(content: Content, sources: tuple[Place, ...]) -> tuple[LocalityEndpoints, ...]:
    """The endpoints of a ClusterLoadAssignment."""
    return tuple(
        LocalityEndpoints(
            _locality(nested(group, "locality")),
            tuple(_endpoint(one, sources) for one in group.get("lb_endpoints", ())),
            group.get("priority", 0),
            count(group, "load_balancing_weight"),
        )
        for group in content.get("endpoints", ())
    )


def _locality(content: Content) -> str:
    return "/".join(content.get(name, "") for name in ("region", "zone", "sub_zone")).rstrip("/")


def _endpoint(content: Content, sources: tuple[Place, ...]) -> Endpoint:
    address = nested(content, "endpoint", "address")
    socket = nested(address, "socket_address")
    weight = count(content, "load_balancing_weight")
    tls_mode = nested(content, "metadata", "filter_metadata", "envoy.transport_socket_match").get("tlsMode", "")
    return Endpoint(
        socket.get("address", "") or nested(address, "pipe").get("path", ""),
        socket.get("port_value", 0),
        tls_mode=tls_mode if isinstance(tls_mode, str) else "",
        health_status=content.get("health_status", "UNKNOWN"),
        weight=1 if weight is None else weight,
        sources=sources,
    )
