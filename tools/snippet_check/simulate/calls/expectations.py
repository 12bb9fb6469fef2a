"""Holds what became of calls against what was expected of them; what is left out, nobody cares about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.envoy import RouteAction
from snippet_check.simulate.calls.run import Outcome
from snippet_check.simulate.names import short_name
from snippet_check.simulate.result import Destination, Mirror
from snippet_check.translate.durations import seconds


def unmet_expectations(outcomes: Iterable[Outcome]) -> Iterator[Diagnostic]:
    """A finding for every expected value that is not what came of its call, at the line of the expectation."""
    for outcome in outcomes:
        for field, wanted in outcome.entry.expected.items():
            check = _CHECKS.get(field)
            if check is not None and not check(outcome, wanted):
                yield message_type("SC0301").at(
                    outcome.entry.location("expect", field),
                    call=outcome.entry.name,
                    field=field,
                    value=_ACTUAL[field](outcome),
                )


def _shares_met(ends: Iterable[Destination | Mirror], share: Callable[[Any], float], wanted: Any) -> bool:
    """Whether exactly the wanted destinations get their shares, in percent; to a tenth, as people write thirds."""
    if not isinstance(wanted, Mapping):
        return False
    given = [end for end in ends if share(end) > 0]
    named = {str(name): value for name, value in wanted.items() if value}
    matched = [next((name for name in named if name in end.names), None) for end in given]
    return len(given) == len(named) and all(
        name is not None and _close(share(end), named[name]) for end, name in zip(given, matched, strict=True)
    )


def _close(actual: float, wanted: Any) -> bool:
    return isinstance(wanted, (int, float)) and abs(actual - wanted) < 0.1


def _destinations(outcome: Outcome) -> tuple[Destination, ...]:
    """Where the call is sent; nowhere for a call that the proxy ends itself."""
    return outcome.result.destinations if outcome.result.is_sent_on else ()


def _mirrors(outcome: Outcome) -> tuple[Mirror, ...]:
    return outcome.result.mirrors if outcome.result.is_sent_on else ()


def _timeout(outcome: Outcome) -> float | None:
    action = outcome.result.route.action if outcome.result.route else None
    return action.timeout if isinstance(action, RouteAction) else None


def _share(end: Destination) -> float:
    return end.share


def _percent(end: Mirror) -> float:
    return end.percent


def _written(ends: Iterable[Destination | Mirror], share: Callable[[Any], float]) -> str:
    return ", ".join(f"{short_name(end.cluster_name)}: {share(end):g}" for end in ends) or "{}"


_CHECKS: Mapping[str, Callable[[Outcome, Any], bool]] = {
    "disposition": lambda outcome, wanted: outcome.result.disposition.value == wanted,
    "status": lambda outcome, wanted: outcome.status == wanted,
    "destinations": lambda outcome, wanted: _shares_met(_destinations(outcome), _share, wanted),
    "ends": lambda outcome, wanted: _shares_met(outcome.way.ends, _share, wanted),
    "mirrors": lambda outcome, wanted: _shares_met(_mirrors(outcome), _percent, wanted),
    "location": lambda outcome, wanted: outcome.result.location == wanted,
    "path": lambda outcome, wanted: outcome.result.upstream_path == wanted,
    "authority": lambda outcome, wanted: outcome.result.upstream_authority == wanted,
    "timeout": lambda outcome, wanted: _timeout(outcome) == seconds({"timeout": wanted}, "timeout"),
}
_ACTUAL: Mapping[str, Callable[[Outcome], object]] = {
    "disposition": lambda outcome: outcome.result.disposition.value,
    "status": lambda outcome: outcome.status,
    "destinations": lambda outcome: _written(_destinations(outcome), _share),
    "ends": lambda outcome: _written(outcome.way.ends, _share),
    "mirrors": lambda outcome: _written(_mirrors(outcome), _percent),
    "location": lambda outcome: outcome.result.location,
    "path": lambda outcome: outcome.result.upstream_path,
    "authority": lambda outcome: outcome.result.upstream_authority,
    "timeout": lambda outcome: _timeout(outcome),
}
