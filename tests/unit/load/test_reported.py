"""Lines as istioctl 1.30.3 reports them; every number here is its own."""

from __future__ import annotations

import pytest

from snippet_check.eyes import Eyes
from snippet_check.load import load_text
from snippet_check.load.reported import reported_line
from snippet_check.resource import FieldPath

RULE = """\
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: a
spec:
  host: foo.com
  exportTo: [.,
    'x']
  trafficPolicy:
    tls:
      mode: SIMPLE
"""
MODE: FieldPath = ("spec", "trafficPolicy", "tls", "mode")
LIST = "apiVersion: v1\nkind: List\nitems:\n# why\n\n- " + RULE.replace("\n", "\n  ").rstrip() + "\n"

LINES: list[tuple[str, str, FieldPath, int | None]] = [
    ("f.yaml", RULE, (), 1),
    ("f.yaml", RULE, MODE, 11),
    ("f.yaml", RULE, ("spec", "exportTo", 1), 8),
    ("f.yaml", RULE, ("spec", "trafficPolicy"), 1),
    ("f.yaml", RULE, ("spec", "trafficPolicy", "tls", "sni"), 1),
    ("f.json", RULE, MODE, None),
    ("f.yaml", "---\n" + RULE, (), 2),
    ("f.yaml", "---\n" + RULE, MODE, 13),
    ("f.yaml", "# c\n\n" + RULE, (), 1),
    ("f.yaml", "# c\n\n" + RULE, MODE, 13),
    ("f.yaml", "  \n" + RULE, MODE, 11),
    ("f.yaml", RULE.replace("trafficPolicy", "traffic_policy"), MODE, 1),
    ("f.yaml", LIST, (), 7),
    ("f.yaml", LIST, ("spec", "host"), 12),
    ("f.yaml", LIST, MODE, 16),
]


@pytest.mark.parametrize(("file", "text", "path", "line"), LINES)
def test_reported_line(file: str, text: str, path: FieldPath, line: int | None) -> None:
    [resource] = load_text(text, file, Eyes.FILES).resources
    assert line == reported_line(resource.at(*path))


def test_a_cluster_reports_true_lines() -> None:
    [resource] = load_text("---\n" + RULE).resources
    assert reported_line(resource.at(*MODE)) == 12
