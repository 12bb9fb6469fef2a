"""The ingress gateway that Istio's analyzers take for granted beside every set of files."""

from __future__ import annotations

from collections.abc import Mapping

from snippet_check.eyes import Eyes
from snippet_check.load import load_text
from snippet_check.mesh.content import text
from snippet_check.resource import Content, Resource

DEFAULTS_FILE = "internal-ingress"
"""The file that Istio says these objects are from."""

INGRESS_LABELS = {"istio": "ingressgateway"}
_DEFAULT_SERVICE = "istio-ingressgateway"
_PORTS = {"http2": 80, "https": 443, "tcp": 31400, "tls": 15443}
_TARGET_PORTS = {"http2": 8080, "https": 8443}
"""Where the Pods that `istioctl install` brings listen instead (manifests/charts/gateways/istio-ingress)."""


def default_objects(mesh_config: Content, istio_namespace: str, eyes: Eyes) -> tuple[Resource, ...]:
    """A Pod and a Service called after the mesh's ingressService; none where the mesh has no ingress controller.

    A cluster's gateway listens where the installed one does; Istio's analyzers take the Service's ports for the Pod's.
    Source: AddDefaultResources in Istio 1.30's pkg/config/analysis/local.
    """
    if text(mesh_config, "ingressControllerMode") == "OFF":
        return ()
    name = mesh_config.get("ingressService", _DEFAULT_SERVICE)
    target_ports = {} if eyes.reads_as_istio else _TARGET_PORTS
    return load_text(_yaml(name, istio_namespace, target_ports), DEFAULTS_FILE, Eyes.FILES).resources


def _yaml(name: str, namespace: str, target_ports: Mapping[str, int]) -> str:
    """The objects, the first on line 2 as in Istio's own text."""
    ports = "".join(
        f"  - {{name: {port}, port: {number}, targetPort: {target_ports.get(port, number)}, protocol: TCP}}\n"
        for port, number in _PORTS.items()
    )
    labels = ", ".join(f"{key}: {value}" for key, value in INGRESS_LABELS.items())
    return f"""
apiVersion: v1
kind: Pod
metadata: {{name: {name}-dummypod, namespace: {namespace}, labels: {{{labels}}}}}
spec: {{containers: [{{name: istio-proxy}}]}}
---
apiVersion: v1
kind: Service
metadata: {{name: {name}, namespace: {namespace}}}
spec:
  selector: {{{labels}}}
  ports:
{ports}"""
