"""Lines and columns as an editor counts them, and where values truly end."""

from __future__ import annotations

import pytest

from snippet_check.load import load_text
from snippet_check.load.positions import locate, locate_key
from snippet_check.resource import FieldPath

TEXT = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: a   # comment
  labels: {b: c,
    d: e}
data:
  block: |
    one

    two


  plain: one
    two
  empty:
"""

SPANS: list[tuple[FieldPath, tuple[int, int], tuple[int, int]]] = [
    (("metadata",), (4, 3), (6, 10)),
    (("metadata", "name"), (4, 9), (4, 10)),
    (("metadata", "labels"), (5, 11), (6, 10)),
    (("metadata", "labels", "d"), (6, 8), (6, 9)),
    (("data",), (8, 3), (16, 9)),
    (("data", "block"), (8, 10), (11, 8)),
    (("data", "plain"), (14, 10), (15, 8)),
    (("data", "nobody wrote this"), (8, 3), (16, 9)),
    ((), (1, 1), (16, 9)),
]


@pytest.mark.parametrize(("path", "start", "end"), SPANS)
def test_locate(path: FieldPath, start: tuple[int, int], end: tuple[int, int]) -> None:
    [resource] = load_text(TEXT).resources
    assert (start, end) == locate(resource.document, path).span


def test_locate_key() -> None:
    [resource] = load_text(TEXT).resources
    assert locate_key(resource.document, ("data",)).span == ((7, 1), (7, 5))
    assert locate_key(resource.document, ("metadata", "labels", "nobody wrote this")).span == ((5, 11), (6, 10))


def test_the_spelling_of_protobuf_is_found_too() -> None:
    text = "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\nspec: {export_to: [x]}\n"
    [resource] = load_text(text).resources
    assert resource.at("spec", "exportTo", 0).location().span.start == (4, 20)


def test_line_breaks_that_no_editor_knows() -> None:
    text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: 'x\u2028y', b: c}\n"
    [resource] = load_text(text).resources
    assert resource.at("data", "b").location().span.start == (4, 21)


def test_of_equal_keys_the_last_one_counts() -> None:
    text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, name: b}\n"
    [resource] = load_text(text).resources
    assert (resource.name, resource.at("metadata", "name").location().span.start) == ("b", (3, 27))
