"""What istiod writes into the status of Gateway API resources.

Source: Istio 1.30 pilot/pkg/config/kube/gateway/conditions.go.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from snippet_check.resource import Place


class Problem(NamedTuple):
    """Why a condition does not hold: the reason that the status gives, and the value that is to blame."""

    reason: str
    place: Place


class Condition(NamedTuple):
    """One condition of a status. `place` is the value to look at where something is wrong."""

    type: str
    status: Literal["True", "False", "Unknown"]
    reason: str
    place: Place | None = None


class RouteError(ValueError):
    """A rule that cannot be converted: the whole route has no effect."""

    def __init__(self, reason: str, place: Place) -> None:
        super().__init__(reason)
        self.problem = Problem(reason, place)


def condition(name: str, problem: Problem | None = None, reason: str = "") -> Condition:
    """A condition that holds unless there is a problem; its reason is then `reason`, or else its own name."""
    if problem is None:
        return Condition(name, "True", reason or name)
    return Condition(name, "False", *problem)
