"""One cluster being completed: each step adds what the next ones need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from snippet_check.complete import Inject
from snippet_check.complete.addresses import cluster_addresses, pod_addresses
from snippet_check.complete.ambient import is_captured, with_redirection
from snippet_check.complete.copies import added, changed
from snippet_check.complete.endpoints import SERVICE_NAME, PodsBySelector, slices_of_endpoints, slices_of_service
from snippet_check.complete.gateway_api import classes, managed_service, with_defaults
from snippet_check.complete.ingress import default_class, with_class
from snippet_check.complete.injection import is_injected, with_sidecar
from snippet_check.complete.pods import completed_pod
from snippet_check.complete.secrets import completed_secret
from snippet_check.complete.services import completed_service
from snippet_check.complete.workloads import POD, pods_of
from snippet_check.resource import GroupVersionKind, Resource
from snippet_check.schema.kinds import KUBERNETES_GATEWAY, find_kind, kind_key

DEFAULT_NAMESPACE = "default"
_ROOT_NAMESPACE = "istio-system"
_NAMESPACE = GroupVersionKind("", "v1", "Namespace")
_NAMESPACE_NAME = "kubernetes.io/metadata.name"


class Cluster:
    """The objects of a cluster by kind and name. The steps run in the order of `complete`."""

    def __init__(self, resources: Iterable[Resource], mesh_config: Mapping[str, Any], inject: Inject) -> None:
        configured = mesh_config.get("rootNamespace")
        self.root_namespace = configured if isinstance(configured, str) and configured else _ROOT_NAMESPACE
        self.inject = inject
        self.objects: dict[tuple[str, str, str], Resource] = {}
        for resource in resources:
            self.put(_named(resource))

    def put(self, resource: Resource) -> None:
        self.objects[kind_key(resource.group_version_kind), resource.namespace, resource.name] = resource

    def of_kind(self, *kinds: str) -> list[Resource]:
        return [resource for (kind, _, _), resource in self.objects.items() if kind in kinds]

    def has(self, kind: str, namespace: str, name: str) -> bool:
        return (kind, namespace, name) in self.objects

    def complete(self) -> tuple[Resource, ...]:
        """Everything, in the order in which it was written; what is added comes after it."""
        self.add_namespaces()
        self.fill_schemas()
        self.add_pods()
        self.complete_pods()
        self.add_gateways()
        self.complete_services()
        self.add_endpoint_slices()
        return tuple(self.objects.values())

    def add_namespaces(self) -> None:
        for resource in list(self.objects.values()):
            for name in filter(None, (resource.namespace, DEFAULT_NAMESPACE, self.root_namespace)):
                if not self.has("Namespace", "", name):
                    self.put(added(_NAMESPACE, name, "", resource, ("metadata",)))
        for namespace in self.of_kind("Namespace"):
            labels = {**namespace.metadata.get("labels", {}), _NAMESPACE_NAME: namespace.name}
            self.put(changed(namespace, metadata={**namespace.metadata, "labels": labels}))

    def fill_schemas(self) -> None:
        for resource in list(self.objects.values()):
            filled = with_defaults(resource)
            if filled is not resource:
                self.put(filled)
        for secret in self.of_kind("Secret"):
            self.put(completed_secret(secret))
        ingress_class = default_class(self.of_kind("IngressClass"))
        for ingress in self.of_kind("Ingress"):
            self.put(with_class(ingress, ingress_class))

    def add_pods(self) -> None:
        nodes = self.of_kind("Node")
        for resource in list(self.objects.values()):
            for pod in pods_of(resource, nodes):
                if not self.has("Pod", pod.namespace, pod.name):
                    self.put(pod)

    def complete_pods(self) -> None:
        pods = self.of_kind("Pod")
        addresses = pod_addresses(pod.content.get("status", {}).get("podIP", "") for pod in pods)
        for pod in pods:
            self.put(completed_pod(self.joined(pod), addresses))

    def joined(self, pod: Resource) -> Resource:
        """The Pod as part of the mesh: with its sidecar, or captured by ambient mode; else as it is."""
        if self.gets_sidecar(pod):
            return with_sidecar(pod)
        namespace = self.objects["Namespace", "", pod.namespace]
        return with_redirection(pod) if is_captured(pod, namespace.metadata["labels"]) else pod

    def gets_sidecar(self, pod: Resource) -> bool:
        if self.inject is not Inject.AUTO:
            return self.inject is Inject.ALL
        namespace = self.objects["Namespace", "", pod.namespace]
        return is_injected(pod, namespace.metadata["labels"])

    def add_gateways(self) -> None:
        gateways = self.of_kind(KUBERNETES_GATEWAY)
        if not gateways and not self.of_kind("HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute"):
            return
        origin = next(iter(self.objects.values()))
        for one in classes(self.of_kind("GatewayClass"), origin):
            self.put(one)
        gateway_classes, listener_sets = self.of_kind("GatewayClass"), self.of_kind("ListenerSet")
        for gateway in gateways:
            service = managed_service(gateway, gateway_classes, listener_sets)
            if service and not self.has("Service", service.namespace, service.name):
                self.put(service)

    def complete_services(self) -> None:
        services = self.of_kind("Service")
        addresses = cluster_addresses(service.spec.get("clusterIP", "") for service in services)
        for service in services:
            self.put(completed_service(service, addresses))

    def add_endpoint_slices(self) -> None:
        for endpoints in self.of_kind("Endpoints"):
            service = self.objects.get(("Service", endpoints.namespace, endpoints.name))
            if service is None or not service.spec.get("selector"):  # else they are the Pods', whatever is written
                for one in slices_of_endpoints(endpoints):
                    self.put(one)
        served = {
            (one.namespace, one.metadata.get("labels", {}).get(SERVICE_NAME)) for one in self.of_kind("EndpointSlice")
        }
        pods = PodsBySelector(self.of_kind(POD.kind))
        for service in self.of_kind("Service"):
            if (service.namespace, service.name) not in served:
                for one in slices_of_service(service, pods):
                    self.put(one)


def _named(resource: Resource) -> Resource:
    """The resource in the default namespace where its kind needs one and it names none."""
    kind = find_kind(resource.group_version_kind)
    if resource.namespace or kind is None or not kind.namespaced:
        return resource
    return Resource(
        resource.group_version_kind,
        resource.name,
        DEFAULT_NAMESPACE,
        resource.content,
        resource.document,
        resource.root,
        resource.written,
    )
