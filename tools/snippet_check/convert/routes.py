"""VirtualServices as HTTPRoutes, GRPCRoutes and TLSRoutes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from snippet_check.convert.backends import Backends
from snippet_check.convert.fields import field_place
from snippet_check.convert.listeners import Listener
from snippet_check.convert.matches import http_matches
from snippet_check.convert.names import unused
from snippet_check.convert.notes import Notes
from snippet_check.convert.ordering import Order, Ordered, demoted
from snippet_check.convert.rules import Rules, grpc_fits
from snippet_check.mesh.content import number, text, texts
from snippet_check.mesh.specificity import is_ip
from snippet_check.mesh.virtual_service import Match, Rule, VirtualService
from snippet_check.resource import Content, FullName, Place, Resource
from snippet_check.schema.kinds import GATEWAY_API

_MOST = 16
"""Hostnames and rules that one route can have (HTTPRoute v1, maxItems)."""
_Item = TypeVar("_Item")
_SOURCES = ("destinationSubnets", "sourceLabels", "sourceNamespace")
_REDIRECTS = (0, 301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """An object that a conversion made, and the objects it was made from."""

    content: Content
    sources: tuple[Resource, ...]


class Target(NamedTuple):
    """A Gateway of the Gateway API that routes attach to, and the Istio Gateway it was."""

    name: FullName
    listeners: Sequence[Listener]

    @property
    def http(self) -> list[Listener]:
        return [one for one in self.listeners if one.protocol in ("HTTP", "HTTPS")]


class _Binding(NamedTuple):
    """The gateways and the port that some rules are for; port 0 is any."""

    gateways: tuple[str, ...]
    port: int


@dataclass(slots=True)
class _Bound:
    """The rules of one binding, in order."""

    order: Order = field(default_factory=Order)
    rules: list[tuple[Rule, Ordered]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class _Route:
    """A route before it has its name."""

    kind: str
    name: FullName
    spec: Content
    sources: tuple[Resource, ...]

    def made(self, suffix: str, used: set[str]) -> Made:
        """The route under its name with a suffix."""
        name = unused(f"{self.kind}/{self.name.namespace}/{self.name.name}{suffix}", used).rpartition("/")[2]
        metadata = {"name": name, "namespace": self.name.namespace}
        content = {"apiVersion": f"{GATEWAY_API}/v1", "kind": self.kind, "metadata": metadata, "spec": self.spec}
        return Made(content, self.sources)


class Routes:
    """The routes of a conversion."""

    def __init__(self, backends: Backends, notes: Notes) -> None:
        self._backends = backends
        self._notes = notes
        self._routes: list[_Route] = []

    def made(self) -> list[Made]:
        """The routes. Of several for one object the first comes first: istiod goes by names where ages are equal."""
        used: set[str] = set()
        suffixes = dict.fromkeys(self._routes, "")
        for several in _siblings(self._routes):
            width = len(str(len(several)))
            suffixes |= {route: f"-{i:0{width}}" for i, route in enumerate(several, 1) if len(several) > 1}
        return [route.made(suffixes[route], used) for route in self._routes]

    def add(self, one: VirtualService, targets: dict[str, Target]) -> None:
        """Adds what a VirtualService is at these gateways, by the names of their Istio Gateways."""
        gateways = tuple(name for name in one.gateways if name in targets)
        hosts = list(self._hosts(one))
        for binding, bound in self._bindings(one, gateways).items():
            parents = [ref for name in binding.gateways for ref in _parents(targets[name], one, hosts, binding.port)]
            if parents and bound.rules:
                listeners = [listener for name in binding.gateways for listener in targets[name].http]
                self._add_http(one, parents, hosts, bound, listeners)
        self._add_tls(one, gateways, targets)
        for i in range(len(one.tcp)):
            self._notes.add("tcp", one.source.resource.at("spec", "tcp", i))

    def redirect(self, target: Target, source: Resource) -> None:
        """A route that sends the clients of listeners with httpsRedirect to https."""
        sections = [one.name for one in target.listeners if one.redirects]
        if not sections:
            return
        parents = [{"name": target.name.name, "sectionName": section} for section in sections]
        to_https = {"type": "RequestRedirect", "requestRedirect": {"scheme": "https", "statusCode": 301}}
        name = FullName(target.name.namespace, f"{target.name.name}-https-redirect")
        self.emit("HTTPRoute", name, parents, [], [{"filters": [to_https]}], (source,))

    def emit(
        self,
        kind: str,
        name: FullName,
        parents: list[Content],
        hosts: list[str],
        rules: list[Content],
        sources: tuple[Resource, ...],
    ) -> None:
        """Adds routes with these rules: several where one cannot hold them all."""
        for some_hosts in _chunks(hosts) or [[]]:
            for some_rules in _chunks(rules):
                spec: Content = {"parentRefs": parents}
                spec |= {"hostnames": some_hosts} if some_hosts else {}
                self._routes.append(_Route(kind, name, {**spec, "rules": some_rules}, sources))

    def _hosts(self, one: VirtualService) -> Iterator[str]:
        """The hostnames of the routes; none for every host."""
        for i, host in enumerate(one.hosts):
            if is_ip(host):
                self._notes.add("hosts", one.source.resource.at("spec", "hosts", i), host=host)
            elif host != "*":
                yield host

    def _bindings(self, one: VirtualService, gateways: tuple[str, ...]) -> dict[_Binding, _Bound]:
        found: dict[_Binding, _Bound] = {}
        for rule in one.http:
            if number(rule.content.get("redirect"), "redirectCode") not in _REDIRECTS:
                self._notes.add("not_served", field_place(rule.sources, "redirect"), reason="redirectCode")
                continue
            own: dict[_Binding, Ordered] = {}
            for match in rule.matches or (Match({}, (), rule.sources),):
                binding = _Binding(_common(gateways, match), number(match.content, "port"))
                if binding.gateways:
                    bound = found.setdefault(binding, _Bound())
                    if binding not in own:
                        own[binding] = bound.order.begin(rule.sources[-1], _is_movable(rule))
                        bound.rules.append((rule, own[binding]))
                    self._add_matches(match, bound.order, own[binding])
        return found

    def _add_matches(self, match: Match, order: Order, ordered: Ordered) -> None:
        place, remarks = match.sources[-1], Notes()
        found = http_matches(match, remarks)
        covered = [order.covering(content) for content in found]
        if not found or None in covered:
            self._notes.take(remarks)
        for content, earlier in zip(found, covered, strict=True):
            if earlier:
                self._notes.add("never_reached", place, line=_line(earlier))
            else:
                self._add_match(content, place, order, ordered)

    def _add_match(self, content: Content, place: Place, order: Order, ordered: Ordered) -> None:
        ordered.asked.append(content)
        is_prefix = content.get("path", {}).get("type", "PathPrefix") == "PathPrefix"
        if is_prefix and ordered.movable and (regex := order.behind_regex(content)):
            self._notes.add("as_regex", place, line=_line(regex))
            content = demoted(content)
        if behind := order.add(content, ordered):
            self._notes.add("order", place, line=_line(behind))

    def _add_http(
        self, one: VirtualService, parents: list[Content], hosts: list[str], bound: _Bound, listeners: list[Listener]
    ) -> None:
        kept = [(rule, ordered) for rule, ordered in bound.rules if ordered.matches]
        is_grpc = all(listener.is_grpc for listener in listeners) and bool(listeners)
        kind = "GRPCRoute" if grpc_fits(kept, self._backends, is_grpc) else "HTTPRoute"
        port = listeners[0].port if listeners else 0
        rules = Rules(self._backends, self._notes, kind, one.namespace, port)
        made = [content for rule, ordered in kept for content in rules.of(rule, ordered.matches)]
        name = FullName(one.namespace, one.source.resource.name)
        self.emit(kind, name, parents, hosts, made, _sources(one))

    def _add_tls(self, one: VirtualService, gateways: tuple[str, ...], targets: dict[str, Target]) -> None:
        for rule in one.tls:
            for match in rule.matches:
                own = [targets[name] for name in _common(gateways, match)]
                names = [host for host in texts(match.content, "sniHosts") if host != "*"]
                if self._fits(match) and own and names:
                    self._emit_tls(one, rule, match, names, own)

    def _fits(self, match: Match) -> bool:
        """Whether a TLSRoute can ask what a match of a `tls` route asks; a note for each field that it cannot."""
        if "*" in texts(match.content, "sniHosts"):
            self._notes.add("any_name", field_place(match.sources, "sniHosts"))
        lost = [field for field in _SOURCES if match.content.get(field)]
        for name in lost:
            self._notes.add("match" if name == "destinationSubnets" else "source", field_place(match.sources, name))
        return not lost

    def _emit_tls(self, one: VirtualService, rule: Rule, match: Match, hosts: list[str], targets: list[Target]) -> None:
        port = number(match.content, "port")
        at: Content = {"port": port} if port else {}
        parents = [{**_reference(target, one), **at} for target in targets]
        ports = (listener.port for target in targets for listener in target.listeners if listener.protocol == "TLS")
        made = Rules(self._backends, self._notes, "TLSRoute", one.namespace, port or next(ports, 443)).tls(rule)
        self.emit("TLSRoute", FullName(one.namespace, one.source.resource.name), parents, hosts, [made], _sources(one))


def _siblings(routes: list[_Route]) -> Iterable[list[_Route]]:
    """The routes that were one object; HTTPRoutes and GRPCRoutes for one host are sorted as one list."""
    found: dict[tuple[bool, FullName], list[_Route]] = {}
    for route in routes:
        found.setdefault((route.kind == "TLSRoute", route.name), []).append(route)
    return found.values()


def _sources(one: VirtualService) -> tuple[Resource, ...]:
    """The VirtualService, and those it delegates to."""
    rules = (place.resource for rule in (*one.http, *one.tls) for place in rule.sources)
    return tuple(dict.fromkeys((one.source.resource, *rules)))


def _line(place: Place) -> int:
    return place.location().span.start.line


def _is_movable(rule: Rule) -> bool:
    rewrite = rule.content.get("rewrite")
    return not (isinstance(rewrite, dict) and text(rewrite, "uri"))


def _common(gateways: tuple[str, ...], match: Match) -> tuple[str, ...]:
    return tuple(name for name in gateways if not match.gateways or name in match.gateways)


def _reference(target: Target, one: VirtualService) -> Content:
    name = {"name": target.name.name}
    return name if target.name.namespace == one.namespace else {**name, "namespace": target.name.namespace}


def _parents(target: Target, one: VirtualService, hosts: list[str], port: int) -> Iterator[Content]:
    """References to the listeners that serve requests: to each by its name where others only send to https."""
    reference = _reference(target, one)
    if any(listener.redirects for listener in target.http):
        for listener in target.http:
            wanted = port in (0, listener.port) and any(listener.takes(host) for host in hosts or ["*"])
            if wanted and not listener.redirects:
                yield {**reference, "sectionName": listener.name}
    elif target.http:
        yield {**reference, "port": port} if port else reference


def _chunks(items: list[_Item]) -> list[list[_Item]]:
    return [items[i : i + _MOST] for i in range(0, len(items), _MOST)]
