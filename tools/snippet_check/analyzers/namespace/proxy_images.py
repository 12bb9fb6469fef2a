"""The Pods of an injected namespace run the proxy image that the injector gives today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, TypeVar

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import strings, text
from snippet_check.mesh.injector import injector_name, injectors
from snippet_check.mesh.labels import labels
from snippet_check.mesh.membership import INJECTION, PROXY_CONTAINER, REVISION, containers
from snippet_check.resource import Resource

NAME = "injection.ImageAnalyzer"
INPUTS = frozenset({"Namespace", "Pod", "ConfigMap", "MeshConfig", "ProxyConfig"})

_Value = TypeVar("_Value", dict[str, Any], str)
_OWN_IMAGE = "sidecar.istio.io/proxyImage"


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    expected = {name: _image(values[-1]) for name, values in injectors(mesh).items()}
    if not expected:
        return
    revisions = _revisions(mesh)
    outdated: dict[str, list[str]] = defaultdict(list)
    for pod in mesh.of_kind("Pod"):
        image = expected.get(injector_name(revisions[pod.namespace])) if pod.namespace in revisions else None
        if image is not None and not strings(pod.metadata, "annotations").get(_OWN_IMAGE):
            outdated[pod.namespace] += [pod.name] * _outdated(mesh, pod, image)
    for namespace, pods in outdated.items():
        found = mesh.get("Namespace", "", namespace)
        if found and pods:
            place = found.at("metadata", "name")
            yield message_type("IST0158").at(place, reported=(), pods=", ".join(sorted(pods)))


def _revisions(mesh: Mesh) -> dict[str, str]:
    """The revision whose injector takes a namespace's Pods, for the namespaces that ask for one."""
    asking = {namespace.name: labels(namespace) for namespace in mesh.of_kind("Namespace")}
    return {
        name: own.get(REVISION, "default")
        for name, own in asking.items()
        if REVISION in own or own.get(INJECTION) == "enabled"
    }


def _outdated(mesh: Mesh, pod: Resource, image: str) -> int:
    """How many proxy containers of a Pod have another image."""
    own = [text(each, "image") for each in containers(pod.spec) if text(each, "name") == PROXY_CONTAINER]
    if all(each == image for each in own):
        return 0
    from snippet_check.mesh.image_types import image_type

    return sum(each not in (image, f"{image}-{image_type(mesh, pod)}") for each in own)


def _image(values: Any) -> str:
    """The image in an injector's values, "" where they are not of the right types."""
    try:
        settings = _field(values, "global", dict)
        image = _field(_field(settings, "proxy", dict), "image", str)
        hub, tag = _field(settings, "hub", str), _field(settings, "tag", str)
    except TypeError:
        return ""
    return image if "/" in image else f"{hub}/{image}:{tag}"


def _field(content: Any, name: str, of_type: type[_Value]) -> _Value:
    """A field as Go reads it: its name in any case, null as nothing. Raises TypeError for a value of another type."""
    if not isinstance(content, dict):
        raise TypeError(name)
    found = of_type()
    for key, value in content.items():
        if key.lower() == name and value is not None:
            if not isinstance(value, of_type):
                raise TypeError(name)
            found = value
    return found
