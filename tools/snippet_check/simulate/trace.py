"""Why a call came out as it did: what decided at each stage, where that is written, and what was passed over and why.

Made when somebody asks, from what the result holds; the predicates are those that decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import NamedTuple, TypeAlias

from snippet_check.envoy import FilterChain, Listener, Route, Snapshot, TcpProxy, VirtualHost
from snippet_check.resource import Place
from snippet_check.simulate.addressing import NOBODY
from snippet_check.simulate.cors import answers_preflight
from snippet_check.simulate.filter_chains import FilterChains, Key, Level
from snippet_check.simulate.index import WILDCARD_ADDRESSES, index_of
from snippet_check.simulate.inspectors import Connection
from snippet_check.simulate.left_out import left_out
from snippet_check.simulate.matchers import Mismatch, mismatch
from snippet_check.simulate.request import Request
from snippet_check.simulate.result import Destination, Disposition, Result, can_be_reached


class Stage(Enum):
    """The stages of a call, in their order."""

    LISTENER = "listener"
    FILTER_CHAIN = "filter_chain"
    VIRTUAL_HOST = "virtual_host"
    ROUTE = "route"
    CLUSTER = "cluster"


class Passed(NamedTuple):
    """Something that could have been chosen and was not."""

    name: str
    reason: Mismatch
    sources: tuple[Place, ...] = ()
    """The lines that say so: of a route its match."""


class Step(NamedTuple):
    """What one stage decided; `reason` is the name of a text in messages/simulation, `arguments` are its."""

    stage: Stage
    reason: str
    arguments: Mapping[str, object] = {}
    sources: tuple[Place, ...] = ()
    passed: tuple[Passed, ...] = ()


Trace: TypeAlias = tuple[Step, ...]
Chosen: TypeAlias = Sequence[tuple[Level, Key | None]]


def trace(result: Result, snapshot: Snapshot) -> Trace:
    """The steps of a call, as far as it came."""
    return tuple(_steps(result, snapshot))


def _steps(result: Result, snapshot: Snapshot) -> Iterator[Step]:
    yield _listener(result, snapshot)
    if result.listener is None or result.connection is None:
        return
    chosen = index_of(snapshot).filter_chains(result.listener).chosen(result.connection)
    yield _filter_chain(result, result.listener, result.connection, chosen)
    if result.request is not None:
        yield from _http(result, result.request, snapshot)
    if result.disposition not in (Disposition.DIRECT_RESPONSE, Disposition.FAULT_ABORTED):
        for destination in result.destinations:
            yield _cluster(destination, snapshot)


def _listener(result: Result, snapshot: Snapshot) -> Step:
    call, listener = result.call, result.listener
    arguments = {"address": call.address, "port": call.port, "name": listener.name if listener else ""}
    others = tuple(_same_port(snapshot, listener, call.port))
    if listener is None:
        return Step(Stage.LISTENER, "listener_none", arguments, (), others)
    if call.mode != "outbound":
        return Step(Stage.LISTENER, f"listener_{call.mode}", arguments, listener.sources)
    if listener.port != call.port:
        return Step(Stage.LISTENER, "listener_unknown_port", arguments, listener.sources, others)
    by_address = call.address in (listener.address, *listener.additional_addresses)
    wildcard = listener.address in WILDCARD_ADDRESSES and not by_address
    if wildcard and call.address == NOBODY:
        return Step(Stage.LISTENER, "listener_wildcard_nobody", arguments, listener.sources, others)
    return Step(
        Stage.LISTENER, f"listener_{'wildcard' if wildcard else 'address'}", arguments, listener.sources, others
    )


def _same_port(snapshot: Snapshot, chosen: Listener | None, port: int) -> Iterator[Passed]:
    for listener in snapshot.listeners:
        if listener.port == port and listener is not chosen:
            chains = index_of(snapshot).filter_chains(listener)
            if chains.are_refused:
                yield _refused(listener, chains)
                continue
            wide = listener.address in WILDCARD_ADDRESSES
            yield Passed(
                listener.name,
                Mismatch("listener_wider" if wide else "listener_elsewhere", "", listener.address),
                listener.sources[:1],
            )


def _refused(listener: Listener, chains: FilterChains) -> Passed:
    reason = "listener_refused" if chains.malformed is None else "listener_malformed"
    to_blame = (chains.overlap or ()) if chains.malformed is None else (chains.malformed,)
    return Passed(listener.name, Mismatch(reason), tuple(place for chain in to_blame for place in chain.sources[-1:]))


def _filter_chain(result: Result, listener: Listener, connection: Connection, chosen: Chosen) -> Step:
    chain = result.filter_chain
    passed = tuple(
        Passed(one.name or f"{listener.name} {number}", _why_not(one, chosen), one.sources[-1:])
        for number, one in enumerate(listener.filter_chains, 1)
        if one is not chain
    )
    arguments = {
        "name": chain.name or listener.name if chain else "",
        "transport": connection.transport_protocol,
        "protocols": ", ".join(connection.application_protocols),
        "server_name": connection.server_name,
        "secret": result.missing_secret,
    }
    return Step(
        Stage.FILTER_CHAIN, _filter_chain_reason(result, chain), arguments, chain.sources if chain else (), passed
    )


def _filter_chain_reason(result: Result, chain: FilterChain | None) -> str:
    if chain is None:
        return "filter_chain_none"
    if result.disposition is Disposition.TLS_ERROR:
        return _handshake_reason(result)
    if result.disposition is Disposition.PROTOCOL_ERROR and result.request is None:
        return "filter_chain_wants_http"
    is_default = result.listener is not None and chain is result.listener.default_filter_chain
    is_tcp = any(isinstance(one.config, TcpProxy) for one in chain.filters)
    return f"filter_chain_{'default_' if is_default else ''}{'tcp' if is_tcp else 'http'}"


def _handshake_reason(result: Result) -> str:
    if result.call.tls == "plaintext":
        return "filter_chain_plaintext"
    return "filter_chain_no_secret" if result.missing_secret else "filter_chain_no_certificate"


def _why_not(chain: FilterChain, chosen: Chosen) -> Mismatch:
    """The level at which a chain lost: it names another value, or none where another chain names the right one."""
    for level, key in chosen:
        own = level.of_chain(chain.match)
        if key not in own:
            named = ", ".join(str(one) for one in own if one)
            return Mismatch(
                f"chain_{level.name}" if named else "chain_less_specific", level.name, named, str(key or "")
            )
    return Mismatch("chain_later")


def _http(result: Result, request: Request, snapshot: Snapshot) -> Iterator[Step]:
    if result.route_configuration is None or result.disposition is Disposition.PROTOCOL_ERROR:
        yield Step(Stage.VIRTUAL_HOST, "path_refused", {"path": request.path})
        return
    candidates = list(index_of(snapshot).virtual_hosts(result.route_configuration).candidates(request.authority))
    arguments = {"authority": request.authority, "configuration": result.route_configuration.name}
    host = result.virtual_host
    if host is None:
        yield Step(Stage.VIRTUAL_HOST, "virtual_host_none", arguments)
        return
    passed = tuple(
        Passed(one.name, Mismatch("domain_less_specific", "", domain), one.sources[:1])
        for domain, one in candidates[1:]
    )
    arguments |= {"name": host.name, "domain": candidates[0][0]}
    yield Step(Stage.VIRTUAL_HOST, "virtual_host", arguments, host.sources, passed)
    yield _route(result, request, host)


def _route(result: Result, request: Request, host: VirtualHost) -> Step:
    route = result.route
    if route is None and result.location:
        return Step(Stage.ROUTE, "route_requires_tls", {"location": result.location}, host.sources)
    passed: list[Passed] = []
    for number, one in enumerate(host.routes, 1):
        failed = mismatch(one.match, request, result.call)
        if failed is None:
            break
        passed.append(Passed(one.name or str(number), failed, one.sources[-1:]))
    arguments: dict[str, object] = {"number": len(passed) + 1, "count": len(host.routes), "status": result.status}
    if result.call.mode == "outbound":
        gone = left_out(host, route, result.call.port)
        passed = [*(Passed(one.name, one.reason, (one.source,)) for one in gone), *passed]
    if route is None:
        return Step(Stage.ROUTE, "route_none", arguments, host.sources, tuple(passed))
    arguments |= {"location": result.location, "upstream_path": result.upstream_path}
    return Step(Stage.ROUTE, f"route_{_answer(result, request, route)}", arguments, route.sources, tuple(passed))


def _answer(result: Result, request: Request, route: Route) -> str:
    match result.disposition:
        case Disposition.REDIRECTED:
            return "redirects"
        case Disposition.DIRECT_RESPONSE if answers_preflight(route, request):
            return "answers_preflight"
        case Disposition.DIRECT_RESPONSE | Disposition.BLACKHOLE:
            return "answers"
        case Disposition.FAULT_ABORTED:
            return "aborts"
    return "forwards" if result.upstream_path == request.path else "rewrites"


def _cluster(destination: Destination, snapshot: Snapshot) -> Step:
    cluster = destination.cluster
    arguments: dict[str, object] = {
        "name": destination.cluster_name,
        "count": len(destination.endpoints),
        "share": f"{destination.share:g}",
        **_parts(destination.cluster_name),
    }
    if cluster is None:
        return Step(Stage.CLUSTER, _why_missing(destination.cluster_name, snapshot), arguments)
    if cluster.type == "ORIGINAL_DST":
        return Step(Stage.CLUSTER, "cluster_original_destination", arguments, cluster.sources)
    if can_be_reached(cluster):
        return Step(Stage.CLUSTER, "cluster", arguments, cluster.sources)
    return Step(
        Stage.CLUSTER, "cluster_empty_subset" if arguments["subset"] else "cluster_empty", arguments, cluster.sources
    )


def _why_missing(name: str, snapshot: Snapshot) -> str:
    """What a cluster lacks to exist: its host, its port, or its subset."""
    wanted = _parts(name)
    known = [_parts(cluster.name) for cluster in snapshot.clusters]
    same_host = [one for one in known if one["host"] == wanted["host"]]
    if not wanted["host"] or not same_host:
        return "cluster_no_host"
    return "cluster_no_subset" if any(one["port"] == wanted["port"] for one in same_host) else "cluster_no_port"


def _parts(name: str) -> dict[str, str]:
    """The parts of istiod's names for clusters; a name that is none of istiod's is all host."""
    parts = name.split("|")
    if len(parts) != 4:
        return {"port": "", "subset": "", "host": name}
    return {"port": parts[1], "subset": parts[2], "host": parts[3]}
