"""What HTTP a cluster is spoken to in, as Envoy's JSON (envoy.extensions.upstreams.http.v3)."""

from __future__ import annotations

from typing import Any

from snippet_check.envoy.as_json.values import duration, typed, without_empty
from snippet_check.envoy.cluster import Cluster

HTTP_PROTOCOL_OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"


def http_protocol_options(cluster: Cluster) -> dict[str, Any]:
    """A cluster's typed_extension_protocol_options, {} where everything is Envoy's default: HTTP/1.1."""
    options = without_empty(
        {
            "common_http_protocol_options": without_empty(
                {
                    "idle_timeout": duration(cluster.idle_timeout),
                    "max_connection_duration": duration(cluster.max_connection_duration),
                    "max_requests_per_connection": cluster.max_requests_per_connection,
                }
            ),
            "upstream_http_protocol_options": without_empty(
                {"auto_sni": cluster.tls.auto_sni, "auto_san_validation": cluster.tls.auto_san_validation}
            ),
        }
    )
    if cluster.max_concurrent_streams and "common_http_protocol_options" not in options:
        options["common_http_protocol_options"] = {}  # The limit itself counts for HTTP/2 alone.
    if not options and not cluster.http2 and not cluster.use_downstream_protocol:
        return {}
    return {HTTP_PROTOCOL_OPTIONS: typed(HTTP_PROTOCOL_OPTIONS) | options | _protocol(cluster)}


def _protocol(cluster: Cluster) -> dict[str, Any]:
    if cluster.use_downstream_protocol:
        return {"use_downstream_protocol_config": {"http_protocol_options": {}, "http2_protocol_options": {}}}
    if not cluster.http2:
        return {"explicit_http_config": {"http_protocol_options": {}}}
    http2 = without_empty({"max_concurrent_streams": cluster.max_concurrent_streams})
    return {"explicit_http_config": {"http2_protocol_options": http2}}
