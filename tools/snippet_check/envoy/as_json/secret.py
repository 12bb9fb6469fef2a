"""Secrets as Envoy's JSON (envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig): named, not embedded."""

from __future__ import annotations

from typing import Any

from snippet_check.envoy.tls import MESH_AUTHORITY, WORKLOAD_CERTIFICATE

_WITH_KIND = "://"
"""In the names of secrets that istiod itself gives; all others come from the agent."""
_BY_ISTIOD = {"ads": {}, "resource_api_version": "V3"}
_BY_AGENT = {
    "api_config_source": {
        "api_type": "GRPC",
        "transport_api_version": "V3",
        "grpc_services": [{"envoy_grpc": {"cluster_name": "sds-grpc"}}],
        "set_node_on_first_message_only": True,
    },
    "resource_api_version": "V3",
}
_OWN = frozenset((WORKLOAD_CERTIFICATE, MESH_AUTHORITY))


def secret_as_json(name: str) -> dict[str, Any]:
    """Who is asked for a secret. Nothing goes on without the proxy's own."""
    if _WITH_KIND in name:
        return {"name": name, "sds_config": _BY_ISTIOD}
    waits = {"initial_fetch_timeout": "0s"} if name in _OWN else {}
    return {"name": name, "sds_config": _BY_AGENT | waits}
