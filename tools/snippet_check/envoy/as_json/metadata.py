"""What istiod notes about origins, as Envoy's JSON (envoy.config.core.v3.Metadata)."""

from __future__ import annotations

from typing import Any

from snippet_check.envoy.as_json.values import without_empty
from snippet_check.envoy.metadata import IstioMetadata


def metadata_as_json(metadata: IstioMetadata) -> dict[str, Any]:
    noted = {
        "config": metadata.config,
        "subset": metadata.subset,
        "services": [
            {"host": host, "name": name, "namespace": namespace} for host, name, namespace in metadata.services
        ],
        "external": metadata.external,
        "alpn_override": "false" if metadata.keeps_alpn else "",
    }
    return without_empty({"filter_metadata": without_empty({"istio": without_empty(noted)})})
