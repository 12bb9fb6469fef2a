"""How a cluster is spoken to, as Envoy's JSON (envoy.extensions.transport_sockets)."""

from __future__ import annotations

from typing import Any

from snippet_check.envoy.as_json.secret import secret_as_json
from snippet_check.envoy.as_json.values import typed, without_empty
from snippet_check.envoy.cluster import Cluster, TransportSocket

TLS_SOCKET = "envoy.transport_sockets.tls"
PROXY_SOCKET = "envoy.transport_sockets.upstream_proxy_protocol"
_SOCKETS = "envoy.extensions.transport_sockets"
_RAW_BUFFER = {
    "name": "envoy.transport_sockets.raw_buffer",
    "typed_config": typed(f"{_SOCKETS}.raw_buffer.v3.RawBuffer"),
}


def transport_sockets(cluster: Cluster) -> dict[str, Any]:
    """The cluster's transport_socket, or one for each kind of endpoint."""
    version, tls = cluster.proxy_protocol, cluster.tls
    if tls.mode == "auto_mtls":
        return {
            "transport_socket_matches": [
                _match("tlsMode-istio", {"tlsMode": "istio"}, _behind_proxy_header(_tls(tls), version)),
                _match("tlsMode-disabled", {}, _behind_proxy_header(_RAW_BUFFER, version)),
            ]
        }
    if tls.mode != "none":
        return {"transport_socket": _behind_proxy_header(_tls(tls), version)}
    bare = _RAW_BUFFER | {"name": "raw_buffer"}
    return {"transport_socket": _behind_proxy_header(bare, version)} if version else {}


def _match(name: str, match: dict[str, str], socket: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "match": match, "transport_socket": socket}


def _behind_proxy_header(socket: dict[str, Any], version: str) -> dict[str, Any]:
    if not version:
        return socket
    config = {} if version == "V1" else {"version": version}
    typed_config = typed(f"{_SOCKETS}.proxy_protocol.v3.ProxyProtocolUpstreamTransport")
    return {"name": PROXY_SOCKET, "typed_config": typed_config | {"config": config, "transport_socket": socket}}


def _tls(tls: TransportSocket) -> dict[str, Any]:
    common = without_empty(
        {
            "tls_params": without_empty(
                {
                    "tls_minimum_protocol_version": "TLSv1_2",
                    "tls_maximum_protocol_version": "TLSv1_3",
                    "ecdh_curves": list(tls.ecdh_curves),
                    "cipher_suites": list(tls.cipher_suites),
                }
            ),
            "tls_certificate_sds_secret_configs": [secret_as_json(tls.certificate)] if tls.certificate else [],
            "alpn_protocols": list(tls.alpn_protocols),
        }
    )
    context = typed(f"{_SOCKETS}.tls.v3.UpstreamTlsContext", sni=tls.sni)
    return {"name": TLS_SOCKET, "typed_config": context | {"common_tls_context": common | _validation(tls)}}


def _validation(tls: TransportSocket) -> dict[str, Any]:
    if not tls.root_certificate:
        return {}
    names = [{"exact": name} for name in tls.subject_alt_names]
    default = without_empty({"match_subject_alt_names": names, "crl": {"filename": tls.crl} if tls.crl else None})
    return {
        "combined_validation_context": {
            "default_validation_context": default,
            "validation_context_sds_secret_config": secret_as_json(tls.root_certificate),
        }
    }
