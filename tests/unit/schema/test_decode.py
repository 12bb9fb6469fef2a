"""Objects as Istio and Kubernetes see them; every answer here is that of istioctl 1.30.3's own decoder."""

from __future__ import annotations

from typing import Any

import pytest

from snippet_check.resource import GroupVersionKind
from snippet_check.schema.decode import RefusedValueError, decode
from snippet_check.schema.decode.duration import nanoseconds
from snippet_check.schema.kinds import find_kind


def decoded(group: str, kind_name: str, content: dict[str, Any]) -> dict[str, Any]:
    kind = find_kind(GroupVersionKind(group, "v1", kind_name))
    assert kind is not None
    return decode(kind, content)


def spec(kind: str, written: Any) -> Any:
    group = "security.istio.io" if kind.endswith("Authentication") else "networking.istio.io"
    return decoded(group, kind, {"spec": written})["spec"]


SEEN: list[tuple[str, Any, Any]] = [
    ("VirtualService", {"export_to": ["."]}, {"exportTo": ["."]}),
    ("VirtualService", {"export_to": ["a"], "exportTo": ["b"]}, {"exportTo": ["b"]}),
    ("VirtualService", {"exportTo": ["b"], "export_to": ["a"]}, {"exportTo": ["b"]}),
    ("VirtualService", {"hosts": [], "gateways": None, "Hosts": ["a"], "nope": 1}, {}),
    ("VirtualService", {"hosts": ["a", None]}, {"hosts": ["a", ""]}),
    ("VirtualService", {"http": [None, {"match": [None]}]}, {"http": [{}, {"match": [{}]}]}),
    ("VirtualService", {"http": [{"timeout": "1h2m", "retries": {"attempts": "3"}}]}, {
        "http": [{"timeout": "1h2m", "retries": {"attempts": 3}}]}),
    ("VirtualService", {"http": [{"match": [{"uri": {"regex": "r", "exact": "e"}}]}]}, {
        "http": [{"match": [{"uri": {"regex": "r"}}]}]}),
    ("DestinationRule", {"trafficPolicy": {"tls": {"mode": 1}}}, {"trafficPolicy": {"tls": {"mode": "SIMPLE"}}}),
    ("DestinationRule", {"trafficPolicy": {"tls": {"mode": 77}}}, {"trafficPolicy": {"tls": {"mode": 77}}}),
    ("DestinationRule", {"subsets": [{"labels": {"a": None}}]}, {"subsets": [{"labels": {"a": ""}}]}),
    ("PeerAuthentication", {"portLevelMtls": {"80": {}}}, {"portLevelMtls": {"80": {}}}),
    ("EnvoyFilter", {"configPatches": [{"patch": {"value": {"a": [1, {"b": None}]}}}]}, {
        "configPatches": [{"patch": {"value": {"a": [1, {"b": None}]}}}]}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "written", "seen"), SEEN)
def test_istio(kind: str, written: Any, seen: Any) -> None:
    assert seen == spec(kind, written)


TLS = ("spec", "trafficPolicy", "tls", "mode")
ATTEMPTS = ("spec", "http", 0, "retries", "attempts")
VERSION = ("spec", "subsets", 0, "labels", "version")
VALUE = ("spec", "configPatches", 0, "patch", "value")

REFUSED: list[tuple[str, Any, list[tuple[tuple[str | int, ...], str]]]] = [
    ("VirtualService", [], [(("spec",), "SC0030")]),
    ("VirtualService", {"hosts": "a"}, [(("spec", "hosts"), "SC0030")]),
    ("VirtualService", {"hosts": ["a", 5]}, [(("spec", "hosts", 1), "SC0030")]),
    ("VirtualService", {"http": [{"timeout": 5}]}, [(("spec", "http", 0, "timeout"), "SC0030")]),
    ("VirtualService", {"http": [{"timeout": "5"}]}, [(("spec", "http", 0, "timeout"), "SC0033")]),
    ("VirtualService", {"http": [{"retries": {"attempts": 1.5}}]}, [(ATTEMPTS, "SC0030")]),
    ("VirtualService", {"http": [{"retries": {"attempts": 2**31}}]}, [(ATTEMPTS, "SC0031")]),
    ("VirtualService", {"export_to": 1, "http": 2}, [(("spec", "export_to"), "SC0030"), (("spec", "http"), "SC0030")]),
    ("DestinationRule", {"trafficPolicy": {"tls": {"mode": "simple"}}}, [(TLS, "SC0032")]),
    ("DestinationRule", {"subsets": [{"labels": {"version": 1}}]}, [(VERSION, "SC0030")]),
    ("PeerAuthentication", {"portLevelMtls": {"http": {}}}, [(("spec", "portLevelMtls", "http"), "SC0030")]),
    ("EnvoyFilter", {"configPatches": [{"patch": {"value": "x"}}]}, [(VALUE, "SC0030")]),
]


