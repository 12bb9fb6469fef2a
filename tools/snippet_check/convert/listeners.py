"""The servers of Istio Gateways as listeners of the Gateway API."""

from __future__ import annotations

from dataclasses import dataclass

from snippet_check.convert.backends import Reference
from snippet_check.convert.fields import below, value_at
from snippet_check.convert.names import dns_name, unused
from snippet_check.convert.notes import Notes
from snippet_check.mesh.content import text, texts
from snippet_check.mesh.gateway_config import GatewayServer
from snippet_check.mesh.hosts import overlap
from snippet_check.mesh.protocol import Protocol
from snippet_check.mesh.specificity import is_ip
from snippet_check.resource import Content, FullName, Place

EVERYBODY = "*"
_TERMINATE_OPTION = "gateway.istio.io/tls-terminate-mode"
_LISTENER_OPTION = "gateway.istio.io/listener-protocol"
_OPTIONS = ("MUTUAL", "OPTIONAL_MUTUAL", "ISTIO_MUTUAL")
_TLS_MODES = ("SIMPLE", *_OPTIONS)
_FILES = ("serverCertificate", "privateKey", "caCertificates")
_TLS_IGNORED = (
    "subjectAltNames",
    "verifyCertificateSpki",
    "verifyCertificateHash",
    "minProtocolVersion",
    "maxProtocolVersion",
    "cipherSuites",
    "caCrl",
    "caCertCredentialName",
    "tlsCertificates",
)
_IGNORED = ("bind", "defaultEndpoint")


@dataclass(frozen=True, slots=True, eq=False)
class Listener:
    """One listener: a server's port and one of its hosts."""

    name: str
    port: int
    protocol: str
    hostname: str
    """"" for every host."""
    namespaces: frozenset[str]
    """Whose routes may attach; EVERYBODY for all."""
    tls: Content | None
    redirects: bool
    """Whether it only sends clients to https."""
    is_grpc: bool
    server: Place

    def content(self, namespace: str) -> Content:
        """The listener in a Gateway of a namespace."""
        found: Content = {"name": self.name, "port": self.port, "protocol": self.protocol}
        found |= {"hostname": self.hostname} if self.hostname else {}
        found |= {"tls": self.tls} if self.tls else {}
        if allowed := _allowed(self.namespaces, namespace):
            found["allowedRoutes"] = {"namespaces": allowed}
        return found

    def takes(self, host: str) -> bool:
        """Whether a route's host, "*" for all, has a name in common with the listener's."""
        return overlap(host, self.hostname or "*")


class Listeners:
    """The listeners of one Gateway, made from servers."""

    def __init__(self, gateway: FullName, notes: Notes) -> None:
        self._gateway = gateway
        self._notes = notes
        self._names: set[str] = set()
        self._taken: set[tuple[int, bool, str]] = set()
        self.found: list[Listener] = []
        self.references: list[Reference] = []

    def add(self, server: GatewayServer, workload_namespace: str) -> None:
        """Adds a server; its Secrets are in the namespace of the gateway's workload."""
        protocol = _protocol(server)
        if not protocol:
            self._notes.add("server", below(server.source, "port", "protocol"), protocol=server.protocol_name)
            return
        for field in _IGNORED:
            if text(value_at(server.source.resource.content, server.source.path), field):
                self._notes.add("ignored_field", below(server.source, field))
        tls = self._tls(server, workload_namespace)
        for hostname, namespaces in _by_hostname(server).items():
            self._add_host(server, protocol, hostname, frozenset(namespaces), tls)

    def _add_host(
        self, server: GatewayServer, protocol: str, hostname: str, namespaces: frozenset[str], tls: Content | None
    ) -> None:
        if is_ip(hostname):
            self._notes.add("hosts", below(server.source, "hosts"), host=hostname)
            return
        key = server.port, protocol == "HTTP", hostname
        if key in self._taken:
            self._notes.add("server_repeated", below(server.source, "hosts"))
            return
        self._taken.add(key)
        several = hostname and len(_by_hostname(server)) > 1
        base = server.port_name or f"{protocol.lower()}-{server.port}"
        name = unused(dns_name(f"{base}-{hostname}" if several else base, "listener"), self._names)
        self.found.append(
            Listener(
                name,
                server.port,
                protocol,
                hostname,
                namespaces,
                tls,
                server.redirects_to_https,
                server.protocol is Protocol.GRPC,
                server.source,
            )
        )

    def _tls(self, server: GatewayServer, workload_namespace: str) -> Content | None:
        written = server.tls
        if written is None or server.protocol.is_http:
            return None
        place = below(server.source, "tls")
        for field in _TLS_IGNORED:
            if written.get(field):
                self._notes.add("ignored_field", below(place, field))
        if server.tls_mode == "AUTO_PASSTHROUGH":
            return {"mode": "Passthrough", "options": {_LISTENER_OPTION: "auto-passthrough"}}
        if server.is_passthrough:
            return {"mode": "Passthrough"}
        return self._terminated(server, written, place, workload_namespace)

    def _terminated(self, server: GatewayServer, written: Content, place: Place, namespace: str) -> Content:
        found: Content = {"mode": "Terminate"}
        if server.tls_mode != "ISTIO_MUTUAL":
            names = [text(written, "credentialName")] if text(written, "credentialName") else []
            names = names or texts(written, "credentialNames")
            if not names:
                names = [dns_name(f"{self._gateway.name}-{server.port_name or server.port}-tls")]
                present = next((field for field in _FILES if written.get(field)), "mode")
                self._notes.add("tls_files", below(place, present), secret=FullName(namespace, names[0]))
            found["certificateRefs"] = [self._secret(name, namespace) for name in names]
        if server.tls_mode in _OPTIONS:
            found["options"] = {_TERMINATE_OPTION: server.tls_mode}
        return found

    def _secret(self, name: str, namespace: str) -> Content:
        if namespace == self._gateway.namespace:
            return {"name": name}
        target = FullName(namespace, name)
        self.references.append(Reference("Gateway", self._gateway.namespace, ("", "Secret"), target))
        return {"name": name, "namespace": namespace}


def _protocol(server: GatewayServer) -> str:
    """The protocol of the listener, "" where there is none for the server's."""
    if server.protocol.is_http:
        return "HTTP"
    if server.protocol is Protocol.HTTPS and server.tls_mode in _TLS_MODES:
        return "HTTPS"
    if server.protocol in (Protocol.HTTPS, Protocol.TLS) and server.is_passthrough:
        return "TLS"
    return ""


def _by_hostname(server: GatewayServer) -> dict[str, set[str]]:
    """The hosts of a server without their namespaces, each with the namespaces; "" for every host."""
    found: dict[str, set[str]] = {}
    for host in server.hosts:
        owner, slash, name = host.rpartition("/")
        found.setdefault("" if name == "*" else name, set()).add(owner if slash else EVERYBODY)
    return found


def _allowed(namespaces: frozenset[str], own: str) -> Content | None:
    if EVERYBODY in namespaces:
        return {"from": "All"}
    if namespaces == {own}:
        return None
    label, names = "kubernetes.io/metadata.name", sorted(namespaces)
    expression = {"key": label, "operator": "In", "values": names}
    return {"from": "Selector", "selector": {"matchExpressions": [expression]}}


def gateway_content(name: FullName, listeners: list[Listener]) -> Content:
    """A Gateway of class istio."""
    return {
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "Gateway",
        "metadata": {"name": name.name, "namespace": name.namespace},
        "spec": {"gatewayClassName": "istio", "listeners": [one.content(name.namespace) for one in listeners]},
    }
