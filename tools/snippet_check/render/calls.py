"""What became of files of calls, in each output format."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from snippet_check.diagnostics import Diagnostic
from snippet_check.mesh.content import text
from snippet_check.render.call_text import Explained, call_text, place_text, reason_text, step_text, word
from snippet_check.render.normalized import normalized_call
from snippet_check.render.svg import figure
from snippet_check.render.traffic import Traffic, traffic_of
from snippet_check.simulate.calls import Outcome, Run
from snippet_check.simulate.calls.way import Hop
from snippet_check.simulate.names import short_name
from snippet_check.simulate.result import Result
from snippet_check.simulate.trace import Step, trace

if TYPE_CHECKING:
    from snippet_check.verify.agreement import Agreement


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A run, what was expected of it in vain, what a real Envoy had to say, and whether the steps are wanted.

    `unread` says which resources the run had to do without, as nobody could read them.
    """

    run: Run
    unmet: tuple[Diagnostic, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    explained: bool = False
    unread: tuple[Diagnostic, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether something is not as it should be."""
        differs = any(one.differences for one in self.agreements)
        return bool(self.unmet) or differs or any(one.level.severity == 0 for one in self.run.problems)

    @property
    def calls(self) -> Iterator[tuple[Outcome, Agreement | None]]:
        """Each outcome with what Envoy did, None where nobody asked it."""
        for i, outcome in enumerate(self.run.outcomes):
            yield outcome, self.agreements[i] if self.agreements else None


def _traffic(outcome: Outcome) -> Traffic:
    """A call as figures and texts tell it."""
    call, url = outcome.result.call, text(outcome.entry.content, "url")
    request = f"{call.method} {url}" if call.is_http else url
    return traffic_of(outcome.way, text(outcome.entry.content, "from"), request)


def calls_text(shown: Sequence[Shown], language: str, color: bool = False) -> str:
    """Every call as lines for people, then what was found wrong."""
    blocks = [
        call_text(
            outcome.entry.name,
            _traffic(outcome),
            outcome.status,
            language,
            _explained(outcome) if one.explained else (),
            [*_notes(outcome, one, agreement, language)],
            color,
        )
        for one in shown
        for outcome, agreement in one.calls
    ]
    return "\n\n".join([*blocks, *_remarks(shown, language)])


def calls_json(shown: Sequence[Shown], language: str) -> str:
    """A list of the calls."""
    calls = [_as_mapping(outcome, one, language) for one in shown for outcome, _ in one.calls]
    return json.dumps(calls, ensure_ascii=False, indent=2)


def calls_svg(shown: Sequence[Shown], language: str) -> str:
    """A figure of every call."""
    return "\n".join(figure(_traffic(outcome), language) for one in shown for outcome, _ in one.calls)


def _explained(outcome: Outcome) -> tuple[Explained, ...]:
    return tuple(Explained(hop.proxy.id, trace(hop.result, hop.snapshot)) for hop in outcome.way.every)


def _notes(outcome: Outcome, shown: Shown, agreement: Agreement | None, language: str) -> Iterator[str]:
    for finding in shown.unmet:
        if dict(finding.arguments)["call"] == outcome.entry.name:
            yield f"{finding.location()}: {finding.text(language)}"
    if agreement is not None:
        yield from (word("differs", language, value=one) for one in agreement.differences)
        if agreement.unsupported:
            yield word("not_sent", language, value=agreement.unsupported)
        elif not agreement.differences:
            yield word("agrees", language)


def _remarks(shown: Sequence[Shown], language: str) -> Iterator[str]:
    for one in shown:
        yield from (f"{found.location()}: {found.text(language)}" for found in (*one.run.problems, *one.unread))
        for refused in one.run.world.refused:
            words = {"origin": refused.resource.origin, "value": refused.reason.text(language)}
            yield f"{refused.place.location()}: {word('refused', language, **words)}"


def _as_mapping(outcome: Outcome, shown: Shown, language: str) -> dict[str, Any]:
    result = outcome.result
    fields: dict[str, Any] = {
        "file": outcome.entry.file.document.file,
        "name": outcome.entry.name,
        "from": text(outcome.entry.content, "from"),
        "url": text(outcome.entry.content, "url"),
        "proxy": outcome.way.proxy.id,
        **_result_as_mapping(result),
        "status": outcome.status,
        "route": normalized_call(result),
        "unmet": [dict(one.arguments) for one in shown.unmet if dict(one.arguments)["call"] == outcome.entry.name],
    }
    if shown.explained:
        fields["trace"] = [_step_as_mapping(step, language) for step in trace(outcome.result, outcome.way.snapshot)]
    fields["onward"] = [_hop_as_mapping(hop, shown, language) for hop in outcome.way.onward]
    return fields


def _hop_as_mapping(hop: Hop, shown: Shown, language: str) -> dict[str, Any]:
    fields: dict[str, Any] = {"proxy": hop.proxy.id, "by": hop.cluster_name, **_result_as_mapping(hop.result)}
    if shown.explained:
        fields["trace"] = [_step_as_mapping(step, language) for step in trace(hop.result, hop.snapshot)]
    return {**fields, "onward": [_hop_as_mapping(one, shown, language) for one in hop.onward]}


def _result_as_mapping(result: Result) -> dict[str, Any]:
    return {
        "disposition": result.disposition.value,
        "status": result.status,
        "location": result.location or None,
        "destinations": [
            {
                "name": short_name(one.cluster_name),
                "cluster": one.cluster_name,
                "percent": one.share,
                "endpoints": [f"{endpoint.address}:{endpoint.port}" for endpoint in one.endpoints],
            }
            for one in result.destinations
        ],
        "mirrors": [
            {"name": short_name(one.cluster_name), "cluster": one.cluster_name, "percent": one.percent}
            for one in (result.mirrors if result.is_sent_on else ())
        ],
    }


def _step_as_mapping(step: Step, language: str) -> dict[str, Any]:
    return {
        "stage": step.stage.value,
        "text": step_text(step, language),
        "sources": [place_text(place) for place in step.sources],
        "passed": [
            {
                "name": one.name,
                "reason": reason_text(one.reason, language),
                "sources": [place_text(place) for place in one.sources],
            }
            for one in step.passed
        ],
    }
