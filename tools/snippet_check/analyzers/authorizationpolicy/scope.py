"""An AuthorizationPolicy applies to some Pod of the mesh, and the namespaces it names exist."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import ROOT_NAMESPACE, Mesh
from snippet_check.mesh.content import mapping, mappings, strings, texts
from snippet_check.mesh.membership import pod_in_mesh, pod_is_ambient
from snippet_check.mesh.pods import LabelIndex
from snippet_check.mesh.selectors import selector_text
from snippet_check.resource import Resource

NAME = "auth.AuthorizationPoliciesAnalyzer"
INPUTS = frozenset({"MeshConfig", "AuthorizationPolicy", "Namespace", "Pod"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    workloads = LabelIndex(pod for pod in mesh.of_kind("Pod") if pod_in_mesh(pod, mesh) or pod_is_ambient(pod))
    namespaces = _Names(namespace.name for namespace in mesh.of_kind("Namespace"))
    root_namespace = mesh.mesh_config.get("rootNamespace", ROOT_NAMESPACE)  # Istio takes "" for a namespace here
    for policy in mesh.of_kind("AuthorizationPolicy"):
        if not _applies(policy, workloads, root_namespace):
            place = policy.at("spec", "selector") if "selector" in policy.spec else policy.at("metadata", "name")
            selector = selector_text(strings(policy.spec, "selector", "matchLabels"))
            yield message_type("IST0127").at(place, reported=(), selector=selector)
        yield from _unknown_namespaces(policy, namespaces)


def _applies(policy: Resource, workloads: LabelIndex, root_namespace: str) -> bool:
    """Whether there is a Pod for a policy; in the root namespace it is for all, which nobody has to prove."""
    if policy.namespace == root_namespace and "selector" not in policy.spec:
        return True
    namespace = None if policy.namespace == root_namespace else policy.namespace
    return workloads.first(strings(policy.spec, "selector", "matchLabels"), namespace) is not None


def _unknown_namespaces(policy: Resource, namespaces: _Names) -> Iterator[Diagnostic]:
    for i, rule in enumerate(mappings(policy.spec, "rules")):
        for j, entry in enumerate(mappings(rule, "from")):
            source, path = mapping(entry, "source"), ("spec", "rules", i, "from", j, "source")
            for field in ("namespaces", "notNamespaces"):
                for k, pattern in enumerate(texts(source, field)):
                    if not namespaces.matches(pattern):
                        # Istio counts in notNamespaces, yet looks for the line in namespaces.
                        yield message_type("IST0101").at(
                            policy.at(*path, field, k),
                            reported=(*path, "namespaces", k),
                            kind="namespace",
                            name=pattern,
                        )


class _Names:
    """Names that answer which patterns match one of them: equal ones in any case, `prefix*`, `*suffix`, `*`."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted(names)
        self._backwards = sorted(name[::-1] for name in self._names)
        self._folded = frozenset(name.casefold() for name in self._names)

    def matches(self, pattern: str) -> bool:
        if pattern.startswith("*"):
            return _has_prefix(self._backwards, pattern[:0:-1])
        if pattern.endswith("*"):
            return _has_prefix(self._names, pattern[:-1])
        return pattern.casefold() in self._folded


def _has_prefix(names: list[str], prefix: str) -> bool:
    position = bisect_left(names, prefix)
    return position < len(names) and names[position].startswith(prefix)
