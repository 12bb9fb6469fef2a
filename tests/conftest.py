"""What all tests share: `--update` rewrites recorded outputs instead of comparing with them."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite golden files and snapshots")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether recorded outputs are to be rewritten."""
    return bool(request.config.getoption("--update"))
