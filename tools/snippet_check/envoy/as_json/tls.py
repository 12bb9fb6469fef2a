"""TLS contexts of filter chains as Envoy's JSON (envoy.extensions.transport_sockets.tls.v3)."""

from __future__ import annotations

from typing import Any

from snippet_check.envoy.as_json.secret import secret_as_json
from snippet_check.envoy.as_json.values import typed, without_empty
from snippet_check.envoy.tls import PeerValidation, TlsContext, TlsParameters


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
                        "tls_certificate_sds_secret_configs": [
                            secret_as_json(name) for name in context.credential_names
                        ],
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
    secret = secret_as_json(validation.authority)
    return {
        "combined_validation_context": {
            "default_validation_context": own,
            "validation_context_sds_secret_config": secret,
        }
    }
