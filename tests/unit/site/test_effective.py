"""The limits that a caller meets, and the rule that they come from."""

from __future__ import annotations

from snippet_check.site.effective import clusters


def test_a_rule_beside_the_caller_comes_before_that_of_the_mesh() -> None:
    table = clusters("traffic/mesh-wide-rule.yaml", "traffic/mesh-wide-rule-client-namespace.yaml", language="en")
    mesh_wide, client = table.split('<th scope="rowgroup"')[1:]
    everybody = '">istio-system/default</td><td data-label="Connections">1</td>'
    assert mesh_wide.count(everybody) == 2
    assert "ejected for 5m after 3 × 5xx; looks every 1m, ejects 100% at most" in mesh_wide
    assert everybody not in client
    assert '">test/helloworld</td><td data-label="Connections">unlimited</td>' in client
    assert "ejected for 30s after 7 × 5xx; looks every 10s, ejects 10% at most" in client


def test_a_subset_stands_in_a_row_of_its_own() -> None:
    table = clusters("traffic/mesh-wide-rule-subset.yaml", language="en")
    assert "→ v1.helloworld.default</td>" in table
    assert "→ v2.helloworld.default</td>" in table
    assert table.count('">default/helloworld</td>') == 2
