"""What an egress listener of a Sidecar lets in."""

from __future__ import annotations

from snippet_check.load import load_text
from snippet_check.mesh.egress import with_listener_port
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.protocol import Protocol
from snippet_check.mesh.registry import registry
from snippet_check.mesh.service import Port

SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: names, namespace: default}
spec: {ports: [{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53}, {name: http, port: 80}]}
"""


def test_of_ports_with_the_number_of_the_listener_the_first_counts_be_it_a_udp_one() -> None:
    [service] = registry(Mesh(load_text(SERVICE).resources)).services
    part = with_listener_port(service, Port(53, "tcp", Protocol.TCP))
    assert part is not None
    assert [port.name for port in part.ports] == ["dns"]


def test_a_service_without_the_port_of_the_listener_is_left_out() -> None:
    [service] = registry(Mesh(load_text(SERVICE).resources)).services
    assert with_listener_port(service, Port(54, "tcp", Protocol.TCP)) is None
