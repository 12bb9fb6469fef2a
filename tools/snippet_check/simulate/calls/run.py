"""Sends the calls of a file through the proxies that they meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh.content import mapping, number, text
from snippet_check.mesh.proxy import Proxy
from snippet_check.resource import Resource
from snippet_check.simulate.addressing import service_of
from snippet_check.simulate.attempts import Answer, Scripts
from snippet_check.simulate.call import Call
from snippet_check.simulate.calls.answers import status_at
from snippet_check.simulate.calls.callers import GATEWAY, OUTSIDE, Meeting, meeting
from snippet_check.simulate.calls.file import CallsFile, Entry
from snippet_check.simulate.calls.url import Url, parse_url
from snippet_check.simulate.calls.way import Hop, Ways
from snippet_check.simulate.inspectors import OUTSIDE_ALPN
from snippet_check.simulate.result import Result
from snippet_check.simulate.world import World, make_world
from snippet_check.translate.durations import seconds
from snippet_check.translate.untranslated import untranslated


class Outcome(NamedTuple):
    """What became of one call of a file."""

    entry: Entry
    way: Hop
    """The proxy that the call meets first, and what comes after it."""
    status: int | None
    """What the client gets: the proxy's own status, or the upstream's, 200 unless the file says otherwise."""
    scripts: Scripts
    """The answers of upstreams that the file scripts, by name."""

    @property
    def result(self) -> Result:
        """What the first proxy does with the call."""
        return self.way.result


class Run(NamedTuple):
    """What became of a file's calls, in order, and what kept others from being made."""

    world: World
    outcomes: tuple[Outcome, ...]
    problems: tuple[Diagnostic, ...]


def run_calls(calls: CallsFile, resources: Iterable[Resource]) -> Run:
    """Sends every call of a file through the world that these resources, worlds included, make."""
    world = make_world(resources, calls.mesh_config)
    outcomes: list[Outcome] = []
    problems = [*calls.problems(), *_left_out(world)]
    ways = Ways(world.mesh)
    for entry in calls.calls:
        problems += _unresolved(entry, world)
        made = _made(entry, world, ways)
        if isinstance(made, Outcome):
            outcomes.append(made)
        else:
            problems.append(made)
    return Run(world, tuple(outcomes), tuple(problems))


def _left_out(world: World) -> Iterator[Diagnostic]:
    """What the simulation does not know, written down by whoever asks."""
    for place in untranslated(world.mesh):
        yield message_type("SC0307").at(place, kind=place.resource.kind)


def _unresolved(entry: Entry, world: World) -> Iterator[Diagnostic]:
    """A host of one word that is no service where it is called: Kubernetes' DNS knows no other such names."""
    url = parse_url(text(entry.content, "url"))
    caller = text(entry.content, "from")
    namespace = caller.rpartition(".")[2]
    if url is None or "." in url.host or ":" in url.host or caller == OUTSIDE or caller.startswith(GATEWAY):
        return
    if service_of(url.host, world.scope(Proxy(namespace=namespace))) is None:
        yield message_type("SC0306").at(entry.location("url"), host=url.host, namespace=namespace)


def _made(entry: Entry, world: World, ways: Ways) -> Outcome | Diagnostic:
    """The call's outcome, or why it cannot be made."""
    written = text(entry.content, "url")
    url = parse_url(written)
    if url is None:
        return message_type("SC0303").at(entry.location("url"), field="url", value=written)
    caller = text(entry.content, "from")
    met = meeting(world.mesh, caller, url.host, url.port)
    if met is None:
        return message_type("SC0304").at(entry.location("from"), name=caller)
    way, scripts = ways.of(met.proxy, _call(entry, url, met)), _scripts(entry)
    return Outcome(entry, way, status_at(way, scripts), scripts)


def _call(entry: Entry, url: Url, met: Meeting) -> Call:
    headers = {str(name): str(value) for name, value in mapping(entry.content, "headers").items()}
    protocol = "http2" if text(entry.content, "protocol") == "http2" else url.protocol
    certified = url.tls == "tls" and entry.content.get("certificate") is True
    return Call(
        name=entry.name,
        mode=met.mode,
        address=met.address,
        port=met.port,
        protocol=protocol,
        tls="mtls" if certified else url.tls,
        server_name=url.host if url.tls == "tls" else "",
        application_protocols=OUTSIDE_ALPN.get(protocol, ()) if certified else (),
        authority=next((value for name, value in headers.items() if name.lower() == "host"), url.authority),
        path=url.path,
        method=text(entry.content, "method") or "GET",
        headers=tuple((name, value) for name, value in headers.items() if name.lower() != "host"),
        source_address=met.proxy.ip,
    )


def _scripts(entry: Entry) -> Scripts:
    upstream = mapping(entry.content, "upstream")
    return {str(name): tuple(map(_answer, _as_list(answers))) for name, answers in upstream.items()}


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _answer(written: Any) -> Answer:
    if isinstance(written, dict):
        return Answer(number(written, "status") or 200, seconds(written, "delay") or 0.0)
    return Answer(written) if isinstance(written, int) else Answer()
