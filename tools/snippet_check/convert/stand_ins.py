"""What the files do not hold and calls need: Services with Pods, certificates, the gateways' own Pods.

Without them every call would end in a 503 before and after alike, and the comparison would say nothing.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator

from snippet_check.convert.backends import Used
from snippet_check.convert.conversion import Conversion
from snippet_check.convert.workloads import managed_proxy, pod_of
from snippet_check.load import load_text
from snippet_check.mesh.content import mappings, strings, text
from snippet_check.mesh.hosts import SERVICE_DOMAIN
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.registry import registry
from snippet_check.mesh.specificity import full_name
from snippet_check.resource import Content, FullName, Resource

FILE = "(stand-ins)"
_EMPTY = "3000"
_VALIDITY = "3020" + "170d" + b"200101000000Z".hex() + "180f" + b"20991231235959Z".hex()
_CERTIFICATE = "020101" + _EMPTY + _EMPTY + _VALIDITY + _EMPTY + _EMPTY
"""serialNumber, signature, issuer, validity, subject and subjectPublicKeyInfo (RFC 5280 section 4.1)."""


def _pem(kind: str, der: bytes) -> str:
    return f"-----BEGIN {kind}-----\n{base64.b64encode(der).decode()}\n-----END {kind}-----\n"


def _certificate() -> bytes:
    """As much of a certificate as it takes to be one: no keys, no names, a long validity."""
    fields = bytes.fromhex(_CERTIFICATE)
    inner = bytes((0x30, len(fields))) + fields
    return bytes((0x30, len(inner))) + inner


def stand_ins(conversion: Conversion) -> tuple[list[Resource], list[Resource]]:
    """Resources for both configurations, and those for the new one alone."""
    both = [*_services(conversion), *_secrets(conversion), *_old_gateways(conversion)]
    new = [*_subset_services(conversion), *(pod_of(managed_proxy(pair.new)) for pair in conversion.pairs)]
    return _loaded(both), _loaded(new)


def missing(conversion: Conversion) -> list[FullName]:
    """The Services that calls go to and the files do not hold."""
    found = (one.service for one in conversion.used if conversion.mesh.get("Service", *one.service) is None)
    return list(dict.fromkeys(found))


def _services(conversion: Conversion) -> Iterator[Content]:
    """A Service for each that is missing, a DestinationRule for subsets without one, Pods where nobody has any."""
    mesh = conversion.mesh
    by_service: dict[FullName, list[Used]] = {}
    for one in conversion.used:
        by_service.setdefault(one.service, []).append(one)
    for name, used in by_service.items():
        own = mesh.get("Service", *name)
        selector = strings(own.spec, "selector") if own else {"app": name.name}
        if own is None:
            yield _object("v1", "Service", name, {"selector": selector, "ports": _ports(used)})
        rules = [rule for rule in mesh.of_kind("DestinationRule") if _host(rule) == _hostname(name)]
        subsets = list(dict.fromkeys(one.subset for one in used if one.subset))
        if subsets and not rules:
            listed = [{"name": subset, "labels": {"version": subset}} for subset in subsets]
            yield _object(
                "networking.istio.io/v1", "DestinationRule", name, {"host": _hostname(name), "subsets": listed}
            )
        if not _has_pods(mesh, name):
            yield from _pods(name, selector, {subset: _labels(rules, subset) for subset in subsets})


def _subset_services(conversion: Conversion) -> Iterator[Content]:
    """The Services that nobody could make for a subset: the reader is told to."""
    made = {(one.content["metadata"]["namespace"], one.content["metadata"]["name"]) for one in conversion.made}
    for one in conversion.used:
        is_there = conversion.mesh.get("Service", *one.substitute) is not None or tuple(one.substitute) in made
        if one.subset and not is_there and one.substitute != one.service:
            own = conversion.mesh.get("Service", *one.service)
            selector = strings(own.spec, "selector") if own else {"app": one.service.name}
            ports = mappings(own.spec, "ports") if own else _ports([one])
            spec = {"selector": {**selector, "version": one.subset}, "ports": ports}
            yield _object("v1", "Service", one.substitute, spec)


def _has_pods(mesh: Mesh, name: FullName) -> bool:
    service = registry(mesh).kubernetes_service(*name)
    return service is not None and any(registry(mesh).instances(service).values())


def _pods(name: FullName, selector: dict[str, str], subsets: dict[str, dict[str, str]]) -> Iterator[Content]:
    for subset, labels in subsets.items() or [("", {})]:
        pod_name = f"{name.name}-{subset}" if subset else name.name
        metadata = {"name": f"{pod_name}-stand-in", "namespace": name.namespace, "labels": {**selector, **labels}}
        yield {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": {"containers": []}}


def _labels(rules: Iterable[Resource], subset: str) -> dict[str, str]:
    for rule in rules:
        for one in mappings(rule.spec, "subsets"):
            if text(one, "name") == subset:
                return strings(one, "labels")
    return {"version": subset}


def _ports(used: Iterable[Used]) -> list[Content]:
    ports = dict.fromkeys(one.port for one in used)
    return [{"name": f"http-{port}", "port": port} for port in ports]


def _secrets(conversion: Conversion) -> Iterator[Content]:
    """A certificate for every Secret that a listener names and the files do not hold."""
    data = {"tls.crt": _pem("CERTIFICATE", _certificate()), "tls.key": _pem("PRIVATE KEY", b"stand-in")}
    for name in dict.fromkeys(_secret_names(conversion)):
        if conversion.mesh.get("Secret", *name) is None:
            metadata = {"name": name.name, "namespace": name.namespace}
            yield {
                "apiVersion": "v1",
                "kind": "Secret",
                "metadata": metadata,
                "type": "kubernetes.io/tls",
                "stringData": data,
            }


def _secret_names(conversion: Conversion) -> Iterator[FullName]:
    for pair in conversion.pairs:
        for listener in pair.listeners:
            for reference in mappings(listener.tls or {}, "certificateRefs"):
                yield FullName(text(reference, "namespace") or pair.new.namespace, text(reference, "name"))


def _old_gateways(conversion: Conversion) -> Iterator[Content]:
    for pair in {(pair.proxy.namespace, pair.proxy.name): pair for pair in conversion.pairs}.values():
        if conversion.mesh.get("Pod", pair.proxy.namespace, pair.proxy.name) is None:
            yield pod_of(pair.proxy)


def _host(rule: Resource) -> str:
    return full_name(text(rule.spec, "host"), rule.namespace)


def _hostname(name: FullName) -> str:
    return f"{name.name}.{name.namespace}.{SERVICE_DOMAIN}"


def _object(api_version: str, kind: str, name: FullName, spec: Content) -> Content:
    metadata = {"name": name.name, "namespace": name.namespace}
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata, "spec": spec}


def _loaded(contents: Iterable[Content]) -> list[Resource]:
    return [one for content in contents for one in load_text(json.dumps(content), FILE).resources]
