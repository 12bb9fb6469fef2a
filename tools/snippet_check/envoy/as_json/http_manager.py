"""HTTP connection managers as Envoy's JSON, with what istiod sets in every one of them.

Left out are the access log and tracing, which Telemetry decides about.
Source: Istio 1.30 pilot/pkg/networking/core/listener_builder.go, pilot/pkg/xds/filters/filters.go.
"""

from __future__ import annotations

from typing import Any

from snippet_check.envoy.as_json.route import route_configuration_as_json
from snippet_check.envoy.as_json.values import typed
from snippet_check.envoy.listener import HttpConnectionManager, HttpFilter, ListenerClass

_HCM = "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
_REQUEST_ID = typed("envoy.extensions.request_id.uuid.v3.UuidRequestIdConfig", use_request_id_for_trace_sampling=True)
_ALWAYS = {
    "proxy_100_continue": True,
    "stream_idle_timeout": "0s",
    "upgrade_configs": [{"upgrade_type": "websocket"}],
    "request_id_extension": {"typed_config": _REQUEST_ID},
}
_PROXY_NAME = {"server_name": "istio-envoy"}
_TOLD_OF_CLIENTS = {"subject": True, "dns": True, "uri": True}
_BY_CLASS: dict[ListenerClass, dict[str, Any]] = {
    ListenerClass.SIDECAR_OUTBOUND: {},
    ListenerClass.SIDECAR_INBOUND: {**_PROXY_NAME, "set_current_client_cert_details": _TOLD_OF_CLIENTS},
    ListenerClass.GATEWAY: {**_PROXY_NAME, "http_protocol_options": {}},
}
_TELLING = ("APPEND_FORWARD", "SANITIZE_SET")
_GRPC_STATS = typed("envoy.extensions.filters.http.grpc_stats.v3.FilterConfig", emit_filter_state=True)
_ALPN_OVERRIDE = [
    {"alpn_override": ["istio-http/1.0", "istio", "http/1.0"]},
    {"upstream_protocol": "HTTP11", "alpn_override": ["istio-http/1.1", "istio", "http/1.1"]},
    {"upstream_protocol": "HTTP2", "alpn_override": ["istio-h2", "istio", "h2"]},
]
_HTTP_FILTERS = {
    "envoy.filters.http.router": typed("envoy.extensions.filters.http.router.v3.Router"),
    "envoy.filters.http.fault": typed("envoy.extensions.filters.http.fault.v3.HTTPFault"),
    "envoy.filters.http.cors": typed("envoy.extensions.filters.http.cors.v3.Cors"),
    "envoy.filters.http.grpc_web": typed("envoy.extensions.filters.http.grpc_web.v3.GrpcWeb"),
    "envoy.filters.http.grpc_stats": _GRPC_STATS | {"stats_for_all_methods": False},
    "istio.alpn": typed("istio.envoy.config.filter.http.alpn.v2alpha1.FilterConfig", alpn_override=_ALPN_OVERRIDE),
}


def http_manager_as_json(manager: HttpConnectionManager) -> dict[str, Any]:
    fields = typed(
        _HCM,
        stat_prefix=manager.stat_prefix or "http",
        codec_type="HTTP2" if manager.http2 else None,
        route_config=manager.route_config and route_configuration_as_json(manager.route_config),
        rds=_rds(manager.route_config_name) if manager.route_config is None else None,
        http_filters=[_http_filter(one) for one in manager.http_filters],
        xff_num_trusted_hops=manager.xff_num_trusted_hops or None,
        forward_client_cert_details=manager.forward_client_cert_details,
        merge_slashes=manager.merge_slashes,
        path_with_escaped_slashes_action=manager.path_with_escaped_slashes_action,
    )
    wrapped = {"normalize_path": manager.normalize_path, "use_remote_address": manager.use_remote_address}
    old_versions = {"http_protocol_options": {"accept_http_10": True}} if manager.accept_http_10 else {}
    return fields | wrapped | _ALWAYS | _BY_CLASS[manager.listener_class] | old_versions | _client_details(manager)


def _client_details(manager: HttpConnectionManager) -> dict[str, Any]:
    """What a gateway tells of its clients' certificates, where it tells anything."""
    tells = manager.listener_class is ListenerClass.GATEWAY and manager.forward_client_cert_details in _TELLING
    return {"set_current_client_cert_details": {**_TOLD_OF_CLIENTS, "cert": True}} if tells else {}


def _rds(name: str) -> dict[str, Any]:
    return {
        "route_config_name": name,
        "config_source": {"ads": {}, "initial_fetch_timeout": "0s", "resource_api_version": "V3"},
    }


def _http_filter(one: HttpFilter) -> dict[str, Any]:
    config = _HTTP_FILTERS.get(one.name) if one.typed_config is None else one.typed_config
    return {"name": one.name} if config is None else {"name": one.name, "typed_config": config}
