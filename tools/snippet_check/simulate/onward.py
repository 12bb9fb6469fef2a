"""The connection that a proxy opens to an endpoint for a call: what the next proxy gets to see.

Source: envoy.config.route.v3 (headers), envoy.extensions.transport_sockets.tls; Istio 1.30 cluster_tls.go.
"""

from __future__ import annotations

from collections.abc import Iterable

from snippet_check.envoy import Cluster, Endpoint, HeaderMutations, RouteAction, TransportSocket, WeightedCluster
from snippet_check.simulate.call import Call, Mode
from snippet_check.simulate.inspectors import OUTSIDE_ALPN
from snippet_check.simulate.request import Request
from snippet_check.simulate.result import Result

_MESH_MODES = ("auto_mtls", "istio_mutual")
_ISTIO = "istio"


def onward_call(result: Result, cluster: Cluster, endpoint: Endpoint, mode: Mode, source_address: str) -> Call:
    """What the proxy that came to this result sends to an endpoint of one of its destinations.

    HTTP/1.1 carries the scheme in x-forwarded-proto, which sidecars believe and gateways write anew.
    """
    call = _unwrapped(result)
    if result.request is not None:
        call = _rewritten(call, result, result.request, cluster)
        if mode == "gateway" and call.protocol == "http":
            call = call._replace(scheme="")
    call = _wrapped(call, cluster.tls, endpoint, result.request.authority if result.request else "")
    return call._replace(mode=mode, address=endpoint.address, port=endpoint.port, source_address=source_address)


def _unwrapped(result: Result) -> Call:
    """The call as the proxy holds it: without the TLS that it ends."""
    call = result.call
    if result.filter_chain is None or result.filter_chain.tls is None:
        return call
    return call.inner or call._replace(tls="plaintext", server_name="", application_protocols=())


def _rewritten(call: Call, result: Result, request: Request, cluster: Cluster) -> Call:
    """The request as the route sends it: another path, host, headers or version of HTTP."""
    action = result.route.action if result.route else None
    if not isinstance(action, RouteAction) or result.route is None:
        return call
    chosen = next((one for one in action.clusters if one.name == cluster.name), WeightedCluster(cluster.name))
    mutations = (chosen.request_headers, result.route.request_headers)
    protocol = "http2" if cluster.http2 else call.protocol if cluster.use_downstream_protocol else "http"
    return call._replace(
        protocol=protocol,
        path=result.upstream_path or request.path,
        authority=chosen.host_rewrite_literal or result.upstream_authority or request.authority,
        scheme=request.scheme,
        headers=tuple(_mutated(call.headers, mutations)),
    )


def _mutated(headers: Iterable[tuple[str, str]], mutations: Iterable[HeaderMutations]) -> list[tuple[str, str]]:
    kept = [(name.lower(), value) for name, value in headers]
    for one in mutations:
        gone = {name.lower() for name in (*one.remove, *(name for name, _ in one.set))}
        kept = [(name, value) for name, value in kept if name not in gone]
        kept += [(name.lower(), value) for name, value in (*one.set, *one.add)]
    return kept


def _wrapped(call: Call, socket: TransportSocket, endpoint: Endpoint, authority: str) -> Call:
    """The call within the TLS that the cluster speaks, if it does; TLS of the client's own stays within it."""
    if socket.mode == "none" or (socket.mode == "auto_mtls" and endpoint.tls_mode != _ISTIO):
        return call
    mutual = socket.mode != "simple"
    wrapped = call if call.tls == "plaintext" else Call(name=call.name, protocol="tcp", inner=call)
    return wrapped._replace(
        tls="mtls" if mutual else "tls",
        server_name=authority if socket.auto_sni else socket.sni,
        application_protocols=() if socket.mode in _MESH_MODES else OUTSIDE_ALPN.get(wrapped.protocol, ()),
    )
