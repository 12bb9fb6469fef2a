"""The filter of Istio's own Envoy by which both ends of a connection tell each other who they are.

Source: Istio 1.30 pilot/pkg/xds/filters/filters.go.
"""

from __future__ import annotations

from snippet_check.envoy.as_json.values import typed_struct

METADATA_EXCHANGE = "istio.metadata_exchange"
TCP_METADATA_EXCHANGE = typed_struct(
    "envoy.tcp.metadataexchange.config.MetadataExchange", {"enable_discovery": True, "protocol": "istio-peer-exchange"}
)
"""Its configuration for TCP."""
