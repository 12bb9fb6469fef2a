"""Which DestinationRule counts, against a model that looks through the namespaces in turn."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from snippet_check.load import load_text
from snippet_check.mesh import Mesh
from snippet_check.mesh.destination_rules import chosen, destination_rules
from snippet_check.mesh.registry import registry

SERVICE = """
apiVersion: v1
kind: Service
metadata: {name: web, namespace: backend}
spec: {clusterIP: 10.0.0.1, ports: [{name: http, port: 80}]}
"""
EXACT, WIDER, WIDEST = "web.backend.svc.cluster.local", "*.backend.svc.cluster.local", "*.local"
RULES = st.lists(
    st.tuples(
        st.sampled_from(["client", "backend", "istio-system", "other"]),
        st.sampled_from([EXACT, WIDER, WIDEST]),
        st.sampled_from([(), (".",), ("*",), ("client",)]),
    ),
    max_size=5,
    unique_by=lambda rule: rule[:2],
)
Rule = tuple[str, str, tuple[str, ...]]


def visible(rule: Rule) -> bool:
    """Whether a client in namespace "client" may use a rule that another namespace has written."""
    return not rule[2] or "*" in rule[2] or "client" in rule[2]


def expected(rules: list[Rule]) -> Rule | None:
    """The client's own, else the service's, else the root's namespace; in each the most specific host."""
    for namespace in ("client", "backend", "istio-system"):
        own = namespace == "client"
        candidates = [one for one in rules if one[0] == namespace and (own or one[2] != (".",))]
        if candidates:
            best = min(candidates, key=lambda one: (EXACT, WIDER, WIDEST).index(one[1]))
            if own or visible(best):
                return best
    return None


@given(RULES)
def test_the_first_namespace_with_a_rule_for_the_host_decides(rules: list[Rule]) -> None:
    texts = [SERVICE]
    for i, (namespace, host, export_to) in enumerate(rules):
        texts.append(
            "apiVersion: networking.istio.io/v1\nkind: DestinationRule\n"
            f"metadata: {{name: rule-{i}, namespace: {namespace}}}\n"
            f"spec: {{host: '{host}', exportTo: {list(export_to)}}}\n"
        )
    mesh = Mesh(load_text("---\n".join(texts)).resources)
    service = registry(mesh).services[0]
    found = chosen(destination_rules(mesh).candidates(service, "client"), "client", {})
    wanted = expected(rules)
    assert (found and (found.namespace, found.host)) == (wanted and wanted[:2])
