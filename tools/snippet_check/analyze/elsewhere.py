"""What lives outside the files: hosts, gateways, Secrets and the like that they refer to without having them.

A finding that such a thing is missing is none. Patterns are names in which `*` stands for any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from snippet_check.diagnostics import Diagnostic
from snippet_check.mesh.hosts import expand
from snippet_check.resource import Place

_HOSTS, _GATEWAYS, _NAMESPACES, _WORKLOADS, _SECRETS = "hosts", "gateways", "namespaces", "workloads", "secrets"
FIELDS = (_HOSTS, _GATEWAYS, _NAMESPACES, _WORKLOADS, _SECRETS)

_BY_CODE = {
    "IST0132": (_GATEWAYS, "gateway"),
    "IST0174": (_HOSTS, "host"),
    "SC0231": (_HOSTS, "host"),
    "SC0252": (_SECRETS, "name"),
    "SC0261": (_GATEWAYS, "parent"),
    "SC0262": (_HOSTS, "backend"),
    "SC0271": (_GATEWAYS, "waypoint"),
    "SC0284": (_SECRETS, "name"),
    "IST0127": (_WORKLOADS, "selector"),
    "IST0173": (_WORKLOADS, "subset"),
}
"""Which field of `elsewhere` a finding is held against, and the argument that names what is missing."""

_ABSENT = frozenset({"SC0205", "SC0243"})
"""Codes that say so, too, of what `elsewhere` has no field for: who delegates, and service accounts."""

_BY_KIND = {
    "gateway": _GATEWAYS,
    "namespace": _NAMESPACES,
    "selector": _WORKLOADS,
    "credentialName": _SECRETS,
}
"""The same for IST0101, by the kind of thing that is missing; any other kind is a host."""


class Elsewhere(NamedTuple):
    """Patterns by field; with none nothing lives elsewhere."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...] = ()

    @staticmethod
    def of(names: Iterable[tuple[str, str]]) -> Elsewhere:
        """From pairs of field and name."""
        return Elsewhere(tuple((field, glob(name)) for field, name in names))

    def has(self, finding: Diagnostic) -> bool:
        """Whether what a finding misses is declared to live elsewhere."""
        if not self.patterns:
            return False
        missing = _missing(finding)
        if missing is None:
            return False
        spellings = _spellings(*missing, finding)
        return any(field == missing[0] and any(map(pattern.fullmatch, spellings)) for field, pattern in self.patterns)


NOWHERE = Elsewhere()
"""For files that are all there is."""


def glob(text: str) -> re.Pattern[str]:
    """A pattern in which only `*` stands for more than itself."""
    return re.compile(".*".join(map(re.escape, text.split("*"))), re.DOTALL)


def misses_something(finding: Diagnostic) -> bool:
    """Whether a finding says that something is missing, which is true of the files at hand only."""
    return _missing(finding) is not None or finding.code in _ABSENT or ("reason", "missing") in finding.arguments


def _missing(finding: Diagnostic) -> tuple[str, str] | None:
    """The field and the name of what a finding says is not there."""
    arguments = dict(finding.arguments)
    if finding.code in _BY_CODE:
        field, argument = _BY_CODE[finding.code]
        return field, str(arguments.get(argument, ""))
    if finding.code != "IST0101":
        return None
    name, field = str(arguments["name"]), _BY_KIND.get(str(arguments["kind"]), _HOSTS)
    return field, re.split(r"[+:]", name)[0] if field == _HOSTS else name


def _spellings(field: str, name: str, finding: Diagnostic) -> set[str]:
    """What is missing as it is written, and by its full name: patterns may be of either."""
    beside = finding.where.resource.namespace if isinstance(finding.where, Place) else ""
    namespace, slash, short = name.rpartition("/")
    if field == _GATEWAYS:
        return {name, name if slash else f"{beside}/{name}"}
    return {name, expand(short, namespace or beside)} if field == _HOSTS else {name}
