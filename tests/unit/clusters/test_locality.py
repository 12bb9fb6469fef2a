"""Weights and priorities of localities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippet_check.envoy import Endpoint, LocalityEndpoints
from snippet_check.mesh import Mesh
from snippet_check.mesh.peer_authentication import peer_authentications
from snippet_check.mesh.proxy import Proxy
from snippet_check.mesh.registry import registry
from snippet_check.mesh.sidecar_scope import sidecar_scope
from snippet_check.translate.clusters.context import ClusterContext
from snippet_check.translate.clusters.locality import LocalitySetting, prioritized

PLACES = st.sampled_from(["", "r1", "r1/z1", "r1/z1/s1", "r1/z2", "r2/z1", "r3"])


def context(locality: str, **labels: str) -> ClusterContext:
    mesh = Mesh(())
    scope = sidecar_scope(mesh, Proxy())
    return ClusterContext(scope, registry(mesh), peer_authentications(mesh), locality, labels, "")


def at(*places: str) -> tuple[LocalityEndpoints, ...]:
    return tuple(LocalityEndpoints(place, (Endpoint("10.1.1.1", 80),), 0, 1) for place in places)


def common(one: str, other: str) -> int:
    """How many steps from the region on two places share."""
    mine, theirs = (*one.split("/"), "", "")[:3], (*other.split("/"), "", "")[:3]
    return next((i for i in range(3) if mine[i] != theirs[i]), 3)


@given(PLACES, st.lists(PLACES, unique=True, min_size=1))
def test_without_more_said_the_closer_locality_comes_first(own: str, places: list[str]) -> None:
    found = prioritized(at(*places), LocalitySetting((), (), (), True), context(own), True)
    by_place = {one.locality: one.priority for one in found}
    ranks = sorted({common(own, place) for place in places}, reverse=True)
    assert by_place == {place: ranks.index(common(own, place)) for place in places}


def test_of_foreign_regions_the_one_that_failover_names_comes_first() -> None:
    setting = LocalitySetting((), ({"from": "r1", "to": "r3"},), (), True)
    found = prioritized(at("r1", "r2", "r3"), setting, context("r1"), True)
    assert [(one.locality, one.priority) for one in found] == [("r1", 0), ("r2", 2), ("r3", 1)]


def test_nothing_fails_over_where_nobody_finds_endpoints_unhealthy() -> None:
    found = prioritized(at("r1", "r2"), LocalitySetting((), (), (), False), context("r1"), True)
    assert {one.priority for one in found} == {0}


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ({"r1/*": 80, "r2/*": 20}, {"r1/z1": 40, "r1/z2": 40, "r2/z1": 20}),
        ({"r1/z1/*": 70, "r1/z2/*": 30}, {"r1/z1": 70, "r1/z2": 30}),
        ({"*": 100}, {"r1/z1": 34, "r1/z2": 34, "r2/z1": 34}),
    ],
)
def test_a_share_is_split_among_the_localities_it_covers_and_the_others_get_nothing(
    to: dict[str, int], expected: dict[str, int]
) -> None:
    setting = LocalitySetting(({"from": "r1/z1/*", "to": to},), (), (), False)
    found = prioritized(at("r1/z1", "r1/z2", "r2/z1"), setting, context("r1/z1"), True)
    assert {one.locality: one.load_balancing_weight for one in found if one.endpoints} == expected


def test_the_more_labels_an_endpoint_shares_from_the_first_on_the_better_its_priority() -> None:
    endpoints = tuple(
        Endpoint("10.1.1.1", 80, name, labels=tuple(labels.items()))
        for name, labels in (
            ("both", {"version": "v1", "zone": "a"}),
            ("first", {"version": "v1", "zone": "b"}),
            ("second", {"version": "v2", "zone": "a"}),
        )
    )
    setting = LocalitySetting((), (), ("version=v1", "zone"), True)
    found = prioritized((LocalityEndpoints("", endpoints, 0, 3),), setting, context("", zone="a"), True)
    assert [(one.priority, *(e.workload for e in one.endpoints)) for one in found] == [
        (0, "both"),
        (1, "first"),
        (2, "second"),
    ]
