from __future__ import annotations

import math

import pytest

from snippet_check.mesh.virtual_service import percentage
from snippet_check.translate.routes.percentages import in_millionths


@pytest.mark.parametrize(
    ("expected", "percent"), [(0.0001, 0.00019), (12.5, 12.5), (100.0, 1e308), (0.0, -1e308), (100.0, math.nan)]
)
def test_percentages(expected: float, percent: float) -> None:
    assert in_millionths(percent) == expected


def test_a_number_that_no_double_can_hold_is_none() -> None:
    assert percentage({"percentage": {"value": 10**400}}, "percentage") == 0.0
