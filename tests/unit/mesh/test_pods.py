"""Pods found by their labels."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from snippet_check.mesh.labels import labels
from snippet_check.mesh.pods import LabelIndex
from snippet_check.resource import Document, GroupVersionKind, Resource

LABELS = st.dictionaries(st.sampled_from("abc"), st.sampled_from("xy"), max_size=3)
NAMESPACES = st.sampled_from(["n", "m"])


def pod(namespace: str, own: dict[str, str]) -> Resource:
    content = {"metadata": {"labels": own}}
    return Resource(GroupVersionKind("", "v1", "Pod"), "pod", namespace, content, Document("", 0, ""))


@given(st.lists(st.tuples(NAMESPACES, LABELS)), LABELS, NAMESPACES | st.none())
def test_the_index_finds_what_a_look_at_each_would(
    given_pods: list[tuple[str, dict[str, str]]], selector: dict[str, str], namespace: str | None
) -> None:
    pods = [pod(*one) for one in given_pods]
    expected = [one for one in pods if selector.items() <= labels(one).items() and namespace in (None, one.namespace)]
    assert LabelIndex(pods).selected(selector, namespace) == expected
