"""Ingresses as one Gateway beside the ingress gateway, and an HTTPRoute for every Ingress and set of hosts.

All Ingresses share istiod's ingress gateway and port; their certificates are in its namespace, and so is the Gateway.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from snippet_check.convert.backends import Backends
from snippet_check.convert.fields import below
from snippet_check.convert.listeners import Listeners
from snippet_check.convert.notes import Notes
from snippet_check.convert.routes import Routes, Target
from snippet_check.mesh.content import mapping, mappings, strings, text
from snippet_check.mesh.gateway_config import GatewayConfig
from snippet_check.mesh.ingress import CLASS_ANNOTATION, ingress_gateways, ingress_virtual_services, ingresses
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.virtual_service import Rule
from snippet_check.resource import Content, FullName, Place, Resource

GATEWAY_NAME = "ingress"
_HTTP_PORT = 80


def served(mesh: Mesh, files: frozenset[str]) -> list[Resource]:
    """The Ingresses of these files that istiod serves."""
    return [one for one in ingresses(mesh) if one.document.file in files]


def configs(mesh: Mesh, own: Iterable[Resource]) -> Iterator[GatewayConfig]:
    """What istiod makes of these Ingresses."""
    documents = {id(one.document): one for one in own}
    for config in ingress_gateways(mesh):
        if any(id(server.source.resource.document) in documents for server in config.servers):
            yield config


def add_listeners(found: Iterable[GatewayConfig], listeners: Listeners, namespace: str) -> None:
    """The listeners: one for http, one for every host with a certificate."""
    has_http = False
    for config in found:
        for server in config.servers:
            if server.port != _HTTP_PORT:
                listeners.add(replace(server, port_name="https"), namespace)
            elif not has_http:
                has_http = True
                listeners.add(replace(server, port_name="http"), namespace)


def add_routes(mesh: Mesh, own: list[Resource], target: Target, routes: Routes, backends: Backends) -> None:
    """The routes of each Ingress: hosts with the same paths share one."""
    rules = _rules_by_ingress(mesh)
    for ingress in own:
        by_rules: dict[str, tuple[list[str], list[Rule]]] = {}
        for host, found in rules.get((ingress.namespace, ingress.name), {}).items():
            same = repr(
                [(rule.matches and rule.matches[0].content, rule.destinations[0].destination) for rule in found]
            )
            by_rules.setdefault(same if host != "*" else "*", ([], found))[0].append(host)
        for hosts, found in by_rules.values():
            named = [host for host in hosts if host != "*"]
            reference: Content = {"name": target.name.name}
            if target.name.namespace != ingress.namespace:
                reference["namespace"] = target.name.namespace
            contents = [_rule(rule, ingress.namespace, backends) for rule in found]
            name = FullName(ingress.namespace, ingress.name)
            routes.emit("HTTPRoute", name, [reference], named, contents, (ingress,))


def add_notes(mesh: Mesh, files: frozenset[str], own: list[Resource], notes: Notes) -> None:
    """Names what istiod does not serve: other classes, default backends, backends that are no Service."""
    rules = _rules_by_ingress(mesh)
    for ingress in mesh.of_kind("Ingress"):
        if ingress.document.file not in files:
            continue
        if ingress not in own:
            notes.add("foreign_ingress", _class_place(ingress), reason=_class(ingress))
            continue
        if ingress.spec.get("defaultBackend"):
            notes.add("default_backend", ingress.at("spec", "defaultBackend"))
        made = {
            rule.sources[0].path
            for found in rules.get((ingress.namespace, ingress.name), {}).values()
            for rule in found
        }
        for i, rule in enumerate(mappings(ingress.spec, "rules")):
            for j in range(len(mappings(mapping(rule, "http"), "paths"))):
                place = ingress.at("spec", "rules", i, "http", "paths", j)
                if place.path not in made:
                    notes.add("not_served", below(place, "backend"), reason=_reason(rule, j))


def _reason(rule: Content, number: int) -> str:
    """The part of a backend for which istiod finds no port."""
    service = mapping(mappings(mapping(rule, "http"), "paths")[number], "backend", "service")
    named = text(mapping(service, "port"), "name")
    return f"Service {text(service, 'name')}, port {named}" if named else "backend"


def _rules_by_ingress(mesh: Mesh) -> dict[tuple[str, str], dict[str, list[Rule]]]:
    """Every Ingress's rules by host, in the order in which they are written."""
    found: dict[tuple[str, str], dict[str, list[Rule]]] = {}
    for one in ingress_virtual_services(mesh):
        for rule in sorted(one.http, key=_written_at):
            ingress = rule.sources[0].resource
            by_host = found.setdefault((ingress.namespace, ingress.name), {})
            by_host.setdefault(one.hosts[0], []).append(rule)
    return found


def _written_at(rule: Rule) -> tuple[int, ...]:
    return tuple(step for step in rule.sources[0].path if isinstance(step, int))


def _rule(rule: Rule, namespace: str, backends: Backends) -> Content:
    one = rule.destinations[0]
    assert one.destination
    place = below(one.source, "backend", "service")
    backend = backends.backend(one.destination, place, "HTTPRoute", namespace, _HTTP_PORT)
    uri = mapping(rule.matches[0].content, "uri") if rule.matches else {}
    if "exact" in uri:
        path = {"type": "Exact", "value": uri["exact"]}
    else:
        path = {"type": "PathPrefix", "value": text(uri, "prefix").rstrip("/") or "/"}
    return {"matches": [{"path": path}], "backendRefs": [backend]}


def _class(ingress: Resource) -> str:
    annotation = strings(ingress.metadata, "annotations").get(CLASS_ANNOTATION)
    if annotation is not None:
        return f"{CLASS_ANNOTATION}: {annotation}"
    return f"ingressClassName: {text(ingress.spec, 'ingressClassName') or '-'}"


def _class_place(ingress: Resource) -> Place:
    if CLASS_ANNOTATION in strings(ingress.metadata, "annotations"):
        return ingress.at("metadata", "annotations", CLASS_ANNOTATION)
    return ingress.at("spec", "ingressClassName") if "ingressClassName" in ingress.spec else ingress.at()
