"""BackendTLSPolicies as DestinationRules: one for each host of a Service or ServiceEntry that they are attached to.

Source: Istio 1.30 pilot/pkg/config/kube/gateway/backend_policies.go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from snippet_check.mesh.content import mapping, mappings, number, strings, text, texts
from snippet_check.mesh.creation import created
from snippet_check.mesh.gateway_api.references import SERVICE, SERVICE_ENTRY, GroupKind
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.specificity import full_name
from snippet_check.resource import Content, Place, Resource

_IGNORED = "istio.io/ignore-policy-attachment"
_KINDS = {SERVICE: "Service", SERVICE_ENTRY: "ServiceEntry"}
_CA_KEYS = ("cacert", "ca.crt")
_NO_CERTIFICATE = "invalid://"


class BackendPolicy(NamedTuple):
    """The policy for one host: what a DestinationRule of the target's namespace would say."""

    target: Resource
    host: str
    traffic_policy: Content
    source: Place
    sources: tuple[Resource, ...]


class _Attachment(NamedTuple):
    policy: Resource
    section: str
    tls: Content
    source: Place


def backend_policies(mesh: Mesh) -> Iterator[BackendPolicy]:
    """What the policies of a mesh's backends say."""
    found: dict[tuple[Resource, str], list[_Attachment]] = defaultdict(list)
    policies = sorted(
        (one for one in mesh.of_kind("BackendTLSPolicy") if not _is_ignored(one)),
        key=lambda one: (created(one), one.namespace, one.name),
    )
    taken: set[tuple[str, GroupKind, str, object]] = set()
    for policy in policies:
        tls = _tls(policy, mesh)
        for i, reference in enumerate(mappings(policy.spec, "targetRefs")):
            kind = GroupKind(text(reference, "group"), text(reference, "kind"))
            key = (policy.namespace, kind, text(reference, "name"), reference.get("sectionName"))
            target = _target(policy, reference, kind, mesh)
            if key not in taken and target is not None:
                for host in _hosts(target):
                    attachment = _Attachment(
                        policy, text(reference, "sectionName"), tls, policy.at("spec", "targetRefs", i)
                    )
                    found[target, host].append(attachment)
            taken.add(key)
    for (target, host), attachments in found.items():
        resources = tuple(dict.fromkeys(one.policy for one in attachments))
        yield BackendPolicy(target, host, _traffic_policy(target, attachments), attachments[0].source, resources)


def _is_ignored(policy: Resource) -> bool:
    return strings(policy.metadata, "annotations").get(_IGNORED, "").lower() == "true"


def _target(policy: Resource, reference: Content, kind: GroupKind, mesh: Mesh) -> Resource | None:
    """What is attached to; None where it, or the port that is named, does not exist."""
    name = _KINDS.get(kind)
    target = mesh.get(name, policy.namespace, text(reference, "name")) if name else None
    section = text(reference, "sectionName")
    if target is None or (section and all(text(port, "name") != section for port in mappings(target.spec, "ports"))):
        return None
    return target


def _hosts(target: Resource) -> list[str]:
    return [full_name(target.name, target.namespace)] if target.kind == "Service" else texts(target.spec, "hosts")


def _tls(policy: Resource, mesh: Mesh) -> Content:
    validation = mapping(policy.spec, "validation")
    names = (
        text(one, {"URI": "uri"}.get(text(one, "type"), "hostname")) for one in mappings(validation, "subjectAltNames")
    )
    tls: Content = {"mode": "SIMPLE", "sni": text(validation, "hostname"), "subjectAltNames": list(names)}
    credential = _credential(policy, validation, mesh)
    return {**tls, "credentialName": credential} if credential else tls


def _credential(policy: Resource, validation: Content, mesh: Mesh) -> str:
    """The first certificate's name; a name that nothing has where it cannot be used, so that calls fail."""
    references = mappings(validation, "caCertificateRefs")
    if validation.get("wellKnownCACertificates") is not None or not references:
        return ""
    first = references[0]
    is_config_map = GroupKind(text(first, "group"), text(first, "kind")) == ("", "ConfigMap")
    found = mesh.get("ConfigMap", policy.namespace, text(first, "name")) if is_config_map else None
    if found is None or not any(text(mapping(found.content, "data"), key) for key in _CA_KEYS):
        return _NO_CERTIFICATE
    return f"configmap://{policy.namespace}/{found.name}"


def _traffic_policy(target: Resource, attachments: list[_Attachment]) -> Content:
    """The oldest policy of the whole and of each port."""
    numbers = {text(port, "name"): number(port, _number(target)) for port in mappings(target.spec, "ports")}
    whole = next((one.tls for one in attachments if not one.section), None)
    by_port: dict[str, Content] = {}
    for one in attachments:
        if one.section:
            by_port.setdefault(one.section, {"port": {"number": numbers.get(one.section, 0)}, "tls": one.tls})
    ports = {"portLevelSettings": list(by_port.values())} if by_port else {}
    return {**({} if whole is None else {"tls": whole}), **ports}


def _number(target: Resource) -> str:
    return "port" if target.kind == "Service" else "number"
