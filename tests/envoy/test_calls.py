"""Every call of the snippets, and of the recorded cases, through one real Envoy: it must do what simulate says.

What upstream Envoy on loopback cannot run is listed with its reason in UNSUPPORTED, and nothing else may be left out.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from snippet_check.cli._call_sets import call_sets_in
from snippet_check.envoy import Snapshot
from snippet_check.load import load, load_text
from snippet_check.mesh.proxy import Proxy
from snippet_check.simulate import Call, Result, simulate
from snippet_check.simulate.calls import Outcome, run_calls
from snippet_check.simulate.case import read_case
from snippet_check.simulate.world import make_world
from snippet_check.translate import translate
from snippet_check.verify.agreement import Agreement, verify
from snippet_check.verify.outcomes import verify_outcomes
from snippet_check.verify.session import Session

pytestmark = pytest.mark.envoy

ROOT = Path(__file__).parents[2]
CALLS = sorted((*ROOT.glob("snippets/**/*.calls.yaml"), *ROOT.glob("tests/golden/simulate/*.calls.yaml")))
CASES = sorted(ROOT.glob("tests/oracle/cases/**/*.yaml"))

UNSUPPORTED = (
    "the scheme https on a connection of http: HTTP/1.1 does not say it",
    "a certificate that is missing: here every name has one",
    "JWT claims: no issuer signs tokens here",
    "an injected delay of",
    "no listener takes connections at this port",
)

T = TypeVar("T")


@pytest.fixture(scope="module")
def run() -> Iterator[Callable[[Callable[[Session], Awaitable[Any]]], Any]]:
    """Runs a coroutine with the one session, and so the one Envoy, of this module."""
    with asyncio.Runner() as runner:
        session = runner.run(Session().__aenter__())
        yield lambda use: runner.run(_awaited(use(session)))
        runner.run(session.__aexit__(None, None, None))


async def _awaited(awaitable: Awaitable[T]) -> T:
    return await awaitable


def outcomes_of(path: Path) -> list[tuple[Outcome, ...]]:
    """The outcomes of each of a file's scenarios."""
    return [run_calls(one.calls, one.resources).outcomes for one in call_sets_in(str(path), [], {}, "en")]


def agree(agreements: list[Agreement]) -> None:
    assert [one for one in agreements if one.differences] == []
    assert [one for one in agreements if one.unsupported and not one.unsupported.startswith(UNSUPPORTED)] == []


@pytest.mark.parametrize("path", CALLS, ids=lambda path: str(path.relative_to(ROOT)))
def test_does_with_the_calls_of_a_snippet_what_simulate_says(path: Path, run: Any) -> None:
    for outcomes in outcomes_of(path):
        agree(run(functools.partial(verify_outcomes, outcomes=outcomes)))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_does_with_a_recorded_case_what_simulate_says(path: Path, run: Any) -> None:
    case = read_case(path.read_text("utf-8"), str(path))
    snapshot = translate(case.world.mesh, case.proxy)
    agree(run(lambda session: verify(session, snapshot, [simulate(snapshot, call) for call in case.calls])))


SPLIT = """
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: helloworld, namespace: default}
spec:
  hosts: [helloworld]
  http:
  - route:
    - destination: {host: helloworld, subset: v1}
      weight: %d
    - destination: {host: helloworld, subset: v2}
      weight: %d
"""


def split(*weights: int) -> tuple[Snapshot, Result]:
    """The snapshot of a client of helloworld, whose versions have these weights, and a call through it."""
    worlds = [ROOT / "snippets/worlds" / f"{name}.yaml" for name in ("helloworld", "helloworld-subsets")]
    mesh = make_world((*load(worlds).resources, *load_text(SPLIT % weights).resources), {}).mesh
    snapshot = translate(mesh, Proxy())
    service = mesh.get("Service", "default", "helloworld")
    assert service
    address = service.spec["clusterIP"]
    return snapshot, simulate(snapshot, Call(address=address, port=5000, authority="helloworld:5000"))


def test_disagrees_when_one_weight_of_the_snapshot_changes(run: Any) -> None:
    snapshot, result = split(90, 10)
    agree(run(lambda session: verify(session, snapshot, [result])))
    other, _ = split(89, 11)
    [agreement] = run(lambda session: verify(session, other, [result]))
    assert len(agreement.differences) == 2


SECURE = """
proxy: {type: router}
config: |
  apiVersion: networking.istio.io/v1
  kind: Gateway
  metadata: {name: edge, namespace: istio-system}
  spec:
    selector: {istio: ingressgateway}
    servers:
    - port: {number: 443, name: https, protocol: HTTPS}
      hosts: [open.example.com]
      tls: {mode: SIMPLE, credentialName: open}
    - port: {number: 443, name: mutual, protocol: HTTPS}
      hosts: [closed.example.com]
      tls: {mode: MUTUAL, credentialName: closed}
calls:
- {name: open, host: open.example.com, port: 443, tls: tls}
- {name: closed, host: closed.example.com, port: 443, tls: mtls, sni: closed.example.com}
- {name: no certificate, host: closed.example.com, port: 443, tls: tls}
- {name: plaintext, host: open.example.com, port: 443}
- {name: no such server, host: other.example.com, port: 443, tls: tls}
"""


def secured(old: str, new: str) -> Snapshot:
    case = read_case(SECURE.replace(old, new), "secure.yaml")
    return translate(case.world.mesh, case.proxy)


def test_ends_tls_with_the_certificate_of_the_server_name(run: Any) -> None:
    case = read_case(SECURE, "secure.yaml")
    snapshot = translate(case.world.mesh, case.proxy)
    results = [simulate(snapshot, call) for call in case.calls]
    agree(run(lambda session: verify(session, snapshot, results)))
    ends = [result.disposition.name for result in results]
    assert ends == ["NO_ROUTE", "NO_ROUTE", "TLS_ERROR", "NO_FILTER_CHAIN", "NO_FILTER_CHAIN"]


@pytest.mark.parametrize(
    ("old", "new", "differing"),
    [
        ("credentialName: open", "credentialName: stolen", ["open"]),
        ("mode: MUTUAL", "mode: SIMPLE", ["no certificate"]),
        ("hosts: [open.example.com]", "hosts: ['*']", ["no such server"]),
    ],
)
def test_disagrees_when_the_tls_of_the_snapshot_changes(old: str, new: str, differing: list[str], run: Any) -> None:
    results = [simulate(secured("", ""), call) for call in read_case(SECURE, "secure.yaml").calls]
    agreements = run(lambda session: verify(session, secured(old, new), results))
    assert [one.call.name for one in agreements if one.differences] == differing
