"""One proxy's snapshot of a large mesh, and calls through it."""

from __future__ import annotations

from meshes import services
from timing import best, table

_SIZES = (100, 300, 1_000, 3_000)
_CALLS = 1_000


def measure_translate() -> None:
    rows = [_row(size) for size in _SIZES]
    table("translate and simulate", ("services", "load, s", "translate, s", "a call, ms"), rows)


def _row(size: int) -> list[str]:
    from snippet_check import Call, Mesh, Proxy, complete, load_text, simulate, translate

    text = services(size)
    load_seconds = best(lambda: load_text(text), 1)
    resources = complete(load_text(text).resources)
    proxy = Proxy(name="client", namespace="team-0000")
    translate_seconds = best(lambda: translate(Mesh(resources), proxy), 1)
    snapshot = translate(Mesh(resources), proxy)
    call = Call(authority="service-00001:8080", address="240.0.0.1", port=8080, path="/api")
    simulate(snapshot, call)
    call_seconds = best(lambda: [simulate(snapshot, call) for _ in range(_CALLS)]) / _CALLS
    return [f"{size:,}", f"{load_seconds:.2f}", f"{translate_seconds:.2f}", f"{call_seconds * 1000:.3f}"]
