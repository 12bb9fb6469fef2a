"""Where documents end: as YAML says for a cluster, as Istio's reader has it for Istio."""

from __future__ import annotations

import pytest

from snippet_check.load.split import chunks, documents

BY_YAML = {
    "a: b\n---\nc: d\n": [("a: b\n", 1), ("---\nc: d\n", 2)],
    "---\na: b\n": [("---\na: b\n", 1)],
    "a: b\n--- # and so on\nc: d": [("a: b\n", 1), ("--- # and so on\nc: d", 2)],
    "a: b\n...\nc: d": [("a: b\n...\n", 1), ("c: d", 3)],
    "a: |\n  ---\n  b\n": [("a: |\n  ---\n  b\n", 1)],
    "%TAG ! x\n---\na: b": [("%TAG ! x\n---\na: b", 1)],
    "----\n": [("----\n", 1)],
}

# Index, line that Istio takes for the first, text: measured with istioctl 1.30.3.
BY_ISTIO = {
    "a: b\n---\nc: d\n": [(0, 1, "a: b"), (1, 3, "c: d")],
    "---\na: b\n": [(0, 2, "---\na: b")],
    "\n---\n\na: b\n": [(0, 2, ""), (1, 4, "a: b")],
    "a: b\n---\n---\n\nc: d\n": [(0, 1, "a: b"), (1, 5, "---\n\nc: d")],
    "a: b\n--- # and so on\nc: d": [(0, 1, "a: b\n--- # and so on\nc: d")],
    "a: b\n--- \t\nc: d": [(0, 1, "a: b"), (1, 3, "c: d")],
    "# one\n\na: b\n": [(0, 1, "# one\n\na: b")],
    "  \na: b\n": [(0, 1, "a: b")],
    "%YAML 1.1\n---\na: b\n": [(0, 1, "%YAML 1.1"), (1, 3, "a: b")],
}


@pytest.mark.parametrize(("text", "expected"), BY_YAML.items())
def test_documents(text: str, expected: list[tuple[str, int]]) -> None:
    assert expected == [(document.text, document.first_line) for document in documents(text, "f.yaml")]


@pytest.mark.parametrize(("text", "expected"), BY_ISTIO.items())
def test_chunks(text: str, expected: list[tuple[int, int, str]]) -> None:
    found = [(chunk.number, chunk.reported_line, chunk.text) for chunk in chunks(text, "f.yaml")]
    assert [(index, line, body) for index, line, body in expected if body] == [one for one in found if one[2]]


def test_the_first_line_of_a_chunk_keeps_its_column() -> None:
    [chunk] = chunks("\n\n  {a: b}\n", "f.yaml")
    assert (chunk.text, chunk.first_line, chunk.first_column) == ("{a: b}", 3, 2)
