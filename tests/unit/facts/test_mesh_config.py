"""Fields and defaults of a version are those of its time."""

from __future__ import annotations

import pytest

from snippet_check.facts.mesh_config import MeshConfigField, fields, fields_in, versions


def field(path: str) -> MeshConfigField:
    return next(one for one in fields() if one.path == path)


@pytest.mark.parametrize(("version", "default"), [("1.4", "10s"), ("1.5", "1s"), ("1.30", "10s")])
def test_a_default_that_changed(version: str, default: str) -> None:
    assert field("connectTimeout").default_in(version) == default


def test_a_removed_field_is_gone_from_later_versions() -> None:
    assert "mixerCheckServer" in {one.path for one in fields_in("1.7")}
    assert "mixerCheckServer" not in {one.path for one in fields_in("1.8")}


def test_a_newer_field_is_not_there_yet() -> None:
    assert "hboneIdleTimeout" not in {one.path for one in fields_in("1.28")}
    assert "hboneIdleTimeout" in {one.path for one in fields_in("1.29")}


def test_every_field_lies_within_the_versions_and_speaks_both_languages() -> None:
    for one in fields():
        assert one.since in versions()
        assert set(one.description) in (set(), {"ko", "en"})
