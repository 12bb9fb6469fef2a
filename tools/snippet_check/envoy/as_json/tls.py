"""TLS contexts as Envoy's JSON: certificates named, not embedded, as SDS does."""

from __future__ import annotations

from typing import Any

from snippet_check.envoy.as_json.values import typed, without_empty
from snippet_check.envoy.tls import MESH_AUTHORITY, WORKLOAD_CERTIFICATE, PeerValidation, TlsContext, TlsParameters

_FROM_ISTIOD = "://"
"""In the names of secrets that istiod itself gives; all others come from the agent."""
_FROM_AGENT = {
    "api_type": "GRPC",
    "transport_api_version": "V3",
    "grpc_services": [{"envoy_grpc": {"cluster_name": "sds-grpc"}}],
    "set_node_on_first_message_only": True,
}


def downstream_tls(context: TlsContext) -> dict[str, Any]:
    """The transport socket of a filter chain."""
    return {
        "name": "envoy.transport_sockets.tls",
        "typed_config": {
            **typed(
                "envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext",
                common_tls_context=without_empty(
                    {
                        "tls_params": _parameters(context.parameters),
                        "alpn_protocols": list(context.alpn),
                        "tls_certificate_sds_secret_configs": [_secret(name) for name in context.credential_names],
                        **_validation(context.validation),
                    }
                ),
            ),
            "require_client_certificate": context.require_client_certificate,
        },
    }


def _parameters(parameters: TlsParameters) -> dict[str, Any]:
    return without_empty(
        {
            "tls_minimum_protocol_version": parameters.minimum_protocol_version,
            "tls_maximum_protocol_version": parameters.maximum_protocol_version,
            "cipher_suites": list(parameters.cipher_suites),
            "ecdh_curves": list(parameters.ecdh_curves),
        }
    )


def _validation(validation: PeerValidation) -> dict[str, Any]:
    names = [{"exact": name} for name in validation.subject_alt_names]
    names += [{"prefix": name} for name in validation.subject_alt_name_prefixes]
    own = without_empty(
        {
            "match_subject_alt_names": names,
            "verify_certificate_spki": list(validation.spki),
            "verify_certificate_hash": list(validation.hashes),
            "crl": validation.revocation_list and {"filename": validation.revocation_list},
        }
    )
    if not validation.authority:
        return {"validation_context": own}
    secret = _secret(validation.authority)
    return {
        "combined_validation_context": {
            "default_validation_context": own,
            "validation_context_sds_secret_config": secret,
        }
    }


def _secret(name: str) -> dict[str, Any]:
    if _FROM_ISTIOD in name:
        return {"name": name, "sds_config": {"ads": {}, "resource_api_version": "V3"}}
    source: dict[str, Any] = {"api_config_source": _FROM_AGENT, "resource_api_version": "V3"}
    if name in (WORKLOAD_CERTIFICATE, MESH_AUTHORITY):
        source["initial_fetch_timeout"] = "0s"
    return {"name": name, "sds_config": source}
