"""The ports that Istio uses, and those it keeps a workload from using. Sources: with each port in ports.json."""

from __future__ import annotations

import functools
import importlib.resources
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from snippet_check.facts.versions import holds


@dataclass(frozen=True, slots=True)
class Port:
    """One port number in one role."""

    port: int
    protocol: str
    owners: tuple[str, ...]
    exposure: str
    """Who reaches it: pod (itself only), pod-network, node, service (a Service of the cluster), external."""
    reserved: bool
    """Whether it is taken in a workload's own Pod: an application must not listen there."""
    since: str
    until: str | None
    status: str
    """open, optional (off by default), unused (nobody listens, yet the number is kept), gone."""
    purpose: Mapping[str, str]
    sources: tuple[str, ...]


@functools.cache
def data() -> dict[str, Any]:
    """ports.json: the ports, the sidecar's user id, and the protocols whose server speaks first."""
    file = importlib.resources.files("snippet_check") / "facts" / "ports.json"
    content: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return content


def ports(version: str | None = None) -> tuple[Port, ...]:
    """Every port, by number; of a version only those that it has.

    A number that is kept although nobody listens any more counts as there.
    """
    found = (
        Port(**{**one, "owners": tuple(one["owners"]), "sources": tuple(one["sources"])}) for one in data()["ports"]
    )
    return tuple(
        port
        for port in found
        if version is None or holds(version, port.since, None if port.status == "unused" else port.until)
    )
