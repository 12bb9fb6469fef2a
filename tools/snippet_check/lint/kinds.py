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
from snippet_check.resource import Resource
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
        meant = ", ".join(sorted(homes))
        return message_type("SC0102").at(resource.at("apiVersion"), kind=name, closest=meant)
    everything = _groups()[group] or {kind for kinds in _groups().values() for kind in kinds}
    return message_type("SC0101").at(resource.at("kind"), kind=name, closest=closest(name, everything))


def _meant_group(group: str, kind: str) -> str:
    """The group that an unknown one probably is: it looks alike and has this kind."""
    return ", ".join(known for known, kinds in _groups().items() if kind in kinds and resembles(group, known))


def _api_version(group: str, version: str) -> str:
    return f"{group}/{version}" if group else version


@functools.cache
def _groups() -> dict[str, frozenset[str]]:
    facts = importlib.resources.files("snippet_check") / "facts" / "kinds.json"
    groups = json.loads(facts.read_text("utf-8"))["groups"]
    return {group: frozenset(kinds) for group, kinds in groups.items()}
