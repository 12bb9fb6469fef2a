"""A host's port is declared once: of two ServiceEntries for it the older decides, whatever the younger says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mappings, number, text, texts
from snippet_check.resource import Resource

INPUTS = frozenset({"ServiceEntry"})


class _Declared(NamedTuple):
    entry: Resource
    port: int
    protocol: str


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    for (_, host), entries in _entries_by_host(mesh).items():
        if len(entries) > 1:
            declared: dict[int, list[_Declared]] = defaultdict(list)
            for entry in entries:
                for i, port in enumerate(mappings(entry.spec, "ports")):
                    one = _Declared(entry, i, text(port, "protocol").upper())
                    declared[number(port, "number")].append(one)
            for port_number, ones in declared.items():
                yield from _repeated(host, port_number, ones)


def _entries_by_host(mesh: Mesh) -> dict[tuple[str, str], list[Resource]]:
    """The ServiceEntries of each host, by the namespace that may use them ("*" for all)."""
    found: dict[tuple[str, str], list[Resource]] = defaultdict(list)
    for entry in mesh.of_kind("ServiceEntry"):
        for scope in texts(entry.spec, "exportTo") or ["*"]:
            for host in dict.fromkeys(texts(entry.spec, "hosts")):
                found[entry.namespace if scope == "." else scope, host].append(entry)
    return found


def _repeated(host: str, port: int, declared: list[_Declared]) -> Iterator[Diagnostic]:
    first = declared[0]
    for other in declared[1:]:
        if other.entry is first.entry:
            continue
        code = "SC0221" if other.protocol == first.protocol else "SC0222"
        yield message_type(code).at(
            other.entry.at("spec", "ports", other.port, "number"),
            related=(first.entry.at("spec", "ports", first.port, "number"),),
            host=host,
            port=port,
            other=str(first.entry.full_name),
        )
