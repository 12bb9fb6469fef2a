"""Namespaces say whether their Pods get sidecars, and Pods that should have one do."""

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, truth
from snippet_check.mesh.injector import injector_name, injectors
from snippet_check.mesh.labels import annotations, labels
from snippet_check.mesh.membership import DATAPLANE_MODE, INJECT, INJECTION, REVISION, containers, has_proxy
from snippet_check.resource import Resource

NAME = "injection.Analyzer"
INPUTS = frozenset({"Namespace", "Pod", "ConfigMap"})

_ISTIO_NAMESPACE = "istio-system"


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    injected = set()
    by_default = False
    for namespace in mesh.as_given("Namespace"):
        if namespace.name != _ISTIO_NAMESPACE:
            own = labels(namespace)
            if own.get(DATAPLANE_MODE) != "ambient":
                by_default = _by_default(mesh, own.get(REVISION, ""), by_default)
                injected.update([namespace.name] if own.get(INJECTION) == "enabled" else [])
            yield from _check(namespace, by_default)
    for pod in mesh.of_kind("Pod"):
        if pod.namespace in injected and not _is_exempt(pod) and not has_proxy(containers(pod.spec)):
            yield message_type("IST0103").at(pod.at("spec", "containers"), reported=(), pod=str(pod.full_name))


def _check(namespace: Resource, by_default: bool) -> Iterator[Diagnostic]:
    own, place = labels(namespace), namespace.at("metadata", "name")
    opted_out = INJECTION in own and own[INJECTION] != "enabled"
    counting = (INJECTION,) if opted_out else (INJECTION, REVISION, DATAPLANE_MODE)
    asked = [f"{name}={own[name]}" for name in counting if name in own]
    if len(asked) > 1:
        yield message_type("IST0123").at(namespace.at("metadata", "labels"), reported=(), labels=", ".join(asked))
    if own.get(DATAPLANE_MODE) == "ambient" or own.get(INJECTION) or REVISION in own:
        return
    if by_default:
        yield message_type("IST0148").at(place, reported=())
    else:
        yield message_type("IST0102").at(place, namespace=namespace.name)


def _by_default(mesh: Mesh, revision: str, until_now: bool) -> bool:
    """Whether a revision's injector takes namespaces without a label; for one without injector, the last one met."""
    found = injectors(mesh).get(injector_name(revision))
    return truth(mapping(found[0], "sidecarInjectorWebhook"), "enableNamespacesByDefault") if found else until_now


def _is_exempt(pod: Resource) -> bool:
    asked = labels(pod).get(INJECT, annotations(pod).get(INJECT, ""))
    return asked.casefold() == "false" or truth(pod.spec, "hostNetwork")
