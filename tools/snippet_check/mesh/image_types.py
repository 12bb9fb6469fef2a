"""The type of proxy image that a Pod gets: `distroless`, `debug`; "" for the default one.

Source: Istio 1.30 pkg/config/analysis/analyzers/util/proxyconfig.go.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from snippet_check.mesh.content import mapping, strings, text
from snippet_check.mesh.labels import annotations, labels
from snippet_check.mesh.mesh import ROOT_NAMESPACE, Mesh
from snippet_check.mesh.mesh_config import MeshConfigError, decode_proxy_config
from snippet_check.mesh.selectors import SelectorIndex
from snippet_check.resource import Resource

_ANNOTATION = "proxy.istio.io/config"
_DEFAULT = "default"


class _ProxyConfigs(NamedTuple):
    """The ProxyConfigs of a mesh by what they are for."""

    of_mesh: Resource | None
    of_namespace: dict[str, Resource]
    of_workloads: SelectorIndex[tuple[int, Resource]]


def image_type(mesh: Mesh, pod: Resource) -> str:
    """The type of a Pod's proxy image: what is said last among mesh, namespace, workload and Pod counts."""
    said = [found for found in _said(mesh, pod) if found]
    return "" if not said or said[-1] == _DEFAULT else said[-1]


def _said(mesh: Mesh, pod: Resource) -> Iterator[str]:
    configs = mesh.once(_proxy_configs)
    yield _image_type(mapping(mesh.mesh_config, "defaultConfig"))
    for config in (configs.of_mesh, configs.of_namespace.get(pod.namespace)):
        yield _image_type(config.spec) if config else ""
    for _, config in sorted(configs.of_workloads.selecting(labels(pod)), key=lambda found: found[0]):
        # Istio compares the start of "namespace/name": namespace "shop" also takes what is meant for "shop-test".
        if str(config.full_name).startswith(pod.namespace):
            yield _image_type(config.spec)
    yield _image_type(_of_pod(pod))


def _proxy_configs(mesh: Mesh) -> _ProxyConfigs:
    root_namespace = text(mesh.mesh_config, "rootNamespace") or ROOT_NAMESPACE
    of_mesh, of_namespace, of_workloads = None, {}, []
    for position, config in enumerate(mesh.as_given("ProxyConfig")):
        if config.namespace == root_namespace:
            of_mesh = config
        elif "selector" in config.spec:
            of_workloads.append((strings(config.spec, "selector", "matchLabels"), (position, config)))
        else:
            of_namespace[config.namespace] = config
    return _ProxyConfigs(of_mesh, of_namespace, SelectorIndex(of_workloads))


def _image_type(proxy_config: Any) -> str:
    return text(mapping(proxy_config, "image"), "imageType")


def _of_pod(pod: Resource) -> Any:
    """The ProxyConfig in a Pod's annotation."""
    try:
        return decode_proxy_config(annotations(pod).get(_ANNOTATION, ""))
    except MeshConfigError:
        return None
