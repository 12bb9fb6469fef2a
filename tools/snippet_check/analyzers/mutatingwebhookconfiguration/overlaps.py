"""For any Pod there is at most one injector, and the Service behind it exists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, mappings, text
from snippet_check.mesh.label_selectors import label_selector_selects, values_mentioned
from snippet_check.mesh.labels import Labels, labels
from snippet_check.mesh.membership import INJECT, INJECTION, REVISION
from snippet_check.resource import Content, Resource

NAME = "webhook.Analyzer"
INPUTS = frozenset({"MutatingWebhookConfiguration", "Service"})

_NAMESPACE, _OBJECT = "namespaceSelector", "objectSelector"
_ASKING: dict[str, tuple[Labels, ...]] = {
    _NAMESPACE: ({}, {INJECTION: "enabled"}, {INJECTION: "disabled"}),
    _OBJECT: ({}, {INJECT: "true"}, {INJECT: "false"}),
}
"""How namespaces and Pods can ask for injection; with each revision besides."""


class _Webhook(NamedTuple):
    """One webhook of a configuration; two with one name are one."""

    resource: Resource
    position: int
    content: Content

    @property
    def name(self) -> str:
        return f"{self.resource.name}/{text(self.content, 'name')}"


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    webhooks = [
        _Webhook(configuration, i, webhook)
        for configuration in mesh.of_kind("MutatingWebhookConfiguration")
        if _is_istios(configuration)
        for i, webhook in enumerate(mappings(configuration.content, "webhooks"))
    ]
    yield from _overlaps(webhooks)
    for webhook in webhooks:
        yield from _service(mesh, webhook)


def _is_istios(configuration: Resource) -> bool:
    named = any(text(webhook, "name").endswith("istio.io") for webhook in mappings(configuration.content, "webhooks"))
    return named or any(True for _ in _revisions(configuration))


def _revisions(configuration: Resource) -> Iterator[str]:
    """The revisions that a configuration speaks of."""
    if REVISION in (own := labels(configuration)):
        yield own[REVISION]
    for webhook in mappings(configuration.content, "webhooks"):
        for selector in (_NAMESPACE, _OBJECT):
            yield from values_mentioned(mapping(webhook, selector), REVISION)


def _overlaps(webhooks: list[_Webhook]) -> Iterator[Diagnostic]:
    last = {webhook.name: webhook for webhook in webhooks}
    revisions = {revision for webhook in webhooks for revision in _revisions(webhook.resource)}
    of_namespaces, of_objects = (_taking(webhooks, selector, revisions) for selector in (_NAMESPACE, _OBJECT))
    meeting = {one & other for one in of_namespaces for other in of_objects}
    named = {frozenset(webhooks[i].name for i in indices) for indices in meeting}
    others = {(name, names - {name}) for names in named if len(names) > 1 for name in names}
    for name, overlapping in sorted(others, key=lambda pair: (pair[0], sorted(pair[1]))):
        webhook = last[name]
        yield message_type("IST0139").at(
            webhook.resource.at("webhooks", webhook.position),
            related=tuple(last[other].resource.at("webhooks", last[other].position) for other in sorted(overlapping)),
            reported=(),
            problem="overlap",
            names=", ".join(sorted(overlapping)),
        )


def _taking(webhooks: list[_Webhook], selector: str, revisions: set[str]) -> set[frozenset[int]]:
    """The sets of webhooks (by index) that take the same labels, for all labels that can be asked with."""
    asked = [
        {**asking, **revision}
        for revision in ({}, *({REVISION: each} for each in sorted(revisions)))
        for asking in _ASKING[selector]
    ]
    found: dict[int, list[int]] = defaultdict(list)
    for i, webhook in enumerate(webhooks):
        for j, own in enumerate(asked):
            if label_selector_selects(mapping(webhook.content, selector), own):
                found[j].append(i)
    return {frozenset(indices) for indices in found.values() if len(indices) > 1}


def _service(mesh: Mesh, webhook: _Webhook) -> Iterator[Diagnostic]:
    client = mapping(webhook.content, "clientConfig")
    service = mapping(client, "service")
    namespace, name = text(service, "namespace"), text(service, "name")
    if "service" in client and mesh.get("Service", namespace, name) is None:
        yield message_type("IST0139").at(
            webhook.resource.at("webhooks", webhook.position, "clientConfig", "service"),
            reported=(),
            problem="service",
            names=f"{namespace}/{name}" if namespace else name,
        )
