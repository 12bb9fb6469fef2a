"""What a sidecar is sent for calls in."""

from __future__ import annotations

import pytest

from snippet_check.load import load_text
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.proxy import Proxy
from snippet_check.translate import translate, translate_inbound

WORLD = """\
apiVersion: v1
kind: Service
metadata: {name: web, namespace: default}
spec: {selector: {app: web}, clusterIP: 10.96.0.1, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: default, labels: {app: web}}
spec: {}
status: {podIP: 10.244.0.1}
---
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: {name: slow, namespace: default}
spec:
  configPatches:
  - {applyTo: CLUSTER, match: {context: SIDECAR_INBOUND}, patch: {operation: MERGE, value: {connect_timeout: 3s}}}
"""


@pytest.mark.parametrize("metadata", [{}, {"INTERCEPTION_MODE": "NONE"}])
def test_the_part_is_the_same(metadata: dict[str, str]) -> None:
    mesh = Mesh(load_text(WORLD).resources)
    proxy = Proxy(name="web", labels={"app": "web"}, ip="10.244.0.1", metadata=metadata)
    whole, part = translate(mesh, proxy), translate_inbound(mesh, proxy)
    assert part.listeners == tuple(one for one in whole.listeners if one.traffic_direction == "INBOUND")
    assert set(part.clusters) < set(whole.clusters)


SIDECAR = """\
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: {name: own, namespace: default}
spec: {ingress: [{port: {number: 80, name: http, protocol: HTTP}, captureMode: NONE}]}
"""


@pytest.mark.parametrize(("bound", "word"), [(False, "true"), (False, "1"), (True, "false"), (True, "yes")])
def test_an_unprivileged_sidecar_binds_no_low_port(bound: bool, word: str) -> None:
    proxy = Proxy(metadata={"UNPRIVILEGED_POD": word})
    ports = {one.port for one in translate_inbound(Mesh(load_text(SIDECAR).resources), proxy).listeners}
    assert (80 in ports) is bound
