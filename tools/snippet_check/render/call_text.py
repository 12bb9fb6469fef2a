"""Calls as lines for people: who called what, where it went, how it ended, and on request why."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from snippet_check.envoy import Fault, RouteAction
from snippet_check.render.dispositions import DISPOSITION_WORDS
from snippet_check.render.traffic import Arrow, Traffic, percentage
from snippet_check.resource import Place
from snippet_check.simulate.matchers import Mismatch
from snippet_check.simulate.result import Result
from snippet_check.simulate.trace import Step

_TEXTS = Path(__file__).parents[1] / "messages" / "simulation"
_BOLD, _DIM, _RED, _GREEN, _END = "\033[1m", "\033[2m", "\033[31m", "\033[32m", "\033[0m"
_SHARE = 7
"""How wide a share is written."""
_MOST_PASSED = 8
"""How many things that were passed over a step lists."""


class Explained(NamedTuple):
    """What decided at one proxy."""

    proxy: str
    steps: Sequence[Step]


def call_text(
    name: str,
    traffic: Traffic,
    status: int | None,
    language: str,
    explained: Sequence[Explained] = (),
    notes: Sequence[str] = (),
    color: bool = False,
) -> str:
    """One call, explained proxy by proxy; `notes` are lines that others have to say about it."""
    return "\n".join(_lines(name, traffic, status, language, explained, notes, _Paint(color)))


class _Paint:
    """Colours, or none."""

    def __init__(self, color: bool) -> None:
        self._color = color

    def __call__(self, code: str, text: str) -> str:
        return f"{code}{text}{_END}" if self._color else text


def _lines(
    name: str,
    traffic: Traffic,
    status: int | None,
    language: str,
    explained: Sequence[Explained],
    notes: Sequence[str],
    paint: _Paint,
) -> Iterator[str]:
    yield paint(_BOLD, name)
    yield f"  {traffic.caller}  {traffic.request}"
    yield from _ends(traffic, language, paint, traffic.stopped_at)
    words = ending(traffic, status, language)
    yield f"  {paint(_RED if traffic.failed else _GREEN, words)}{_details(traffic.result, language)}"
    for one in explained:
        if len(explained) > 1:
            yield f"  {paint(_BOLD, word('proxy', language, value=one.proxy))}"
        for number, step in enumerate(one.steps, 1):
            yield from _step(number, step, language, paint)
    yield from (f"  {paint(_RED, note)}" for note in notes)


def ending(traffic: Traffic, status: int | None, language: str) -> str:
    """How a call ends for its client: at the first proxy, at one behind it, or with an answer from the way's end."""
    stopped = traffic.stopped_at
    if stopped is not None:
        return _with_status(status, _stopped(stopped, language))
    if traffic.failed or not traffic.arrows:
        return traffic.end(language)
    return _with_status(status, DISPOSITION_WORDS[traffic.result.disposition][language])


def _stopped(traffic: Traffic, language: str) -> str:
    return word("stopped", language, value=traffic.end(language), proxy=traffic.caller)


def _with_status(status: int | None, words: str) -> str:
    return words if status is None or words.startswith(f"{status} ") else f"{status} {words}"


def _ends(
    traffic: Traffic, language: str, paint: _Paint, told: Traffic | None = None, indent: str = "  "
) -> Iterator[str]:
    """Where the call is sent, and on from there; `told` is the proxy on the way whose end the last line tells."""
    copied = _words()["copy"][language]
    ends = [(_end(one), one) for one in traffic.arrows]
    ends += [(f"{_end(one)}  {paint(_DIM, copied)}", one) for one in traffic.mirrors]
    for i, (end, arrow) in enumerate(ends):
        last = i == len(ends) - 1
        yield f"{indent}{'└' if last else '├'}{'─' if i < len(traffic.arrows) else '╌'} {end}"
        deeper = f"{indent}{' ' if last else '│'}  {' ' * _SHARE}  "
        for beyond in arrow.onward:
            if beyond.arrows:
                yield from _ends(beyond, language, paint, told, deeper)
            elif beyond is not told:
                yield f"{deeper}{paint(_RED if beyond.failed else _GREEN, _stopped(beyond, language))}"


def _end(arrow: Arrow) -> str:
    return f"{percentage(arrow.percent):>{_SHARE}}  {arrow.to}"


def _details(result: Result, language: str) -> str:
    """What else the route does to the call, behind the line's end."""
    route = result.route
    if route is None or not isinstance(route.action, RouteAction):
        return ""
    texts = _words()
    found = [*_fault(route.fault, language)] if route.fault else []
    if result.request and result.upstream_path != result.request.path:
        found.append(texts["path"][language].format(value=result.upstream_path))
    if result.request and result.upstream_authority != result.request.authority:
        found.append(texts["authority"][language].format(value=result.upstream_authority))
    if route.action.timeout:
        found.append(texts["timeout"][language].format(value=_seconds(route.action.timeout, language)))
    return "".join(f" · {text}" for text in found)


def _fault(fault: Fault, language: str) -> Iterator[str]:
    texts = _words()
    if fault.delay and fault.delay.percent > 0:
        share = percentage(fault.delay.percent)
        yield texts["delay"][language].format(value=_seconds(fault.delay.fixed, language), share=share)
    if fault.abort and fault.abort.percent > 0:
        status = fault.abort.http_status if fault.abort.grpc_status is None else f"gRPC {fault.abort.grpc_status}"
        yield texts["abort"][language].format(value=status, share=percentage(fault.abort.percent))


def _seconds(value: float, language: str) -> str:
    return word("seconds", language, value=f"{value:g}")


def _step(number: int, step: Step, language: str, paint: _Paint) -> Iterator[str]:
    yield f"  {number}. {step_text(step, language)}{_written(step.sources, paint)}"
    for passed in step.passed[:_MOST_PASSED]:
        why = reason_text(passed.reason, language)
        yield f"     {paint(_DIM, '✗')} {passed.name}: {why}{_written(passed.sources, paint)}"
    if len(step.passed) > _MOST_PASSED:
        yield f"     {paint(_DIM, '…')} {len(step.passed) - _MOST_PASSED}"


def reason_text(reason: Mismatch, language: str) -> str:
    """Why something was passed over, as part of a sentence."""
    return _reasons()[reason.reason][language].format(**reason._asdict())


def step_text(step: Step, language: str) -> str:
    """What one stage decided, as a sentence."""
    return _steps()[step.reason][language].format(**step.arguments)


def word(name: str, language: str, **arguments: object) -> str:
    """A short text about a call: an entry of messages/simulation/words.yaml."""
    return _words()[name][language].format(**arguments)


def _written(sources: Sequence[Place], paint: _Paint) -> str:
    places = dict.fromkeys(place_text(place) for place in sources)
    return paint(_DIM, f"  [{', '.join(places)}]") if places else ""


def place_text(place: Place) -> str:
    """A resource and where it says so: "VirtualService default/reviews, reviews.yaml:12"."""
    location = place.location()
    return f"{place.resource.origin}, {location.file}:{location.span.start.line}"


def _steps() -> dict[str, dict[str, str]]:
    return _texts("steps")


def _reasons() -> dict[str, dict[str, str]]:
    return _texts("reasons")


def _words() -> dict[str, dict[str, str]]:
    return _texts("words")


@functools.cache
def _texts(name: str) -> dict[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    texts: dict[str, Any] = yaml.load((_TEXTS / f"{name}.yaml").read_text("utf-8"), loader)
    return texts
