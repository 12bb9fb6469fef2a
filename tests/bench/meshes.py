"""Meshes of any size for measurements: services with a Deployment, a VirtualService and a DestinationRule each."""

from __future__ import annotations

_SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: {name}
  namespace: {namespace}
spec:
  selector: {{app: {name}}}
  ports:
  - name: http
    port: 8080
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}-v1
  namespace: {namespace}
spec:
  selector:
    matchLabels: {{app: {name}, version: v1}}
  template:
    metadata:
      labels: {{app: {name}, version: v1}}
    spec:
      containers:
      - name: app
        image: example/app:1
        ports: [{{containerPort: 8080}}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: {name}
  namespace: {namespace}
spec:
  hosts:
  - {name}
  http:
  - match:
    - uri:
        prefix: /api
    route:
    - destination:
        host: {name}
        subset: v1
  - route:
    - destination:
        host: {name}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: {name}
  namespace: {namespace}
spec:
  host: {name}
  subsets:
  - name: v1
    labels: {{version: v1}}
"""
_PER_SERVICE = 4
_PER_NAMESPACE = 50


def services(count: int) -> str:
    """The YAML of `count` services, 50 to a namespace."""
    return "---\n".join(
        _SERVICE.format(name=f"service-{i:05d}", namespace=f"team-{i // _PER_NAMESPACE:04d}") for i in range(count)
    )


def documents(count: int) -> str:
    """The YAML of a mesh of about `count` documents, at least one service."""
    return services(max(1, count // _PER_SERVICE))
