"""DNS labels and domain names, with and without wildcards.

Source: Istio pkg/config/labels (IsDNS1123Label), pkg/config/validation/agent (ValidateFQDN, ValidateWildcardDomain).
Unlike Kubernetes, Istio takes upper case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from snippet_check.resource import FieldPath
from snippet_check.schema.validation.rules.numbers import go_integer
from snippet_check.schema.validation.violation import Violation, error

_LABEL = "[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?"
_label = re.compile(_LABEL).fullmatch
_wildcard_label = re.compile(rf"\*|(?:\*-?)?{_LABEL}").fullmatch
_MAX_LABEL = 63
_MAX_NAME = 255
_SHORT_LABEL = "[a-zA-Z0-9](?:[-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?"
_is_usual = re.compile(rf"(?=.{{1,255}}\Z)(?:\*\.)?(?:{_SHORT_LABEL}\.)*(?![0-9]+\Z){_SHORT_LABEL}").fullmatch
"""Whether a name is right beyond doubt, as nearly all are."""


def is_label(text: str) -> bool:
    """Whether this is one DNS label of at most 63 characters."""
    return len(text) <= _MAX_LABEL and _label(text) is not None


def is_partial_wildcard(host: str) -> bool:
    """Whether a host holds `*` in another form than `*` or a leading `*.`."""
    return "*" in host and host != "*" and not host.startswith("*.")


def wildcard_domain(name: str, path: FieldPath) -> Iterable[Violation]:
    """A domain name whose first label may be `*` or start with it; IP addresses fail."""
    if _is_usual(name):
        return ()
    if wrong := wrong_length(name, path):
        return wrong
    first, dot, rest = name.partition(".")
    if len(first) > _MAX_LABEL or not _wildcard_label(first):
        return (error("domain.label", path, name=name, label=first),)
    return _domain(rest, path) if dot else ()


def fully_qualified(name: str, path: FieldPath) -> Iterable[Violation]:
    """A domain name without a wildcard; the last label may be empty (`istio.io.`), but not a number."""
    if _is_usual(name) and name[0] != "*":
        return ()
    return wrong_length(name, path) or _domain(name, path)


def wrong_length(name: str, path: FieldPath) -> tuple[Violation, ...]:
    """An empty name, or one of more than 255 bytes."""
    if not name:
        return (error("domain.empty", path),)
    if len(name) > _MAX_NAME or len(name.encode(errors="replace")) > _MAX_NAME:
        return (error("domain.long", path, name=name),)
    return ()


def _domain(name: str, path: FieldPath) -> tuple[Violation, ...]:
    labels = name.split(".")
    if go_integer(labels[-1]) is not None:
        return (error("domain.number", path, name=name),)
    if not labels[-1]:
        labels.pop()
    for label in labels:
        if not is_label(label):
            return (error("domain.label", path, name=name, label=label),)
    return ()
