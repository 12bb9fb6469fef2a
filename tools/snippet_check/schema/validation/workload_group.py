"""What Istio's validation says about a WorkloadGroup: a template has to be there, its content is not looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from snippet_check.resource import FieldPath, Resource
from snippet_check.schema.validation.rules.labels import labels
from snippet_check.schema.validation.rules.ports import port_number
from snippet_check.schema.validation.violation import Violation, error

_PATH: FieldPath = ("spec",)
_TIMES = ("periodSeconds", "initialDelaySeconds", "timeoutSeconds", "successThreshold", "failureThreshold")
_METHODS = ("httpGet", "tcpSocket", "exec")
_is_header = re.compile("[-A-Za-z0-9]+").fullmatch


def validate(resource: Resource) -> Iterator[Violation]:
    spec = resource.spec
    if spec.get("template") is None:
        yield error("workload_group.template", _PATH)
        return
    at = (*_PATH, "metadata", "labels")
    if wrong := list(labels(spec.get("metadata", {}).get("labels", {}), at)):
        offending = ", ".join(sorted({str(value) for violation in wrong for _, value in violation.arguments}))
        yield error("workload_group.labels", at, labels=offending)
    elif (probe := spec.get("probe")) is not None:
        yield from _probe(probe, (*_PATH, "probe"))


def _probe(probe: Mapping[str, Any], path: FieldPath) -> Iterator[Violation]:
    for field in _TIMES:
        if probe.get(field, 0) < 0:
            yield error("workload_group.negative", (*path, field), field=field)
    method = next((name for name in _METHODS if name in probe), None)
    if method is None:
        yield error("workload_group.method", path)
        return
    if method != "exec":
        yield from port_number(probe[method].get("port", 0), (*path, method, "port"))
    if method == "httpGet":
        yield from _http_get(probe[method], (*path, method))
    elif method == "exec" and not probe[method].get("command"):
        yield error("workload_group.command", (*path, method))


def _http_get(content: Mapping[str, Any], path: FieldPath) -> Iterator[Violation]:
    if content.get("scheme", "") not in ("", "HTTP", "HTTPS"):
        yield error("workload_group.scheme", (*path, "scheme"))
    for i, header in enumerate(content.get("httpHeaders", ())):
        name = header.get("name", "")
        if not name:
            yield error("workload_group.header_empty", (*path, "httpHeaders", i))
        elif not _is_header(name):
            yield error("workload_group.header", (*path, "httpHeaders", i, "name"), name=name)
