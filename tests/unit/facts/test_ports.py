"""Which ports are taken."""

from __future__ import annotations

from snippet_check.facts.ports import ports


def reserved(version: str) -> set[int]:
    return {one.port for one in ports(version) if one.reserved}


def test_the_ports_of_a_sidecar_are_reserved() -> None:
    assert reserved("1.30") >= {15000, 15001, 15006, 15020, 15021, 15090}


def test_a_number_is_kept_after_its_listener_has_gone() -> None:
    assert 15004 in reserved("1.30")
    assert 15004 not in reserved("1.10")


def test_retired_ports_are_those_of_old_versions() -> None:
    assert 15011 in {one.port for one in ports("1.5")}
    assert 15011 not in {one.port for one in ports("1.30")}


def test_every_port_has_sources_and_speaks_both_languages() -> None:
    for one in ports():
        assert one.sources
        assert set(one.purpose) == {"ko", "en"}
