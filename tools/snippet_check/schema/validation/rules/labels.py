"""Labels and workload selectors. Source: Istio pkg/config/labels (Validate), pkg/config/validation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from snippet_check.resource import FieldPath
from snippet_check.schema.validation.violation import Violation, error, warning

_is_name = re.compile("(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]").fullmatch
_is_dns_label = re.compile("[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?").fullmatch
_MAX_NAME = 63
_MAX_PREFIX = 253


def labels(pairs: Mapping[str, str], path: FieldPath) -> Iterator[Violation]:
    """Keys like `app` or `example.com/app`; values are empty or such a name, of any length."""
    for key, value in pairs.items():
        if not _is_key(key):
            yield error("label.key", (*path, key), key=key)
        if value and not _is_name(value):
            yield error("label.value", (*path, key), value=value)


def selector(pairs: Mapping[str, str], path: FieldPath) -> Iterator[Violation]:
    """The labels by which a resource selects workloads: no empty key, no `*`."""
    for key, value in pairs.items():
        if not key:
            yield error("selector.empty_key", (*path, key), label=f"{key}={value}")
        if "*" in key or "*" in value:
            yield error("selector.wildcard", (*path, key), label=f"{key}={value}")


def match_labels(content: Mapping[str, Mapping[str, str]] | None, path: FieldPath) -> Iterator[Violation]:
    """A `selector` message with `matchLabels`; without labels it selects everything, which is rarely meant."""
    if content is None:
        return
    pairs = content.get("matchLabels")
    if pairs:
        yield from selector(pairs, (*path, "matchLabels"))
    else:
        yield warning("selector.no_labels", path)


def _is_key(key: str) -> bool:
    prefix, slash, name = key.rpartition("/")
    if len(name) > _MAX_NAME or not _is_name(name):
        return False
    return not slash or (len(prefix) <= _MAX_PREFIX and all(map(_is_dns_label, prefix.split("."))))
