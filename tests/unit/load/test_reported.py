"""Lines as istioctl 1.30.3 reports them; every number here is its own."""

from __future__ import annotations

import pytest

from snippet_check.eyes import Eyes
from snippet_check.load import load_text, tree
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
    ("f.yaml", LIST, ("spec", "host"), 13),
    ("f.yaml", LIST, MODE, 17),
    # YAML breaks lines where editors do not; a byte order mark hides a separator.
    ("f.yaml", RULE.replace("\n", "\r"), MODE, 11),
    ("f.yaml", RULE.replace("spec:", "spec:\x85"), MODE, 12),
    ("f.yaml", "\ufeff---\n" + RULE, (), 1),
    ("f.yaml", "\ufeff---\n" + RULE, MODE, 12),
]

ITEM = "apiVersion: networking.istio.io/v1\n  kind: DestinationRule\n  metadata: {name: a}\n  spec:\n"
SPECS: list[tuple[str, int]] = [
    ("- " + ITEM + "    host: x\n", 9),
    ("-\n  " + ITEM + "    host: x\n", 10),
    ("- # c\n  " + ITEM + "    host: x\n", 11),
    ("- # c\n\n  # d\n  " + ITEM + "    host: x\n", 15),
    ("# c\n\n# d\n- " + ITEM + "    host: x\n", 15),
    ("  # c\n- " + ITEM + "    host: x\n", 11),
    ("- " + ITEM + "    # c\n\n    host: x\n", 10),
    ("- " + ITEM + "\n\n    host:\n\n      x\n", 9),
    ("- " + ITEM + "    exportTo: [a]\n    # c\n    host: x\n", 11),
    ("- " + ITEM + "    exportTo: [a]\n    # c\n\n    host: x\n", 12),
    ("- " + ITEM + "    exportTo: [a]\n\n    # c\n\n    host: x\n", 11),
    ("- " + ITEM + "    exportTo:\n    - a\n      # c\n\n    host: x\n", 12),
    ("- " + ITEM + "    exportTo: # c\n    - a # d\n    -\n      b\n    host: x\n", 12),
    ("- " + ITEM + "    exportTo: &a\n    - a\n    trafficPolicy: {tls: {\n      sni: a}}\n    host: x\n", 12),
    ("- " + ITEM + "    a: |\n      b\n\n      c\n    d: 'e\n\n      f'\n    host: x\n", 16),
    ("- " + ITEM + "    a: >\n      b\n      c\n\n      d\n    e: f\n\n      g\n    host: x\n", 17),
    ('- {"apiVersion": "networking.istio.io/v1", "kind": "DestinationRule",\n  "spec": {\n  "host": "x"}}\n', 5),
    ("- &a\n  " + ITEM + "    host: x\n", 10),
    ("- " + ITEM + f"    {'a' * 129}: b\n    host: x\n", 11),
    ("- apiVersion: v1\n  kind: ConfigMap\n# c\n- " + ITEM + "    host: x\n", 13),
    ("- apiVersion: v1\n  kind: ConfigMap\n  # c\n- " + ITEM + "    host: x\n", 12),
    ("- apiVersion: v1\n  kind: ConfigMap\n\n  # c\n\n- " + ITEM + "    host: x\n", 14),
]
"""Lists, and the line of their last item's host, which Istio counts in a copy of the item that it writes anew."""


@pytest.mark.parametrize(("file", "text", "path", "line"), LINES)
def test_reported_line(file: str, text: str, path: FieldPath, line: int | None) -> None:
    [resource] = load_text(text, file, Eyes.FILES).resources
    assert line == reported_line(resource.at(*path))


@pytest.mark.parametrize(("items", "line"), SPECS)
def test_line_in_a_list(items: str, line: int) -> None:
    resource = load_text("apiVersion: v1\nkind: List\nitems:\n" + items, "f.yaml", Eyes.FILES).resources[-1]
    assert line == reported_line(resource.at("spec", "host"))


def test_a_cluster_reports_true_lines() -> None:
    [resource] = load_text("---\n" + RULE).resources
    assert reported_line(resource.at(*MODE)) == 12


def test_a_document_is_taken_apart_once_for_all_lists_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []

    class Counted(tree._TreeBuilder):
        def __init__(self, text: str, yaml_lines: bool) -> None:
            texts.append(text)
            super().__init__(text, yaml_lines)

    monkeypatch.setattr(tree, "_TreeBuilder", Counted)
    inner = (
        "- apiVersion: v1\n  kind: List\n  items:\n  - "
        + '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a%d"}}\n'
    )
    text = "apiVersion: v1\nkind: List\nitems:\n" + "".join(inner % i for i in range(9))
    assert len(load_text(text, "f.yaml", Eyes.FILES).resources) == 9
    assert len(texts) <= 2  # by YAML's lines and by an editor's
