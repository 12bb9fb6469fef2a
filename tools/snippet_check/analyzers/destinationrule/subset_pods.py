"""A DestinationRule is for a host that exists, and each of its subsets selects a Pod."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mappings, strings, text, texts
from snippet_check.mesh.labels import Labels, labels, selects
from snippet_check.mesh.pods import pods
from snippet_check.mesh.service_hosts import ServiceHosts
from snippet_check.resource import Resource

NAME = "destinationrule.SubsetSelectPodAnalyzer"
INPUTS = frozenset({"DestinationRule", "Pod", "Service", "ServiceEntry", "Node"})

_HOSTNAME = "kubernetes.io/hostname"
_LOCALITY = ("topology.kubernetes.io/region", "topology.kubernetes.io/zone", "topology.istio.io/subzone")
_FROM_NODE = frozenset({_HOSTNAME, *_LOCALITY})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    hosts = mesh.once(ServiceHosts)
    for rule in mesh.of_kind("DestinationRule"):
        name = text(rule.spec, "host")
        host = hosts.find(name, rule.namespace, texts(rule.spec, "exportTo"))
        if host is None:
            yield message_type("IST0174").at(rule.at("spec", "host"), reported=(), host=name)
        else:
            yield from _subsets(mesh, rule, host.workload_labels)


def _subsets(mesh: Mesh, rule: Resource, workload_labels: Labels) -> Iterator[Diagnostic]:
    subsets = {text(subset, "name"): (i, subset) for i, subset in enumerate(mappings(rule.spec, "subsets"))}
    for name, (i, subset) in subsets.items():  # of equal names, the last
        if not _selects_a_pod(mesh, {**workload_labels, **strings(subset, "labels")}):
            where = rule.at("spec", "subsets", i, "labels")
            yield message_type("IST0173").at(where, reported=(), subset=name)


def _selects_a_pod(mesh: Mesh, selector: Labels) -> bool:
    own = {key: value for key, value in selector.items() if key not in _FROM_NODE}
    if len(own) == len(selector):
        return pods(mesh).first(own) is not None
    return any(selects(selector, _labels(mesh, pod)) for pod in pods(mesh).selected(own))


def _labels(mesh: Mesh, pod: Resource) -> Labels:
    """A Pod's labels, with the host name and the locality of its node."""
    node_name = text(pod.spec, "nodeName")
    node = mesh.get("Node", "", node_name)
    locality = _locality(labels(node)).split("/") if node else ()
    of_node = {label: part for label, part in zip(_LOCALITY, locality, strict=False) if part}
    return {**labels(pod), **of_node, **({_HOSTNAME: node_name} if node_name else {})}


def _locality(node: Labels) -> str:
    """As istiod writes it: `region/zone/subzone`, ending before the first zone or subzone that is not known."""
    region, zone, subzone = (node.get(label, "") for label in _LOCALITY)
    if not zone:
        return region
    return f"{region}/{zone}/{subzone}" if subzone else f"{region}/{zone}"
