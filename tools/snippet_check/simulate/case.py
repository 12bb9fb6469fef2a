"""Self-contained cases: a cluster, one of its proxies and calls, in one file.

The form in which translation and simulation are compared with istiod. What a case leaves out is filled in: the proxy is
a sidecar of a Pod in namespace default with the label app: client, which exists and is an endpoint of the services that
select it; a router is an ingress gateway in istio-system.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from snippet_check.complete import Inject
from snippet_check.load import Loaded, load_documents, load_text
from snippet_check.load.positions import locate
from snippet_check.load.read import read_document
from snippet_check.load.split import documents
from snippet_check.mesh.content import mapping, mappings, number, strings, text
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.proxy import Proxy
from snippet_check.mesh.sidecar_scope import SidecarScope
from snippet_check.mesh.workloads import TLS_MODE_LABEL
from snippet_check.resource import Content, Document, Resource
from snippet_check.simulate.addressing import NOBODY, address_of, gateway_port
from snippet_check.simulate.call import Call
from snippet_check.simulate.virtual_hosts import without_port
from snippet_check.simulate.world import World, make_world

_ROUTERS = frozenset(("router", "gateway", "ingressgateway"))
_DEFAULT_LABELS = {False: {"app": "client"}, True: {"istio": "ingressgateway", "app": "istio-ingressgateway"}}
_DEFAULT_NAMESPACES = {False: "default", True: "istio-system"}
_OWN_POD = "the-proxy"
_PAYLOAD = ("envoy.filters.http.jwt_authn", "payload")


class Case(NamedTuple):
    """A case as it was read."""

    world: World
    proxy: Proxy
    calls: tuple[Call, ...]
    loaded: Loaded


def read_case(source: str, file: str) -> Case:
    """Reads a case file. Raises MalformedError where it is no YAML."""
    document = Document(file, 0, source)
    read, _ = read_document(document)
    content: Content = read if isinstance(read, dict) else {}
    loaded = load_documents(_configuration(document, content))
    own = mapping(content, "proxy")
    proxy = _proxy(own)
    resources = _with_own_pod(loaded.resources, own, proxy)
    world = make_world(resources, mapping(content, "meshConfig"), _inject(text(content, "inject")))
    proxy = _of_pod(proxy, own, world.mesh)
    scope = world.scope(proxy)
    return Case(world, proxy, tuple(_call(call, scope) for call in mappings(content, "calls")), loaded)


def _configuration(document: Document, content: Content) -> list[Document]:
    """The documents under `config`, each knowing where in the case file it stands."""
    line = locate(document, ("config",)).span.start.line
    following = document.text.splitlines()[line:]
    indent = next((len(one) - len(one.lstrip(" ")) for one in following if one.strip()), 0)
    found = documents(text(content, "config"), document.file)
    return [one._replace(first_line=one.first_line + line, indent=indent) for one in found]


def _inject(word: str) -> Inject:
    return Inject(word) if word in {one.value for one in Inject} else Inject.AUTO


def _proxy(own: Content) -> Proxy:
    router = text(own, "type") in _ROUTERS
    ips = (text(own, "ip") or "10.244.0.99").split(",")
    return Proxy(
        type="router" if router else "sidecar",
        name=text(own, "pod") or _OWN_POD,
        namespace=text(own, "namespace") or _DEFAULT_NAMESPACES[router],
        labels=strings(own, "labels") if "labels" in own else _DEFAULT_LABELS[router],
        ip=ips[0],
        more_ips=tuple(ips[1:]),
        service_account=text(own, "serviceAccount") or "default",
        locality=text(own, "locality"),
        metadata=strings(own, "metadata"),
        dns_capture=str(mapping(own, "metadata").get("DNS_CAPTURE", "")).lower() == "true",
    )


def _with_own_pod(resources: tuple[Resource, ...], own: Content, proxy: Proxy) -> tuple[Resource, ...]:
    """The resources with the proxy's own Pod, which has the proxy: the one that is named, or one made for it."""
    if not text(own, "pod"):
        return (*resources, *load_text(json.dumps(_pod(proxy)), _OWN_POD).resources)
    is_own = {one for one in resources if (one.kind, one.namespace, one.name) == ("Pod", proxy.namespace, proxy.name)}
    return tuple(_with_proxy(one) if one in is_own else one for one in resources)


