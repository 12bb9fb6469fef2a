"""The ports of Istio as rows: for the command and for the page."""

from __future__ import annotations

from collections.abc import Iterable

from snippet_check.facts.ports import Port

HEADERS = {
    "ko": ("포트", "프로토콜", "주인", "닿는 범위", "버전", "하는 일"),
    "en": ("Port", "Protocol", "Owner", "Reached from", "Versions", "Purpose"),
}
_EXPOSURES = {
    "pod": {"ko": "그 Pod 안", "en": "the Pod itself"},
    "pod-network": {"ko": "Pod 네트워크", "en": "the Pod network"},
    "node": {"ko": "노드", "en": "the node"},
    "service": {"ko": "클러스터 Service", "en": "the cluster, by a Service"},
    "external": {"ko": "바깥", "en": "outside"},
}
_UNUSED = {"ko": "지금은 비어 있음", "en": "nobody listens now"}
_OPTIONAL = {"ko": "켜야 열림", "en": "opened on request"}


def port_rows(ports: Iterable[Port], language: str) -> list[tuple[str, ...]]:
    """A row for each port, in the order of HEADERS."""
    return [
        (
            str(port.port),
            port.protocol,
            ", ".join(port.owners),
            _EXPOSURES[port.exposure][language],
            _versions(port, language),
            port.purpose[language],
        )
        for port in ports
    ]


def _versions(port: Port, language: str) -> str:
    span = f"{port.since} – {port.until or ''}".rstrip()
    remark = {"unused": _UNUSED, "optional": _OPTIONAL}.get(port.status)
    return f"{span} ({remark[language]})" if remark else span
