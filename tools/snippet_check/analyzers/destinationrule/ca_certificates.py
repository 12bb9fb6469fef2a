"""A DestinationRule that starts TLS names the certificates by which it knows the server."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, mappings, number, text
from snippet_check.resource import Content, FieldPath, Resource

NAME = "destinationrule.CaCertificateAnalyzer"
INPUTS = frozenset({"DestinationRule"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    for rule in mesh.of_kind("DestinationRule"):
        policy = mapping(rule.spec, "trafficPolicy")
        tls = mapping(policy, "tls")
        if _trusts_anybody(rule, tls):
            yield _unverified("IST0128", rule, tls, ("spec", "trafficPolicy", "tls"))
        for i, settings in enumerate(mappings(policy, "portLevelSettings")):
            tls = mapping(settings, "tls")
            if _trusts_anybody(rule, tls):
                port = number(settings["port"], "number") if "port" in settings else "-"
                path = ("spec", "trafficPolicy", "portLevelSettings", i, "tls")
                yield _unverified("IST0129", rule, tls, path, port=port)


def _trusts_anybody(rule: Resource, tls: Content) -> bool:
    if text(tls, "mode") not in ("SIMPLE", "MUTUAL") or text(tls, "caCertificates"):
        return False
    # Only a rule with a workload selector gets its certificates from the credential.
    return not (text(tls, "credentialName") and "workloadSelector" in rule.spec)


def _unverified(code: str, rule: Resource, tls: Content, path: FieldPath, **port: object) -> Diagnostic:
    return message_type(code).at(
        rule.at(*path),
        reported=(*path, "caCertificates"),
        destination_rule=str(rule.full_name),
        mode=text(tls, "mode"),
        host=text(rule.spec, "host"),
        **port,  # type: ignore[arg-type]
    )
