"""A baseline knows yesterday's findings again and nothing else."""

from __future__ import annotations

import pytest

from snippet_check.analyze.baseline import new_findings, read_baseline, write_baseline
from snippet_check.analyze.order import Entry
from snippet_check.analyze.run import Options, entries
from snippet_check.load import load_text

ROUTE = """
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews, namespace: default}
spec:
  hosts: [reviews.example.com]
  http:
  - route:
    - destination: {host: reviews}
"""


def found(text: str) -> list[Entry]:
    return entries(load_text(text, "routes.yaml"), Options())


def test_nothing_is_new_of_what_it_was_written_with() -> None:
    assert found(ROUTE)
    assert new_findings(found(ROUTE), read_baseline(write_baseline(found(ROUTE)))) == []


def test_lines_may_move() -> None:
    baseline = read_baseline(write_baseline(found(ROUTE)))
    assert new_findings(found("# a new comment\n\n" + ROUTE), baseline) == []


def test_another_missing_host_is_new() -> None:
    baseline = read_baseline(write_baseline(found(ROUTE)))
    [entry] = new_findings(found(ROUTE.replace("host: reviews", "host: ratings")), baseline)
    assert dict(entry.finding.arguments)["name"] == "ratings"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "something else", "findings": []}'])
def test_another_file_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_baseline(text)
