"""What istiod notes about origins, out of Envoy's JSON."""

from __future__ import annotations

from snippet_check.envoy.from_json.values import nested
from snippet_check.envoy.metadata import IstioMetadata
from snippet_check.resource import Content


def metadata(content: Content) -> IstioMetadata:
    """The notes in a route's or a cluster's metadata."""
    noted = nested(content, "metadata", "filter_metadata", "istio")
    services = noted.get("services", ())
    return IstioMetadata(
        config=noted.get("config", ""),
        subset=noted.get("subset", ""),
        services=tuple((one.get("host", ""), one.get("name", ""), one.get("namespace", "")) for one in services),
        external=bool(noted.get("external")),
        keeps_alpn=noted.get("alpn_override") == "false",
    )
