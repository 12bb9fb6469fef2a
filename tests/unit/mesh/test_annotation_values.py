"""Values of annotations, as the injector takes them."""

from __future__ import annotations

import pytest

from snippet_check.mesh.annotation_values import refused

PORT = "status.sidecar.istio.io/port"
PORTS = "traffic.sidecar.istio.io/includeInboundPorts"
NETWORKS = "traffic.sidecar.istio.io/includeOutboundIPRanges"
INTERFACES = "traffic.sidecar.istio.io/excludeInterfaces"
SECONDS = "readiness.status.sidecar.istio.io/periodSeconds"
QUANTITY = "sidecar.istio.io/proxyCPU"
CONFIG = "proxy.istio.io/config"


@pytest.mark.parametrize(
    ("annotation", "value"),
    [
        (PORT, " 0 "),
        (PORT, "065535"),
        (PORTS, ""),
        (PORTS, "*"),
        (PORTS, "80, 443 "),
        (NETWORKS, "10.0.0.0/8,2001:db8::/32"),
        (INTERFACES, "eth0, net1.2"),
        (SECONDS, "4294967295"),
        (QUANTITY, "1.G"),
        (QUANTITY, "m"),
        (QUANTITY, "-1e3"),
        (CONFIG, ""),
        (CONFIG, "unknown: 1"),
        ("sidecar.istio.io/logLevel", "anything"),
    ],
)
def test_values_that_are_taken(annotation: str, value: str) -> None:
    assert not refused(annotation, value)


@pytest.mark.parametrize(
    ("annotation", "value"),
    [
        (PORT, "65536"),
        (PORT, "+1"),
        (PORT, "\u0663"),
        (PORTS, "80,"),
        (NETWORKS, "10.0.0.0"),
        (NETWORKS, "10.0.0.0/8, 10.0.0.0/8"),
        (INTERFACES, "a" * 16),
        (SECONDS, " 1"),
        (QUANTITY, ""),
        (QUANTITY, "1K"),
        (QUANTITY, "1\n"),
        (CONFIG, "- a list"),
        (CONFIG, "a: ["),
        (CONFIG, "drainDuration: 1500ms"),
    ],
)
def test_values_that_are_refused(annotation: str, value: str) -> None:
    assert refused(annotation, value)