def _pod(proxy: Proxy) -> Content:
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {
            "name": proxy.name,
            "namespace": proxy.namespace,
            "labels": {**proxy.labels, TLS_MODE_LABEL: "istio"},
        },
        "spec": {"serviceAccountName": proxy.service_account, "containers": []},
        "status": {"podIP": proxy.ip, "podIPs": [{"ip": address} for address in proxy.ips]},
    }


def _with_proxy(pod: Resource) -> Resource:
    labels = {TLS_MODE_LABEL: "istio", **strings(pod.metadata, "labels")}
    return pod._replace(content={**pod.content, "metadata": {**pod.metadata, "labels": labels}})


def _of_pod(proxy: Proxy, own: Content, mesh: Mesh) -> Proxy:
    """The proxy with what its Pod says; the Pod of a workload goes by the workload's name."""
    if not text(own, "pod"):
        return proxy
    names = (proxy.name, f"{proxy.name}-")
    pods = [pod for pod in mesh.of_kind("Pod") if pod.namespace == proxy.namespace]
    pod = next((one for one in pods if one.name == names[0] or one.name.startswith(names[1])), None)
    if pod is None:
        return proxy
    return replace(
        proxy,
        name=pod.name,
        labels={**strings(pod.metadata, "labels"), **strings(own, "labels")},
        ip=text(own, "ip") or text(mapping(pod.content, "status"), "podIP"),
        service_account=text(own, "serviceAccount") or text(pod.spec, "serviceAccountName"),
    )


def _call(call: Content, scope: SidecarScope) -> Call:
    router = scope.proxy.is_router
    mode = _one_of(("outbound", "inbound", "gateway"), call, "mode", "gateway" if router else "outbound")
    tls = _one_of(("plaintext", "tls", "mtls"), call, "tls", "plaintext")
    protocol = _one_of(("http", "http2", "tcp"), call, "protocol", "http")
    headers = {name.lower(): value for name, value in _headers(call).items()}
    host = headers.pop(":authority", "") or headers.pop("host", "") or _word(call, "host")
    port = number(call, "port") or 80
    port = gateway_port(port, scope) if router and mode == "gateway" else port
    address = _word(call, "address") or _address(_word(call, "host"), mode, scope)
    return Call(
        name=_word(call, "name"),
        mode=mode,
        address=address,
        port=port,
        protocol=protocol,
        tls=tls,
        server_name=_word(call, "sni") or (without_port(_word(call, "host")) if tls == "tls" else ""),
        application_protocols=tuple(one.strip() for one in _word(call, "alpn").split(",") if one.strip()),
        authority=host or f"{address}:{port}",
        path=_word(call, "path") or "/",
        method=_word(call, "method") or "GET",
        scheme=_word(call, "scheme"),
        headers=tuple(headers.items()),
        source_address=NOBODY if mode == "gateway" else scope.proxy.ip,
        claims=_claims(call),
    )


def _address(host: str, mode: str, scope: SidecarScope) -> str:
    if mode == "inbound":
        return scope.proxy.ip
    return address_of(host, scope) if mode == "outbound" else NOBODY


def _word(content: Content, field: str) -> str:
    """A scalar as text: a number or truth value as YAML writes it."""
    value = content.get(field)
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (str, int, float)) else ""


def _headers(call: Content) -> dict[str, str]:
    return {str(name): _word(mapping(call, "headers"), name) for name in mapping(call, "headers")}


def _one_of(words: tuple[Any, ...], content: Content, field: str, default: Any) -> Any:
    word = text(content, field)
    return word if word in words else default


def _claims(call: Content) -> Mapping[str, Any] | None:
    payload = mapping(call, "metadata", *_PAYLOAD)
    return payload or None
