"""What one proxy may know: the services, VirtualServices and DestinationRules that its Sidecar lets in.

Source: Istio 1.30 pilot/pkg/model/{sidecar,push_context}.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from snippet_check.mesh.content import mappings, selects, strings, text
from snippet_check.mesh.creation import creation_order
from snippet_check.mesh.destination_rules import DestinationRule, chosen, destination_rules
from snippet_check.mesh.egress import EgressListener, egress_listener, with_listener_port
from snippet_check.mesh.mesh import MESH_GATEWAY, Mesh
from snippet_check.mesh.proxy import Proxy
from snippet_check.mesh.registry import Registry, registry
from snippet_check.mesh.scope_services import ScopeServices
from snippet_check.mesh.service import Service
from snippet_check.mesh.virtual_service import Destination, Rule, VirtualService, destinations
from snippet_check.mesh.virtual_services import virtual_services
from snippet_check.mesh.visibility import Reach, is_visible, reach
from snippet_check.resource import Content, Resource

_EVERYTHING: Content = {"hosts": ["*/*"]}


@dataclass(frozen=True, slots=True, eq=False)
class SidecarScope:
    """A proxy's view of the mesh."""

    mesh: Mesh
    proxy: Proxy
    sidecar: Resource | None
    egress_listeners: tuple[EgressListener, ...]
    services_by_hostname: Mapping[str, Service]
    _rules: dict[str, DestinationRule | None] = field(default_factory=dict)

    @property
    def services(self) -> tuple[Service, ...]:
        """All services of the scope, one for each hostname."""
        return tuple(self.services_by_hostname.values())

    def service(self, hostname: str) -> Service | None:
        """The service of a hostname, None for one out of scope."""
        return self.services_by_hostname.get(hostname)

    def destination_rule(self, hostname: str) -> DestinationRule | None:
        """The rule for a service of the scope; None for a host that is none."""
        if hostname not in self._rules:
            service = self.service(hostname)
            candidates = destination_rules(self.mesh).candidates(service, self.proxy.namespace) if service else ()
            self._rules[hostname] = chosen(candidates, self.proxy.namespace, self.proxy.labels)
        return self._rules[hostname]

    @property
    def allows_any(self) -> bool:
        """Whether traffic to unknown hosts goes on: what a sidecar's outboundTrafficPolicy says."""
        return not self.proxy.is_router and text(self._outbound_policy, "mode") == "ALLOW_ANY"

    @property
    def egress_proxy(self) -> Content | None:
        """The destination of traffic to unknown hosts that a Sidecar names, in place of its original one."""
        found = self._outbound_policy.get("egressProxy")
        return found if isinstance(found, dict) else None

    @property
    def _outbound_policy(self) -> Content:
        own = self.sidecar.spec.get("outboundTrafficPolicy") if self.sidecar else None
        if isinstance(own, dict):
            return own
        wide = self.mesh.mesh_config.get("outboundTrafficPolicy")
        return {"mode": "ALLOW_ANY", **(wide if isinstance(wide, dict) else {})}


def sidecar_scope(mesh: Mesh, proxy: Proxy) -> SidecarScope:
    """The scope of a proxy. A gateway sees all that is exported to its namespace."""
    services = list(_exported_services(mesh, proxy.namespace))
    rules = virtual_services(mesh).bound_to(MESH_GATEWAY, proxy.namespace)
    if proxy.is_router:
        listener = EgressListener(None, "", "", tuple(services), rules, {}, None)
        return SidecarScope(mesh, proxy, None, (listener,), _by_hostname(services))
    sidecar = _sidecar(mesh, proxy)
    listeners = tuple(
        egress_listener(content, sidecar.at("spec", "egress", i) if sidecar else None, proxy.namespace, services, rules)
        for i, content in enumerate(_egress(sidecar))
    )
    return SidecarScope(mesh, proxy, sidecar, listeners, _imported_services(mesh, proxy, listeners))


def _exported_services(mesh: Mesh, namespace: str) -> Iterator[Service]:
    """What a namespace sees: first what is exported to it alone, then what is public; each oldest first."""
    known = registry(mesh)
    public: list[Service] = []
    for service in known.services:
        match reach(service.export_to or known.default_export_to, service.namespace, namespace):
            case Reach.PUBLIC:
                public.append(service)
            case Reach.PRIVATE | Reach.EXPORTED:
                yield service
    yield from public


def _by_hostname(services: list[Service]) -> dict[str, Service]:
    found = ScopeServices()
    for service in services:
        found.add(service)
    return found.by_hostname


def _egress(sidecar: Resource | None) -> list[Content]:
    return (mappings(sidecar.spec, "egress") if sidecar else []) or [_EVERYTHING]


def _sidecar(mesh: Mesh, proxy: Proxy) -> Resource | None:
    """A proxy's Sidecar: one that selects it, one for its namespace, or the root namespace's; the oldest of each."""
    ordered = sorted(mesh.of_kind("Sidecar"), key=lambda one: ("workloadSelector" not in one.spec, creation_order(one)))
    for one in ordered:
        selector = strings(one.spec, "workloadSelector", "labels")
        if one.namespace == proxy.namespace and selects(selector, proxy.labels):
            return one
    root = (one for one in ordered if one.namespace == mesh.root_namespace and "workloadSelector" not in one.spec)
    return next(root, None)


def _imported_services(mesh: Mesh, proxy: Proxy, listeners: tuple[EgressListener, ...]) -> dict[str, Service]:
    """The services that the listeners name, and those that their VirtualServices send traffic to."""
    found = ScopeServices()
    for listener in listeners:
        for service in listener.services:
            found.add(service)
        for one in listener.virtual_services:
            for service in _inferred(registry(mesh), one, listener, proxy.namespace):
                found.add(service)
    return found.by_hostname


def _inferred(known: Registry, one: VirtualService, listener: EgressListener, namespace: str) -> Iterator[Service]:
    ports: dict[str, set[int]] = {}
    for destination in _reachable(one, namespace):
        ports.setdefault(destination.host, set()).add(destination.port)
    for host, wanted in ports.items():
        service = _best(known, host, namespace)
        if service is not None:
            part = with_listener_port(service, listener.port) if listener.matches_port else _with_ports(service, wanted)
            if part is not None:
                yield part


def _reachable(one: VirtualService, namespace: str) -> Iterator[Destination]:
    for rule in one.http:
        if _from_namespace(rule, namespace):
            yield from destinations(rule)
    for rule in (*one.tcp, *one.tls):
        yield from destinations(rule)


def _from_namespace(rule: Rule, namespace: str) -> bool:
    """Whether a caller's namespace can match a rule: a match that names another one rules it out."""
    named = [text(match.content, "sourceNamespace") for match in rule.matches]
    return not any(named) or namespace in named


def _best(known: Registry, hostname: str, namespace: str) -> Service | None:
    """The service of a host that a rule goes to: the client namespace's, else a Kubernetes one, else the oldest."""
    by_namespace = known.by_hostname.get(hostname, {})
    if namespace in by_namespace:
        return by_namespace[namespace]
    default = known.default_export_to
    visible = [s for s in by_namespace.values() if is_visible(s.export_to or default, s.namespace, namespace)]
    return min(visible, key=lambda s: (not s.from_kubernetes, s.created, s.namespace), default=None)


def _with_ports(service: Service, wanted: set[int]) -> Service | None:
    """A service with only the ports that a rule's destinations name; all of them where one names none."""
    if 0 in wanted:
        return service
    ports = tuple(port for port in service.ports if port.number in wanted)
    if len(ports) == len(service.ports):
        return service
    return replace(service, ports=ports) if ports else None
