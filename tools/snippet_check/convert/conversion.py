"""A set of files converted: what is made, what stays, and what there is to say about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from snippet_check.convert import ingress as ingress_conversion
from snippet_check.convert.backends import Backends, Used, grants
from snippet_check.convert.listeners import Listener, Listeners, gateway_content
from snippet_check.convert.notes import Note, Notes
from snippet_check.convert.routes import Made, Routes, Target
from snippet_check.convert.workloads import gateway_proxy
from snippet_check.mesh.content import mappings, texts
from snippet_check.mesh.gateway_config import GatewayConfig, gateway_config
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.proxy import Proxy
from snippet_check.mesh.virtual_service import VirtualService, gateway_name
from snippet_check.mesh.virtual_services import virtual_services
from snippet_check.resource import Content, FullName, Resource
from snippet_check.simulate.world import make_world


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """An old Gateway, or what Ingresses become, and the new one with their proxies' names."""

    old: tuple[GatewayConfig, ...]
    proxy: Proxy
    """The workload that serves the old one."""
    new: FullName
    listeners: tuple[Listener, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Conversion:
    """The result: `pieces` are what to apply, in order: what was made, and the resources that stay as they are."""

    pieces: tuple[Made | Resource, ...]
    notes: tuple[Note, ...]
    pairs: tuple[Pair, ...]
    used: tuple[Used, ...]
    own: tuple[Resource, ...]
    """What was converted, as it was read."""
    mesh: Mesh
    """The old configuration."""
    mesh_config: Content

    @property
    def made(self) -> tuple[Made, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Made))

    @property
    def kept(self) -> tuple[Resource, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Resource))


class _Source(NamedTuple):
    """What a VirtualService is for among the files."""

    one: VirtualService
    converted: tuple[str, ...]
    others: tuple[str, ...]


def convert(own: Sequence[Resource], beside: Sequence[Resource] = (), mesh_config: Content | None = None) -> Conversion:
    """Converts the Ingresses, Gateways and VirtualServices among `own`; `beside` is only looked at."""
    return _Conversion(own, beside, mesh_config or {}).done()


