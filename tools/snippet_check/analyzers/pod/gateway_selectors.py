"""Policies for the Pods of a Kubernetes Gateway name it in targetRefs: a selector does not reach them."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import strings
from snippet_check.mesh.labels import labels
from snippet_check.mesh.pods import LabelIndex

NAME = "k8sgateway.SelectorAnalyzer"
INPUTS = frozenset({"AuthorizationPolicy", "RequestAuthentication", "Telemetry", "WasmPlugin", "Pod"})

_GATEWAY_NAME = "gateway.networking.k8s.io/gateway-name"


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    pods = LabelIndex(pod for pod in mesh.of_kind("Pod") if _GATEWAY_NAME in labels(pod))
    for kind in sorted(INPUTS - {"Pod"}):
        for policy in mesh.of_kind(kind):
            if "selector" in policy.spec and "targetRef" not in policy.spec:
                selector = strings(policy.spec, "selector", "matchLabels")
                selected = pods.selected(selector, policy.namespace)
                for gateway in sorted({labels(pod)[_GATEWAY_NAME] for pod in selected}):
                    yield message_type("IST0166").at(policy.at("spec", "selector"), reported=(), gateway=gateway)
