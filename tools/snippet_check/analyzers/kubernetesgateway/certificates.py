"""The certificates of a Gateway's listeners are there, can be read and may be used."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, mappings, text
from snippet_check.mesh.gateway_api.conditions import Problem
from snippet_check.mesh.gateway_api.listener_tls import listener_tls
from snippet_check.mesh.gateway_api.listeners import Listener, Listeners

INPUTS = frozenset({"GatewayClass", "KubernetesGateway", "ListenerSet", "Namespace", "ReferenceGrant", "Secret"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    for listener in mesh.once(Listeners):
        problem = listener_tls(listener, mesh).problem
        if problem is not None:
            yield message_type("SC0252").at(
                problem.place, listener=listener.section, reason=problem.reason, name=_name(listener, problem)
            )


def _name(listener: Listener, problem: Problem) -> str:
    """The first certificate's name, where it is one of the listener's own that cannot be used."""
    references = mappings(mapping(listener.content, "tls"), "certificateRefs") if problem.place.path[-1] == 0 else []
    return text(references[0], "name") if references else "-"