class _Conversion:
    def __init__(self, own: Sequence[Resource], beside: Sequence[Resource], mesh_config: Content) -> None:
        self._own = own
        self._config = mesh_config
        self._files = frozenset(one.document.file for one in own)
        world = make_world((*beside, *own), mesh_config)
        self._mesh = world.mesh
        self._notes = Notes()
        for refused in world.refused:
            if refused.resource.document.file in self._files and refused.resource.kind in ("Gateway", "VirtualService"):
                self._notes.add("refused", refused.place)
        self._backends = Backends(self._mesh, self._notes)
        self._routes = Routes(self._backends, self._notes)
        self._pairs: list[Pair] = []
        self._targets: dict[str, Target] = {}
        self._gateways: list[Made] = []
        self._gone: set[tuple[str, str, str]] = set()
        self._left: list[Made] = []

    def done(self) -> Conversion:
        for gateway in self._mesh.of_kind("Gateway"):
            if gateway.document.file in self._files:
                self._add_gateway(gateway)
        self._add_ingresses()
        for source in self._virtual_services():
            self._add_virtual_service(source)
        return Conversion(
            tuple(self._pieces()),
            self._notes.all(dict.fromkeys(one.document.file for one in self._own)),
            tuple(self._pairs),
            tuple(dict.fromkeys(self._backends.used)),
            tuple(self._own),
            self._mesh,
            self._config,
        )

    def _add_gateway(self, gateway: Resource) -> None:
        config = gateway_config(gateway)
        proxy = gateway_proxy(self._mesh, config.selector)
        name = FullName(gateway.namespace, gateway.name)
        listeners = Listeners(name, self._notes)
        for server in config.servers:
            listeners.add(server, proxy.namespace)
        if not listeners.found:
            return
        self._add_target(f"{gateway.namespace}/{gateway.name}", name, listeners, (gateway,))
        self._pairs.append(Pair((config,), proxy, name, tuple(listeners.found)))
        self._gone.add(_key(gateway))
        self._keep_servers(gateway, listeners.found)
        self._notes.add("own_workload", gateway.at("spec", "selector"), service=_service(name))

    def _keep_servers(self, gateway: Resource, found: list[Listener]) -> None:
        """The servers that became no listeners stay in an Istio Gateway."""
        converted = {listener.server.path[-1] for listener in found}
        servers = [one for i, one in enumerate(mappings(gateway.spec, "servers")) if i not in converted]
        if servers:
            spec = {**gateway.spec, "servers": servers}
            self._left.append(Made({**gateway.content, "spec": spec}, (gateway,)))

    def _add_target(self, key: str, name: FullName, listeners: Listeners, sources: tuple[Resource, ...]) -> Target:
        target = self._targets[key] = Target(name, listeners.found)
        self._backends.references += listeners.references
        self._gateways.append(Made(gateway_content(name, listeners.found), sources))
        self._routes.redirect(target, sources[0])
        return target

    def _add_ingresses(self) -> None:
        written = {_key(one): number for number, one in enumerate(self._own)}
        own = sorted(ingress_conversion.served(self._mesh, self._files), key=lambda one: written[_key(one)])
        ingress_conversion.add_notes(self._mesh, self._files, own, self._notes)
        if not own:
            return
        configs = tuple(ingress_conversion.configs(self._mesh, own))
        proxy = gateway_proxy(self._mesh, configs[0].selector)
        name = FullName(proxy.namespace, ingress_conversion.GATEWAY_NAME)
        listeners = Listeners(name, self._notes)
        ingress_conversion.add_listeners(configs, listeners, proxy.namespace)
        target = self._add_target("", name, listeners, tuple(own))
        self._pairs.append(Pair(configs, proxy, name, tuple(listeners.found)))
        ingress_conversion.add_routes(self._mesh, own, target, self._routes, self._backends)
        self._gone |= {_key(one) for one in own}
        self._notes.add("own_workload", own[0].at("spec"), service=_service(name))

    def _virtual_services(self) -> Iterable[_Source]:
        for one in virtual_services(self._mesh).all:
            resource = one.source.resource
            if one.semantics or resource.document.file not in self._files:
                continue
            converted = tuple(name for name in one.gateways if name in self._targets)
            others = tuple(name for name in one.gateways if name not in self._targets)
            if converted:
                yield _Source(one, converted, others)
            elif texts(resource.spec, "gateways") and others != ("mesh",):
                self._notes.add("unbound", resource.at("spec", "gateways"))

    def _add_virtual_service(self, source: _Source) -> None:
        one, resource = source.one, source.one.source.resource
        self._routes.add(one, self._targets)
        self._gone.add(_key(resource))
        for delegate in {place.resource for rule in one.http for place in rule.sources[1:]}:
            if delegate.document.file in self._files and not source.others:
                self._gone.add(_key(delegate))
        if texts(resource.spec, "exportTo"):
            self._notes.add("export_to", resource.at("spec", "exportTo"))
        if source.others:
            self._notes.add("mesh_kept", resource.at("spec", "gateways"))
            self._leave(resource, source.others, {})
        if one.tcp:
            only = dict.fromkeys(("http", "tls"))
            self._leave(resource, source.converted, only, "-tcp" if source.others else "")

    def _leave(self, resource: Resource, gateways: Sequence[str], without: Content, suffix: str = "") -> None:
        """The VirtualService for gateways that stay, without some fields."""
        written = [
            name for name in texts(resource.spec, "gateways") if gateway_name(name, resource.namespace) in gateways
        ]
        spec = {field: value for field, value in resource.spec.items() if field not in without}
        metadata = {**resource.metadata, "name": f"{resource.name}{suffix}"}
        content = {**resource.content, "metadata": metadata, "spec": {**spec, "gateways": written}}
        self._left.append(Made(content, (resource,)))

    def _pieces(self) -> Iterator[Made | Resource]:
        """In the order of the files: in the place of what is converted, what it became; at the end what that needs."""
        made = [*self._gateways, *self._routes.made(), *self._left]
        for resource in self._own:
            if _key(resource) not in self._gone:
                yield resource
            for one in [one for one in made if one.sources[0].at().location() == resource.at().location()]:
                made.remove(one)
                yield one
        yield from made
        yield from (Made(one.content, (one.place.resource,)) for one in self._backends.made.values())
        yield from (Made(content, ()) for content in grants(self._backends.references))


def _key(resource: Resource) -> tuple[str, str, str]:
    return resource.group_version_kind.group + "/" + resource.kind, resource.namespace, resource.name


def _service(gateway: FullName) -> str:
    """The Service that istiod makes for a Gateway of class istio."""
    return f"{gateway.namespace}/{gateway.name}-istio"
