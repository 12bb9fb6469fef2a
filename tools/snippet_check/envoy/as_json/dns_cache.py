"""The cache of the names that requests ask for, as Envoy's JSON (envoy.extensions.common.dynamic_forward_proxy.v3)."""

from __future__ import annotations

from typing import Any


def dns_cache_config(name: str) -> dict[str, Any]:
    """What the cluster of such names and the filters before it must say alike, for Envoy to take them together."""
    return {"name": name, "dns_lookup_family": "V4_ONLY"}