@pytest.mark.parametrize(("kind", "written", "faults"), REFUSED)
def test_istio_refuses(kind: str, written: Any, faults: list[tuple[tuple[str | int, ...], str]]) -> None:
    with pytest.raises(RefusedValueError) as refusal:
        spec(kind, written)
    assert faults == [(fault.path, fault.code) for fault in refusal.value.faults]


def test_kubernetes_is_stricter_about_numbers() -> None:
    ports = {"spec": {"ports": [{"port": 80, "targetPort": "http"}, {"port": "80"}, {"targetPort": 1.5}]}}
    with pytest.raises(RefusedValueError) as refusal:
        decoded("", "Service", ports)
    assert [fault.path for fault in refusal.value.faults] == [
        ("spec", "ports", 1, "port"),
        ("spec", "ports", 2, "targetPort"),
    ]


def test_formats_of_kubernetes() -> None:
    resources = {"limits": {"cpu": 0.5, "memory": "1Gi "}}
    pod = {
        "metadata": {"creationTimestamp": "2024-02-29T01:02:03Z"},
        "spec": {"containers": [{"resources": resources}]},
    }
    assert pod == decoded("", "Pod", pod)
    pod = {"metadata": {"creationTimestamp": "2023-02-29T01:02:03Z"}}
    with pytest.raises(RefusedValueError):
        decoded("", "Pod", pod)


SCHEMAS: list[tuple[dict[str, Any], bool]] = [
    ({"items": {"type": "string"}, "dependencies": {"a": ["b"]}, "additionalProperties": False}, True),
    ({"items": [{"type": "string"}, None], "dependencies": {"a": {"type": "string"}}}, True),
    ({"items": 5, "dependencies": {"a": "b"}}, True),
    ({"items": ["string"]}, False),
    ({"dependencies": {"a": [1]}}, False),
    ({"additionalProperties": []}, False),
]


@pytest.mark.parametrize(("schema", "is_taken"), SCHEMAS)
def test_schemas_may_be_lists_or_truth_values(schema: dict[str, Any], is_taken: bool) -> None:
    definition = {"spec": {"versions": [{"schema": {"openAPIV3Schema": schema}}]}}
    if is_taken:
        assert decoded("apiextensions.k8s.io", "CustomResourceDefinition", definition)
    else:
        with pytest.raises(RefusedValueError):
            decoded("apiextensions.k8s.io", "CustomResourceDefinition", definition)


def test_bytes_may_be_numbers() -> None:
    webhooks = [{"clientConfig": {"caBundle": [104, None, 105]}}]
    seen = decoded("admissionregistration.k8s.io", "ValidatingWebhookConfiguration", {"webhooks": webhooks})
    assert seen["webhooks"][0]["clientConfig"]["caBundle"] == "aABp"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[
            ("1h2m3.5s", 3_723_500_000_000),
            ("-1.5h", -5_400_000_000_000),
            (".5s", 500_000_000),
            ("0", 0),
            ("1.s", 10**9),
        ],
        *[(text, None) for text in ("", "5", "1d", " 1s", "1 s", "1e3s", ".s", "300000000h", "1s" * 200)],
    ],
)
def test_durations(text: str, expected: int | None) -> None:
    assert expected == nanoseconds(text)


@pytest.mark.parametrize(("written", "is_taken"), [("YWJj", True), ("YW\nI=", True), ("YWJj=", False), ("YWI", False)])
def test_bytes_are_padded_as_base64_is(written: str, is_taken: bool) -> None:
    try:
        assert decoded("", "Secret", {"data": {"key": written}})["data"] == {"key": written}
    except RefusedValueError as error:
        assert not is_taken and error.faults[0][:2] == (("data", "key"), "SC0034")
    else:
        assert is_taken
