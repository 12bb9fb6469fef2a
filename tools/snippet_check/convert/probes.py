"""Calls derived from the old configuration: every host with every match of every rule, and one that matches nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from snippet_check.convert.conversion import Conversion, Pair
from snippet_check.convert.samples import sample
from snippet_check.mesh.content import mapping, mappings, number, text, texts
from snippet_check.mesh.gateway_config import GatewayServer
from snippet_check.mesh.specificity import covers
from snippet_check.mesh.virtual_service import Match, Rule, VirtualService
from snippet_check.mesh.virtual_services import virtual_services

_NOWHERE = "/no-such-path"
_ANY_HOST = "any.example.com"
_DEFAULT_PORTS = {"http": 80, "https": 443, "tls": 443, "grpc": 80}


@dataclass(frozen=True, slots=True)
class Probe:
    """One call to a gateway."""

    scheme: str
    """http, https, tls (passed through) or grpc."""
    host: str
    port: int
    path: str = "/"
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    mutual: bool = False
    """Whether the client shows a certificate."""

    @property
    def text(self) -> str:
        """The call as people write it."""
        port = "" if _DEFAULT_PORTS[self.scheme] == self.port else f":{self.port}"
        path = self.path if self.scheme != "tls" else ""
        headers = "".join(f", {name}: {value}" for name, value in self.headers)
        return f"{self.method if path else 'CONNECT'} {self.scheme}://{self.host}{port}{path}{headers}"


def probes(conversion: Conversion, pair: Pair) -> list[Probe]:
    """The calls to one of the converted gateways."""
    found: dict[Probe, None] = {}
    for config in pair.old:
        for server in config.servers:
            for one in virtual_services(conversion.mesh).bound_to(server.gateway, pair.proxy.namespace):
                for host in _shared(server, one):
                    found |= dict.fromkeys(_of(one, server, host))
            if server.redirects_to_https:
                found |= dict.fromkeys(Probe("http", _example(host), server.port) for host in _hosts(server))
    return list(found)


def _of(one: VirtualService, server: GatewayServer, host: str) -> Iterator[Probe]:
    base = Probe(_scheme(server), host, server.port, mutual=server.tls_mode in ("MUTUAL", "ISTIO_MUTUAL"))
    if base.scheme == "tls":
        for rule in one.tls:
            for match in rule.matches:
                yield from (replace(base, host=_example(name)) for name in texts(match.content, "sniHosts"))
        return
    for rule in one.http:
        for match in rule.matches or (Match({}, (), ()),):
            yield from _of_match(rule, match, base)
        yield from _preflight(rule, base)
    if one.http:
        yield replace(base, path=_NOWHERE)


def _of_match(rule: Rule, match: Match, base: Probe) -> Iterator[Probe]:
    content = match.content
    if number(content, "port") not in (0, base.port):
        return
    headers = [(name, _value(wanted)) for name, wanted in mapping(content, "headers").items() if name[:1] != "@"]
    query = "&".join(f"{name}={_value(wanted)}" for name, wanted in mapping(content, "queryParams").items())
    method = _value(content["method"]) if isinstance(content.get("method"), dict) else "GET"
    host = _value(content["authority"]) if isinstance(content.get("authority"), dict) else base.host
    if any(value is None for _, value in headers) or method is None or host is None:
        return
    for path in dict.fromkeys((*_paths(mapping(content, "uri")), *_rewritten(rule))):
        whole = f"{path}?{query}" if query else path
        yield replace(base, host=host, path=whole, method=method, headers=tuple(headers))
        if unwanted := [(name, str(_value(one))) for name, one in mapping(content, "withoutHeaders").items()]:
            yield replace(base, host=host, path=whole, method=method, headers=(*headers, *unwanted))


def _paths(uri: Mapping[str, Any]) -> list[str]:
    """Paths that a match takes: of a prefix itself and something below it."""
    if "exact" in uri:
        return [text(uri, "exact")]
    if prefix := text(uri, "prefix"):
        return list(dict.fromkeys((prefix, f"{prefix.rstrip('/')}/x")))
    if "regex" in uri:
        found = sample(text(uri, "regex"))
        return [found] if found is not None and found.startswith("/") else []
    return ["/"]


def _rewritten(rule: Rule) -> list[str]:
    """A path that the rule's regular expression rewrites."""
    found = sample(text(mapping(rule.content, "rewrite", "uriRegexRewrite"), "match"))
    return [found] if found and found.startswith("/") else []


def _preflight(rule: Rule, base: Probe) -> Iterator[Probe]:
    """A CORS preflight from the first allowed origin."""
    policy = mapping(rule.content, "corsPolicy")
    origins = [*texts(policy, "allowOrigin"), *(_value(one) for one in mappings(policy, "allowOrigins"))]
    if origins and origins[0]:
        headers = (("origin", origins[0]), ("access-control-request-method", "GET"))
        path = _paths(mapping(rule.matches[0].content, "uri"))[:1] if rule.matches else ["/"]
        if path:
            yield replace(base, path=path[0], method="OPTIONS", headers=headers)


def _value(match: Any) -> Any:
    """A text that a StringMatch takes, None where none is found."""
    if not isinstance(match, dict):
        return "x"
    if "exact" in match:
        return text(match, "exact")
    if "prefix" in match:
        return f"{text(match, 'prefix')}x"
    if "regex" in match:
        return "x" if text(match, "regex") in ("*", ".*") else sample(text(match, "regex"))
    return "x"


def _scheme(server: GatewayServer) -> str:
    if server.is_passthrough and server.is_tls:
        return "tls"
    return "https" if server.is_tls else "http"


def _shared(server: GatewayServer, one: VirtualService) -> list[str]:
    """An example of each host that the server and the VirtualService have in common."""
    found: dict[str, None] = {}
    for host in _hosts(server, one.namespace):
        for other in one.hosts:
            if covers(other, host):
                found.setdefault(_example(host))
            elif covers(host, other):
                found.setdefault(_example(other))
    return list(found)


def _hosts(server: GatewayServer, namespace: str = "") -> Iterator[str]:
    for host in server.hosts:
        owner, slash, name = host.partition("/")
        if not slash:
            yield host
        elif not namespace or owner in (namespace, "*"):
            yield name


def _example(host: str) -> str:
    return _ANY_HOST if host == "*" else host.replace("*", "any")
