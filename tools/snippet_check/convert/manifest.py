"""Manifests as YAML and JSON: block style, fields in the order in which people write them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import yaml

from snippet_check.resource import Content


class _Dumper(yaml.SafeDumper):
    """Writes out what is there twice instead of an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def as_yaml(content: Content, comments: Iterable[str] = ()) -> str:
    """One object, with comments above it."""
    head = "".join(f"# {line}\n" for line in comments)
    return head + yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)


def as_json(contents: Iterable[Content]) -> str:
    """Objects as one List."""
    listed = {"apiVersion": "v1", "kind": "List", "items": list(contents)}
    return json.dumps(listed, indent=2, ensure_ascii=False) + "\n"
