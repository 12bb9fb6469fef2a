"""Which settings of a DestinationRule count, against the rule told as it is in Istio's documentation."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from snippet_check.translate.clusters.traffic_policy import TrafficPolicy, traffic_policy, with_subset

PARTS = ("connectionPool", "outlierDetection", "loadBalancer", "tls")
WIDE_PARTS = (*PARTS, "proxyProtocol", "retryBudget")
NAMES = {
    "connectionPool": "connection_pool",
    "outlierDetection": "outlier_detection",
    "loadBalancer": "load_balancer",
    "tls": "tls",
    "proxyProtocol": "proxy_protocol",
    "retryBudget": "retry_budget",
}
PORT = 80


def settings(label: str, parts: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of the parts, each saying where it comes from."""
    return st.sets(st.sampled_from(parts)).map(lambda chosen: {part: {"from": label} for part in chosen})


def policies(label: str) -> st.SearchStrategy[dict[str, Any] | None]:
    """A trafficPolicy with settings for port 80, for another port, or for none."""
    ports = st.lists(
        st.builds(
            lambda port, own: {"port": {"number": port}, **own},
            st.sampled_from([80, 81]),
            settings(f"{label} port", PARTS),
        ),
        max_size=2,
        unique_by=lambda one: one["port"]["number"],
    )
    return st.none() | st.builds(
        lambda wide, own: {**wide, "portLevelSettings": own}, settings(label, WIDE_PARTS), ports
    )


def of_port(policy: dict[str, Any] | None) -> dict[str, Any] | None:
    return next((one for one in (policy or {}).get("portLevelSettings", ()) if one["port"]["number"] == PORT), None)


def expected(rule: dict[str, Any] | None, subset: dict[str, Any] | None) -> dict[str, Any]:
    """Port before everything, in subset and rule; a subset's settings for the port leave nothing of the rule's."""
    base = of_port(rule) or rule or {}
    own = of_port(subset)
    merged = {part: base.get(part) for part in WIDE_PARTS}
    for part in WIDE_PARTS:
        if own is not None and part in PARTS:
            merged[part] = own.get(part)
        elif own is None and subset and part in subset:
            merged[part] = subset[part]
    return merged


def as_mapping(policy: TrafficPolicy) -> dict[str, Any]:
    return {part: getattr(policy, name) for part, name in NAMES.items()}


@given(policies("rule"))
def test_settings_for_a_port_take_nothing_from_those_for_all_ports(rule: dict[str, Any] | None) -> None:
    assert as_mapping(traffic_policy(rule, PORT)) == expected(rule, None)


@given(policies("rule"), policies("subset"))
def test_a_subset_overrides_part_by_part_and_its_port_settings_all_at_once(
    rule: dict[str, Any] | None, subset: dict[str, Any] | None
) -> None:
    assert as_mapping(with_subset(traffic_policy(rule, PORT), subset, PORT)) == expected(rule, subset)
