"""The values that the injector takes for Istio's annotations.

Source: Istio 1.30 pkg/kube/inject/validate.go; Go strconv; Kubernetes' resource.ParseQuantity.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from snippet_check.mesh.mesh_config import MeshConfigError, decode_proxy_config
from snippet_check.mesh.mesh_config_rules import first_broken_rule
from snippet_check.schema.validation.rules.addresses import is_ip_or_network

_UINT16 = 1 << 16
_UINT32 = 1 << 32
_digits = re.compile("0*([0-9]{1,10})").fullmatch
_is_interface = re.compile("[a-zA-Z][a-zA-Z0-9_.-]{0,14}").fullmatch
_has_control = re.compile("[\x00-\x1f\x7f-\x9f]").search
# Digits may be missing altogether: Kubernetes reads "m" and "+" as zero.
_is_number = re.compile(r"[-+]?[0-9]*\.?[0-9]*(?:[KMGTPE]i|[numkMGTPE]|[eE][-+]?[0-9]{1,18})?").fullmatch


class _Values(NamedTuple):
    """What an annotation may be set to: in words that need no translation, and as a test."""

    allowed: str
    take: Callable[[str], bool]


def refused(annotation: str, value: str) -> str:
    """What the annotation may be set to, where this value is none of that; "" where it is."""
    values = _VALUES.get(annotation)
    return "" if values is None or values.take(value) else values.allowed


def _is_below(limit: int) -> Callable[[str], bool]:
    def take(value: str) -> bool:
        found = _digits(value)
        return found is not None and int(found[1]) < limit

    return take


_is_port = _is_below(_UINT16)


def _are_ports(value: str) -> bool:
    stripped = value.strip()
    return not stripped or all(_is_port(port.strip()) for port in stripped.split(","))


def _are_networks(value: str) -> bool:
    return not value or all("/" in network and is_ip_or_network(network) for network in value.split(","))


def _are_interfaces(value: str) -> bool:
    return not value or all(_is_interface(name.strip()) for name in value.split(","))


def _or_all(take: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda value: value == "*" or take(value)


def _is_quantity(value: str) -> bool:
    return bool(value) and not _has_control(value) and _is_number(value) is not None


def _is_proxy_config(value: str) -> bool:
    try:
        return first_broken_rule({"defaultConfig": decode_proxy_config(value)}) is None
    except MeshConfigError:
        return False


_BOOLEANS = frozenset(("1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"))
_BOOLEAN = _Values("true, false", _BOOLEANS.__contains__)
_SECONDS = _Values("0..4294967295", _is_below(_UINT32))
_PORTS = _Values("80,443,…", _are_ports)
_INTERFACES = _Values("eth0,net1,…", _are_interfaces)
_QUANTITY = _Values("100m, 0.5, 128Mi, …", _is_quantity)
_VALUES = {
    "sidecar.istio.io/interceptionMode": _Values(
        "REDIRECT, TPROXY, NONE", frozenset(("REDIRECT", "TPROXY", "NONE")).__contains__
    ),
    "status.sidecar.istio.io/port": _Values("0..65535", lambda value: _is_port(value.strip())),
    "readiness.status.sidecar.istio.io/initialDelaySeconds": _SECONDS,
    "readiness.status.sidecar.istio.io/periodSeconds": _SECONDS,
    "readiness.status.sidecar.istio.io/failureThreshold": _SECONDS,
    "traffic.sidecar.istio.io/includeOutboundIPRanges": _Values("*, 10.0.0.0/8,…", _or_all(_are_networks)),
    "traffic.sidecar.istio.io/excludeOutboundIPRanges": _Values("10.0.0.0/8,…", _are_networks),
    "traffic.sidecar.istio.io/includeInboundPorts": _Values("*, 80,443,…", _or_all(_are_ports)),
    "traffic.sidecar.istio.io/excludeInboundPorts": _PORTS,
    "traffic.sidecar.istio.io/excludeOutboundPorts": _PORTS,
    "traffic.sidecar.istio.io/excludeInterfaces": _INTERFACES,
    "traffic.sidecar.istio.io/kubevirtInterfaces": _INTERFACES,
    "istio.io/reroute-virtual-interfaces": _INTERFACES,
    "prometheus.istio.io/merge-metrics": _BOOLEAN,
    "proxy.istio.io/config": _Values("ProxyConfig", _is_proxy_config),
    "sidecar.istio.io/proxyCPU": _QUANTITY,
    "sidecar.istio.io/proxyCPULimit": _QUANTITY,
    "sidecar.istio.io/proxyMemory": _QUANTITY,
    "sidecar.istio.io/proxyMemoryLimit": _QUANTITY,
}
