"""What becomes of a listener: an Istio Gateway where it can be programmed, and its conditions.

Source: Istio 1.30 pilot/pkg/config/kube/gateway/conversion.go (buildListener).
"""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.mesh.content import mapping, mappings
from snippet_check.mesh.creation import created
from snippet_check.mesh.gateway_api.classes import gateway_services
from snippet_check.mesh.gateway_api.conditions import Condition, Problem, condition
from snippet_check.mesh.gateway_api.listener_tls import listener_tls
from snippet_check.mesh.gateway_api.listeners import Listener, Listeners
from snippet_check.mesh.gateway_config import GatewayConfig, gateway_server
from snippet_check.mesh.mesh import Mesh
from snippet_check.resource import Place

_SUPPORTED = ("HTTP", "HTTPS", "TLS")


def programmed_gateways(mesh: Mesh) -> Iterator[GatewayConfig]:
    """The Istio Gateways of all listeners that can be programmed."""
    for listener in mesh.once(Listeners):
        tls = listener_tls(listener, mesh)
        if _is_usable(listener) and tls.problem is None:
            port = {"name": "default", "number": listener.port, "protocol": listener.protocol}
            yield _gateway({"port": port, "hosts": list(listener.hosts), "tls": tls.settings}, listener)


def listener_conditions(listener: Listener, mesh: Mesh) -> Iterator[Condition]:
    """A listener's conditions. That it conflicts with another istiod never says."""
    usable = _is_usable(listener)
    yield condition("Accepted", None if usable else Problem("UnsupportedProtocol", _at(listener, "protocol")))
    yield Condition("Conflicted", "False", "NoConflicts")
    problem = listener_tls(listener, mesh).problem
    yield condition("Programmed", Problem("Invalid", problem.place) if problem else None)
    if len(listener.kinds) < len(mappings(mapping(listener.content, "allowedRoutes"), "kinds")):
        problem = Problem("InvalidRouteKinds", _at(listener, "allowedRoutes", "kinds"))
    yield condition("ResolvedRefs", problem)


def _is_usable(listener: Listener) -> bool:
    return listener.protocol in _SUPPORTED and listener.port != 0


def _gateway(server: dict[str, object], listener: Listener) -> GatewayConfig:
    owner = listener.owner
    return GatewayConfig(
        name=listener.name,
        namespace=owner.namespace,
        servers=(gateway_server(server, listener.internal_name, owner.namespace, listener.place),),
        selector=None,
        created=created(owner),
        services=gateway_services(listener.gateway),
        service_namespace=listener.gateway.namespace,
    )


def _at(listener: Listener, *path: str) -> Place:
    return Place(listener.owner, (*listener.place.path, *path))
