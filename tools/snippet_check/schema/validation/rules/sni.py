"""Host names that a gateway reads from a TLS handshake. Source: Istio pkg/config/validation/agent."""

from __future__ import annotations

import re
from collections.abc import Iterable

from snippet_check.resource import FieldPath
from snippet_check.schema.validation.rules.domains import wildcard_domain, wrong_length
from snippet_check.schema.validation.violation import Violation, error

_has_digit = re.compile("[0-9]").search
_has_letter = re.compile("[a-zA-Z]").search


def sni_host(name: str, path: FieldPath) -> Iterable[Violation]:
    """A domain, or the name under which istiod itself routes between networks: `outbound_.80_._.reviews.default`."""
    if not name.startswith("outbound_"):
        return wildcard_domain(name, path)
    return wrong_length(name, path) or _generated(name, path)


def _generated(name: str, path: FieldPath) -> Iterable[Violation]:
    parts = name.split("_")
    if len(parts) < 4:
        return (error("domain.sni", path, name=name),)
    port, host = parts[1].strip("."), parts[3].strip(".")
    if not _has_digit(port):
        return (error("domain.sni_part", path, name=name, part=port),)
    return () if _has_letter(host) else (error("domain.sni_part", path, name=name, part=host),)
