"""The same calls through the old configuration and the new one: which go the same way, and what differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from snippet_check.convert.conversion import Conversion, Pair
from snippet_check.convert.manifest import as_json
from snippet_check.convert.probes import Probe, probes
from snippet_check.convert.stand_ins import missing, stand_ins
from snippet_check.convert.ways import Way, way
from snippet_check.convert.workloads import managed_proxy
from snippet_check.envoy import Snapshot
from snippet_check.load import load_text
from snippet_check.mesh.content import mapping, text
from snippet_check.mesh.proxy import Proxy
from snippet_check.resource import FullName, Resource
from snippet_check.simulate import simulate
from snippet_check.simulate.addressing import NOBODY, gateway_port
from snippet_check.simulate.call import Call
from snippet_check.simulate.calls import CallsFile, Entry
from snippet_check.simulate.calls.callers import GATEWAY, OUTSIDE
from snippet_check.simulate.calls.url import parse_url
from snippet_check.simulate.world import Refused, make_world
from snippet_check.translate import translate

_CONVERTED = "(converted)"
_PROTOCOLS = {"grpc": "http2", "tls": "tcp"}


@dataclass(frozen=True, slots=True)
class Compared:
    """One call: its way by the old configuration and by the new one."""

    probe: Probe
    gateway: FullName
    """The new Gateway."""
    before: Way
    after: Way

    @property
    def changes(self) -> tuple[tuple[str, str, str], ...]:
        """The aspects that differ, each with its old and its new value."""
        before, after = self.before, self.after
        # What a call that ended elsewhere had on its way says nothing more.
        names = {**before, **after} if before["end"] == after["end"] else ("end", "to", "location")
        both = ((name, before.get(name, ""), after.get(name, "")) for name in names)
        return tuple(one for one in both if one[1] != one[2])


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of all calls."""

    calls: tuple[Compared, ...]
    stand_ins: tuple[FullName, ...]
    """Services that the files do not hold: calls went to others in their place."""
    refused: tuple[Refused, ...] = ()
    """What was made and no cluster takes: a name of the old configuration that the new one cannot have."""

    @property
    def differences(self) -> tuple[Compared, ...]:
        """The calls that do not go the same way."""
        return tuple(one for one in self.calls if one.changes)


def compare(conversion: Conversion, resources: Iterable[Resource], calls: Sequence[CallsFile] = ()) -> Comparison:
    """Sends calls through both configurations; `resources` are those that `convert` read, others beside them too."""
    both, only_new = stand_ins(conversion)
    old = [*resources, *both]
    converted = {(one.kind, one.full_name) for one in _gone(old, conversion)}
    made = load_text(as_json([one.content for one in conversion.made]), _CONVERTED).resources
    new = [*(one for one in old if (one.kind, one.full_name) not in converted), *made, *only_new]
    sides = _Side(old, conversion), _Side(new, conversion)
    found: dict[tuple[Pair, Probe], None] = {}
    for pair in conversion.pairs:
        found |= dict.fromkeys((pair, probe) for probe in probes(conversion, pair))
    found |= dict.fromkeys(_of_files(calls, conversion.pairs))
    refused = (one for one in sides[1].world.refused if one.resource.document.file == _CONVERTED)
    return Comparison(tuple(_compared(*one, *sides) for one in found), tuple(missing(conversion)), tuple(refused))


class _Side:
    """One of the two configurations, and the proxies' snapshots that were asked for."""

    def __init__(self, resources: Iterable[Resource], conversion: Conversion) -> None:
        self.world = make_world(resources, conversion.mesh_config)
        self._snapshots: dict[str, Snapshot] = {}

    def way(self, probe: Probe, proxy: Proxy) -> Way:
        if proxy.id not in self._snapshots:
            self._snapshots[proxy.id] = translate(self.world.mesh, proxy)
        port = gateway_port(probe.port, self.world.scope(proxy))
        return way(simulate(self._snapshots[proxy.id], _call(probe, port)))


def _compared(pair: Pair, probe: Probe, old: _Side, new: _Side) -> Compared:
    return Compared(probe, pair.new, old.way(probe, pair.proxy), new.way(probe, managed_proxy(pair.new)))


def _call(probe: Probe, port: int) -> Call:
    plaintext = probe.scheme in ("http", "grpc")
    default = {"https": 443}.get(probe.scheme, 80)
    return Call(
        mode="gateway",
        address=NOBODY,
        port=port,
        protocol=_PROTOCOLS.get(probe.scheme, "http"),  # type: ignore[arg-type]
        tls="plaintext" if plaintext else "mtls" if probe.mutual else "tls",
        server_name="" if plaintext else probe.host,
        authority=probe.host if probe.port == default else f"{probe.host}:{probe.port}",
        path=probe.path,
        method=probe.method,
        headers=probe.headers,
        source_address=NOBODY,
    )


def _gone(old: Iterable[Resource], conversion: Conversion) -> Iterator[Resource]:
    """The resources that the conversion replaces."""
    kept, files = {id(one) for one in conversion.kept}, {one.document.file for one in conversion.own}
    return (one for one in old if one.document.file in files and id(one) not in kept)


def _of_files(calls: Iterable[CallsFile], pairs: Sequence[Pair]) -> Iterator[tuple[Pair, Probe]]:
    """The calls of files that enter by a gateway, each with the pair whose listeners fit best."""
    for entry in (entry for file in calls for entry in file.calls):
        probe = _of_entry(entry)
        fitting = [pair for pair in pairs if probe is not None and _fit(pair, probe)]
        if probe is not None and fitting:
            yield max(fitting, key=lambda pair: _fit(pair, probe)), probe


def _of_entry(entry: Entry) -> Probe | None:
    url, caller = parse_url(text(entry.content, "url")), text(entry.content, "from")
    if url is None or not (caller == OUTSIDE or caller.startswith(GATEWAY)):
        return None
    headers = {str(name): str(value) for name, value in mapping(entry.content, "headers").items()}
    host = next((value for name, value in headers.items() if name.lower() == "host"), url.host)
    others = tuple((name, value) for name, value in headers.items() if name.lower() != "host")
    scheme = text(entry.content, "url").partition(":")[0]
    if scheme == "tcp":
        return None
    return Probe(scheme, host, url.port, url.path, text(entry.content, "method") or "GET", others)


def _fit(pair: Pair, probe: Probe) -> int:
    """How well a Gateway's listeners fit a call: 0 not at all, more for a longer host."""
    fitting = [one for one in pair.listeners if one.port == probe.port and one.takes(probe.host)]
    return max((2 + len(one.hostname) for one in fitting), default=1 if pair.listeners else 0)
