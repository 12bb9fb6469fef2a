"""Namespaces say whether their Pods get sidecars, and Pods that should have one do."""

from collections.abc import Iterator
from typing import Any

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, truth
from snippet_check.mesh.injector import PLAIN_INJECTOR, injectors
from snippet_check.mesh.labels import annotations, labels
from snippet_check.mesh.membership import DATAPLANE_MODE, INJECT, INJECTION, REVISION, containers, has_proxy
from snippet_check.resource import Resource

NAME = "injection.Analyzer"
INPUTS = frozenset({"Namespace", "Pod", "ConfigMap"})

_ISTIO_NAMESPACE = "istio-system"


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    injected = set()
    for namespace in mesh.of_kind("Namespace"):
        if namespace.name != _ISTIO_NAMESPACE:
            yield from _check(namespace, mesh)
            own = labels(namespace)
            if own.get(INJECTION) == "enabled" and own.get(DATAPLANE_MODE) != "ambient":
                injected.add(namespace.name)
    for pod in mesh.of_kind("Pod"):
        if pod.namespace in injected and not _is_exempt(pod) and not has_proxy(containers(pod.spec)):
            yield message_type("IST0103").at(pod.at("spec", "containers"), reported=(), pod=str(pod.full_name))


def _check(namespace: Resource, mesh: Mesh) -> Iterator[Diagnostic]:
    own, place = labels(namespace), namespace.at("metadata", "name")
    opted_out = INJECTION in own and own[INJECTION] != "enabled"
    counting = (INJECTION,) if opted_out else (INJECTION, REVISION, DATAPLANE_MODE)
    asked = [f"{name}={own[name]}" for name in counting if name in own]
    if len(asked) > 1:
        yield message_type("IST0123").at(namespace.at("metadata", "labels"), reported=(), labels=", ".join(asked))
    if own.get(DATAPLANE_MODE) == "ambient" or own.get(INJECTION) or REVISION in own:
        return
    if _by_default(injectors(mesh).get(PLAIN_INJECTOR)):
        yield message_type("IST0148").at(place, reported=())
    else:
        yield message_type("IST0102").at(place, namespace=namespace.name)


def _by_default(injector: Any) -> bool:
    """Whether an injector's values have it take namespaces without a label."""
    return truth(mapping(injector, "sidecarInjectorWebhook"), "enableNamespacesByDefault")


def _is_exempt(pod: Resource) -> bool:
    asked = labels(pod).get(INJECT, annotations(pod).get(INJECT, ""))
    return asked.casefold() == "false" or truth(pod.spec, "hostNetwork")
