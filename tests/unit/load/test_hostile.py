"""Texts that nobody should survive: one finding each, at its place, and the other documents are still there."""

from __future__ import annotations

import pytest

from snippet_check.eyes import Eyes
from snippet_check.load import load_text
from snippet_check.load.encoding import decode_bytes
from snippet_check.load.files import _Loading  # the way of bytes, without a file
from snippet_check.load.objects import Reading

GOOD = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: good}\n"
BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 30))

MISTAKES = {
    "x: \udcff": ("SC0001", 1, 4),
    "x: \x00": ("SC0002", 1, 4),
    "a: b\n\tc: d": ("SC0004", 2, 1),
    "a: @b": ("SC0005", 1, 4),
    "a: *b": ("SC0006", 1, 4),
    "a: 'b": ("SC0007", 1, 6),
    "a: [b,\nc: d": ("SC0008", 2, 5),
    "a:\n  b: c\n d: e": ("SC0009", 3, 2),
    "a: b: c": ("SC0009", 1, 5),
    'a: "\\q"': ("SC0010", 1, 6),
    "[" * 10_000: ("SC0011", 1, 201),
    "- " * 10_000: ("SC0011", 1, 401),
    '{"a":' * 10_000: ("SC0011", 1, 1001),
    "? [a]\n: b": ("SC0012", 1, 3),
    "~: b": ("SC0012", 1, 1),
    "a: .inf": ("SC0013", 1, 4),
    "a: !!int b": ("SC0015", 1, 4),
    "a: &a [*a]": ("SC0016", 1, 8),
    BOMB: ("SC0017", 5, 10),
    "<<: a": ("SC0018", 1, 5),
    "just text": ("SC0020", 1, 1),
    "a: b": ("SC0021", 1, 1),
    "apiVersion: [v1]\nkind: Pod": ("SC0022", 1, 13),
    "apiVersion: v1\nkind: List": ("SC0023", 1, 1),
    "apiVersion: v1\nkind: Pod\nkind: Pod": ("SC0024", 3, 1),
}


@pytest.mark.parametrize("eyes", [Eyes.CLUSTER, Eyes.FILES])
@pytest.mark.parametrize(("text", "expected"), MISTAKES.items(), ids=[code for code, _, _ in MISTAKES.values()])
def test_one_finding_and_nothing_else_is_lost(text: str, expected: tuple[str, int, int], eyes: Eyes) -> None:
    loaded = load_text(f"{text}\n---\n{GOOD}", "f.yaml", eyes)
    [found] = loaded.diagnostics
    assert expected == (found.code, *found.location().span.start)
    assert all(found.text(language) for language in ("ko", "en"))
    assert "good" in [resource.name for resource in loaded.resources]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings(encoding: str) -> None:
    loading = _Loading(Reading(Eyes.CLUSTER, "default", None))
    loading.take(GOOD.encode(encoding), "f.yaml")
    assert [(str(found.location()), found.code) for found in loading.diagnostics] == [("f.yaml:1:1", "SC0019")]


def test_a_byte_order_mark_is_no_content() -> None:
    text = decode_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert [resource.at().location().span.start for resource in load_text(text or "").resources] == [(1, 1)]


def test_numbers_of_any_length() -> None:
    [resource] = load_text(GOOD + f"data: {{a: '{'9' * 100_000}'}}\nbinaryData: {{}}").resources
    assert len(resource.content["data"]["a"]) == 100_000
    [found] = load_text(GOOD + f"data: {{a: {'9' * 5_000}}}").diagnostics or load_text(GOOD).diagnostics or [None]
    assert found is None or found.code == "SC0030"


def test_merge_keys_and_keys_that_are_not_text() -> None:
    text = "apiVersion: v1\nkind: ConfigMap\nmetadata: &m {name: a, labels: &l {x: '1', v: '2'}}\ndata:\n  z: '0'\n"
    text += "  <<: *l\n  v: '3'\n  80: port\n  on: switch\n  1.50: half\n"
    [resource] = load_text(text).resources
    assert resource.content["data"] == {"z": "0", "x": "1", "v": "3", "80": "port", "true": "switch", "1.5": "half"}
    assert resource.at("data", "x").location().span.start == (3, 39)
