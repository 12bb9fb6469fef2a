"""The versions of Istio that a command which only reads facts can speak about."""

from __future__ import annotations

from snippet_check.cli._parser import UsageError
from snippet_check.facts.mesh_config import versions
from snippet_check.facts.versions import minor


def require_known(version: str) -> str:
    """The minor version of what --istio says. Raises UsageError for one that the facts do not cover."""
    known = versions()
    try:
        asked = ".".join(map(str, minor(version)))
    except ValueError:
        asked = ""
    if asked not in known:
        raise UsageError(f"--istio {version}: the facts cover {known[0]} to {known[-1]}")
    return asked
