"""The items of a List that Istio cannot read, because of the copy that it makes of each.

Source: pilot/pkg/config/file/store.go writes every item anew, by itself, and reads it as if it were a document: what
another item has anchored is not there any more, and what begins with a brace has to be JSON.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from snippet_check.load.list_copy import copied_lines
from snippet_check.load.positions import yaml_tree
from snippet_check.load.tree import Node, child, child_key
from snippet_check.resource import Document, FieldPath

_NO_OBJECT, _UNKNOWN_ALIAS, _NO_JSON = "SC0020", "SC0006", "SC0003"
_is_odd_in_yaml = re.compile(r"^[ \t]*-\s+\{|items[\"']?:\s*\[|[-:,\[]\s+\*\w", re.MULTILINE).search
_is_odd_in_json = re.compile(
    "[\x7f-\x9f\u2028\u2029\U00010000-\U0010ffff]|\\\\(?:u(?:0[0-9]|20|[dD][89abAB])|/)"
).search
_is_no_yaml = re.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\(?:u[dD][89abAB]|/)|[\x7f-\x84\x86-\x9f]").search
"""What JSON has and YAML has not: halves of characters, an escaped slash, some control characters."""
_is_written_for_yaml = re.compile("[\x00-\x07\x0b\x0e-\x1f\x7f-\x9f\u2028\u2029\U00010000-\U0010ffff]").search
"""What yaml.v3 writes with an escape that JSON does not have."""
_is_json_literal = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null").fullmatch


def unreadable_items(document: Document, root: FieldPath) -> dict[int, str]:
    """What is wrong with the items of the List at this place, as message codes."""
    doubt = _doubt(document)
    if doubt is None:
        return {}
    if doubt:
        return {0: doubt}
    list_node = yaml_tree(document)
    for step in root:
        list_node = child(list_node, step)
    key, items = child_key(list_node, "items"), child(list_node, "items")
    if key is None or items is None:
        return {}
    faults = (_fault(document, item, None if i else key.start.line) for i, item in enumerate(items.parts))
    return {i: fault for i, fault in enumerate(faults) if fault}


@functools.lru_cache(maxsize=256)
def _doubt(document: Document) -> str | None:
    """What is wrong with the first item of any List in a document, "" where one has to look, None where nothing is."""
    is_json = document.text.lstrip().startswith("{")
    if not (_is_odd_in_json if is_json else _is_odd_in_yaml)(document.text):
        return None
    return _NO_JSON if is_json and _is_no_yaml(document.text) else ""


def _fault(document: Document, item: Node, after: int | None) -> str:
    if item.target is not None:
        return _NO_OBJECT
    nodes = list(_within(item))
    own = set(map(id, nodes))
    if any(node.target is not None and id(node.target) not in own for node in nodes):
        return _UNKNOWN_ALIAS
    # A comment above the brace makes YAML of the copy.
    begins_with_brace = item.flow and (not item.parts or copied_lines(document, item, after)[id(item.parts[0])] == 1)
    return _NO_JSON if begins_with_brace and not all(map(_is_json, nodes)) else ""


def _within(node: Node) -> Iterator[Node]:
    pending = [node]
    while pending:
        one = pending.pop()
        yield one
        pending.extend(one.parts)


def _is_json(node: Node) -> bool:
    if node.is_mapping:
        return all(key.style == '"' for key, _ in node.pairs)
    if node.value is None:
        return True
    if node.style == '"':
        return not _is_written_for_yaml(node.value)
    return not node.style and bool(_is_json_literal(node.value))
