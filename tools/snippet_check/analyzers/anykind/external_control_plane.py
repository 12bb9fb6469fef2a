"""Istio's webhooks lead to a control plane: to a Service, or to a URL with a host name."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, mappings, text
from snippet_check.resource import Content, Place

NAME = "externalcontrolplane.ExternalControlPlaneAnalyzer"
INPUTS = frozenset({"ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"})

_ISTIOS = {
    "ValidatingWebhookConfiguration": ("istiod-default-validator", "istio-validator"),
    "MutatingWebhookConfiguration": (None, "istio-sidecar-injector"),
}
"""By kind, what Istio calls its own: a name, and what other names start with."""


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    for kind, (name, prefix) in _ISTIOS.items():
        for configuration in mesh.of_kind(kind):
            if configuration.name == name or configuration.name.startswith(prefix):
                for i, webhook in enumerate(mappings(configuration.content, "webhooks")):
                    yield from _check(webhook, configuration.at("webhooks", i, "clientConfig"))


def _check(webhook: Content, place: Place) -> Iterator[Diagnostic]:
    client, name = mapping(webhook, "clientConfig"), text(webhook, "name")
    url = place.resource.at(*place.path, "url")
    if "url" not in client:
        if "service" not in client:
            yield message_type("IST0163").at(place, reported=(), url="", webhook=name, problem="blank")
        return
    from snippet_check.schema.validation.rules.addresses import is_ip
    from snippet_check.schema.validation.rules.urls import parse

    found = parse(text(client, "url"))
    if found is None:
        yield message_type("IST0163").at(url, reported=(), url=text(client, "url"), webhook=name, problem="format")
    elif is_ip(found.host) and "%" not in found.host:
        yield message_type("IST0164").at(url, reported=(), url=text(client, "url"), webhook=name)
