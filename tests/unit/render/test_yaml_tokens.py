"""Colours follow YAML's meaning."""

from __future__ import annotations

import pytest

from snippet_check.render.yaml_tokens import tokens


def kinds(text: str) -> list[list[tuple[str, str]]]:
    return [[(line[token.start : token.end], token.kind) for token in found] for line, found in tokens(text)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- route:", [("route", "nt")]),
        ("port: 80 # plain", [("port", "nt"), ("80", "m"), ("# plain", "c")]),
        ('"a: b": true', [('"a: b"', "nt"), ("true", "kc")]),
        ("image: istio/proxyv2:1.30", [("image", "nt")]),
        ("host: 'it''s'", [("host", "nt"), ("'it''s'", "s")]),
        ("url: http://a#b", [("url", "nt")]),
        ("---", [("---", "p")]),
    ],
)
def test_a_line(line: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(line) == [expected]


def test_a_block_scalar_is_one_string() -> None:
    assert kinds("data: |\n  key: 1\n\nnext: 2") == [
        [("data", "nt")],
        [("key: 1", "s")],
        [],
        [("next", "nt"), ("2", "m")],
    ]
