"""A root's rule and its delegate's become one: conditions of both, fields of either."""

from __future__ import annotations

from typing import Any

import pytest

from snippet_check.load import load_text
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.virtual_services import virtual_services
from snippet_check.resource import Content

ROOT = """\
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: root, namespace: default}
spec:
  hosts: [shop]
  http:
  - {name: root, match: ROOT, delegate: {name: part}, timeout: 1s}
  - {name: rest, directResponse: {status: 200}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: part, namespace: default}
spec:
  http:
  - {name: part, match: PART, directResponse: {status: 201}}
"""
MATCHES = [
    ("[{uri: {prefix: /a}}]", "[{uri: {prefix: /a/b}}]", [{"uri": {"prefix": "/a/b"}}]),
    ("[{uri: {prefix: /a}}]", "[{uri: {exact: /a}}]", [{"uri": {"exact": "/a"}}]),
    (
        "[{uri: {prefix: /a}}]",
        "[{headers: {x: {exact: '1'}}}]",
        [{"uri": {"prefix": "/a"}, "headers": {"x": {"exact": "1"}}}],
    ),
    (
        "[{uri: {prefix: /a}}, {uri: {prefix: /b}}]",
        "[{uri: {prefix: /b/c}}, {method: {exact: PUT}}]",
        [
            {"uri": {"prefix": "/b/c"}},
            {"uri": {"prefix": "/a"}, "method": {"exact": "PUT"}},
            {"uri": {"prefix": "/b"}, "method": {"exact": "PUT"}},
        ],
    ),
    ("[{uri: {prefix: /a}}]", "[{uri: {prefix: /b}}]", None),
    ("[{headers: {x: {exact: '1'}}}]", "[{headers: {x: {exact: '2'}}}]", None),
]


def resolved(root: str, part: str) -> dict[str, Any]:
    """The rules of the root by name, with what their conditions say."""
    text = ROOT.replace("ROOT", root).replace("PART", part)
    [one] = virtual_services(Mesh(load_text(text).resources)).bound_to("mesh", "default")
    return {rule.name: [_said(match.content) for match in rule.matches] for rule in one.http}


def _said(content: Content) -> Content:
    return {name: value for name, value in content.items() if value}


@pytest.mark.parametrize(("root", "part", "result"), MATCHES)
def test_matches(root: str, part: str, result: list[Any] | None) -> None:
    rules = resolved(root, part)
    assert rules.pop("rest") == []
    assert rules == ({} if result is None else {"root-part": result})


def test_a_delegate_that_is_not_there_takes_its_rule_with_it() -> None:
    text = ROOT.partition("---")[0].replace("ROOT", "[]")
    [one] = virtual_services(Mesh(load_text(text).resources)).bound_to("mesh", "default")
    assert [rule.name for rule in one.http] == ["rest"]
