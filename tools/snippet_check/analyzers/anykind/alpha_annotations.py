"""Resources carry no annotation of Istio's that is alpha, but for those that Istio writes by itself."""

from collections.abc import Iterator

from snippet_check.analyzers.anykind._annotations import WRITTEN_BY_ISTIO
from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mappings, text
from snippet_check.mesh.labels import annotations
from snippet_check.resource import Resource

NAME = "annotations.AlphaAnalyzer"
ON_REQUEST = True
INPUTS = frozenset({"Namespace", "Service", "Pod", "Deployment"})

_WRITTEN_BY_INJECTION = frozenset(
    (
        "sidecar.istio.io/interceptionMode",
        "traffic.sidecar.istio.io/includeInboundPorts",
        "traffic.sidecar.istio.io/excludeInboundPorts",
        "traffic.sidecar.istio.io/includeOutboundIPRanges",
    )
)
_INIT_CONTAINER = "istio-init"


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    from snippet_check.facts.annotations import all_annotations

    alpha = {name for name, one in all_annotations().items() if one.status == "alpha"} - WRITTEN_BY_ISTIO
    for kind in sorted(INPUTS):
        for resource in mesh.of_kind(kind):
            counted = alpha - _WRITTEN_BY_INJECTION if _has_no_init_container(resource) else alpha
            for name in filter(counted.__contains__, annotations(resource)):
                place = resource.at("metadata", "annotations", name)
                yield message_type("IST0136").at(place, reported=(), annotation=name)


def _has_no_init_container(resource: Resource) -> bool:
    """Whether a Pod got its sidecar with Istio's CNI plugin, and with it annotations that it did not ask for."""
    names = [text(one, "name") for one in mappings(resource.spec, "initContainers")]
    return resource.kind == "Pod" and _INIT_CONTAINER not in names
