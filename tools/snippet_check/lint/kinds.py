"""Every object is of a kind, in a group and version, that a cluster with Istio serves.

Groups that nobody here knows have their own definitions and are left alone, unless they look like a known one misspelt.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.lint._closest import closest, resembles
from snippet_check.resource import GroupVersionKind, Resource
from snippet_check.schema.kinds import find_kind


def check(resource: Resource) -> Iterator[Diagnostic]:
    group, version, name = resource.group_version_kind
    kind = find_kind(resource.group_version_kind)
    if kind is not None:
        if version not in kind.served and kind.served:
            served = ", ".join(_api_version(group, one) for one in kind.served)
            yield message_type("SC0102").at(resource.at("apiVersion"), kind=name, closest=served)
    elif group in _groups():
        if name not in _groups()[group]:
            yield _unknown_kind(resource)
    elif meant := _meant_group(group, name):
        yield message_type("SC0102").at(resource.at("apiVersion"), kind=name, closest=meant)


def _unknown_kind(resource: Resource) -> Diagnostic:
    """A kind that its group does not have: of another group, or misspelt."""
    group, _, name = resource.group_version_kind
    homes = [other for other, kinds in _groups().items() if name in kinds]
    if homes:
        meant = ", ".join(_newest(home, name) for home in sorted(homes))
        return message_type("SC0102").at(resource.at("apiVersion"), kind=name, closest=meant)
    everything = _groups()[group] or {kind for kinds in _groups().values() for kind in kinds}
    return message_type("SC0101").at(resource.at("kind"), kind=name, closest=closest(name, everything))


def _meant_group(group: str, kind: str) -> str:
    """What an unknown group probably is: one that looks alike and has this kind."""
    alike = (known for known, kinds in _groups().items() if kind in kinds and resembles(group, known))
    return ", ".join(_newest(known, kind) for known in alike)


def _newest(group: str, name: str) -> str:
    """The newest apiVersion of a kind; the group alone where its versions are not known here."""
    kind = find_kind(GroupVersionKind(group, "", name))
    return _api_version(group, kind.served[0]) if kind is not None and kind.served else group


def _api_version(group: str, version: str) -> str:
    return f"{group}/{version}" if group else version


@functools.cache
def _groups() -> dict[str, frozenset[str]]:
    facts = importlib.resources.files("snippet_check") / "facts" / "kinds.json"
    groups = json.loads(facts.read_text("utf-8"))["groups"]
    return {group: frozenset(kinds) for group, kinds in groups.items()}
