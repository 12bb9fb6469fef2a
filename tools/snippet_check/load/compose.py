"""Text to nodes to values, with libyaml where it is there and PyYAML's own reader where it is not (the browser)."""

from __future__ import annotations

from typing import Any

import yaml

from snippet_check.load.scalars import resolve_plain

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STRING = "tag:yaml.org,2002:str"


def compose(text: str) -> yaml.Node | None:
    """The node tree of one document, None for an empty one. Raises yaml.YAMLError."""
    loader = _LOADER(text)
    try:
        return loader.get_single_node()  # type: ignore[no-any-return]
    finally:
        loader.dispose()


def construct(node: yaml.Node | None) -> Any:
    """The value of a node under Kubernetes' rules; of a repeated key the last one counts."""
    if node is None:
        return None
    if isinstance(node, yaml.MappingNode):
        return {_key(key): construct(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [construct(item) for item in node.value]
    return resolve_plain(node.value) if node.style is None else node.value


def _key(node: yaml.Node) -> str:
    return str(node.value)
