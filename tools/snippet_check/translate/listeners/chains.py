"""Filter chains before they are part of a listener: what they match, and when two of them cannot stand side by side.

Source: Istio 1.30 pilot/pkg/networking/core/listener.go (filterChainOpts, buildListenerFromEntry).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_network

from snippet_check.envoy import Filter, FilterChain, FilterChainMatch, TlsContext
from snippet_check.envoy.listener import ListenerFilter
from snippet_check.resource import Place

TLS_INSPECTOR = ListenerFilter("envoy.filters.listener.tls_inspector")
HTTP_INSPECTOR = ListenerFilter("envoy.filters.listener.http_inspector")
PLAINTEXT_HTTP = ("http/1.1", "h2c")
"""What the HTTP inspector finds in plaintext HTTP. HTTP/1.0 is not among them: it goes through as TCP."""

_HANDSHAKE_TIMEOUT = 15.0
_ANY_NAME = "*"
_ANY_ADDRESS = "0.0.0.0"


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """A filter chain to be."""

    filters: tuple[Filter, ...]
    sni_hosts: tuple[str, ...] = ()
    destination_cidrs: tuple[str, ...] = ()
    application_protocols: tuple[str, ...] = ()
    transport_protocol: str = ""
    tls: TlsContext | None = None
    sources: tuple[Place, ...] = ()

    @property
    def matches_all(self) -> bool:
        """Whether every connection matches."""
        named = self.sni_hosts and _ANY_NAME not in self.sni_hosts
        return not (named or self.application_protocols or self.transport_protocol or self.destination_cidrs)

    @property
    def inspects_tls(self) -> bool:
        """Whether the listener must read the TLS greeting for it."""
        return bool(self.sni_hosts or (self.tls and self.tls.alpn))

    def conflicts_with(self, other: Chain) -> bool:
        """Whether both match the same connections."""
        return (
            self.transport_protocol == other.transport_protocol
            and self.application_protocols == other.application_protocols
            and _names(self.sni_hosts) == _names(other.sni_hosts)
            and _blocks(self.destination_cidrs) == _blocks(other.destination_cidrs)
        )


def filter_chain(chain: Chain, name: str = "") -> FilterChain:
    """The chain in Envoy's form."""
    return FilterChain(chain.filters, _match(chain), name, chain.tls, chain.sources, _HANDSHAKE_TIMEOUT)


def _match(chain: Chain) -> FilterChainMatch:
    if chain.matches_all:
        return FilterChainMatch()
    anyone = _ANY_NAME in chain.sni_hosts
    return FilterChainMatch(
        prefix_ranges=tuple(_prefix_ranges(chain.destination_cidrs)),
        server_names=() if anyone else tuple(sorted(chain.sni_hosts)),
        transport_protocol=chain.transport_protocol,
        application_protocols=chain.application_protocols,
    )


def _prefix_ranges(cidrs: Iterable[str]) -> list[str]:
    """Addresses as blocks; those that mean any address, and what is no address, are left out."""
    found = []
    for cidr in sorted(cidrs):
        address, slash, length = cidr.partition("/")
        if address != _ANY_ADDRESS and _block(cidr):
            found.append(f"{address}/{length if slash else 128 if ':' in address else 32}")
    return found


def _names(sni_hosts: Iterable[str]) -> frozenset[str]:
    return frozenset(sni_hosts) - {_ANY_NAME}


def _blocks(cidrs: Iterable[str]) -> frozenset[str]:
    return frozenset(block for cidr in cidrs if (block := _block(cidr)) and cidr.partition("/")[0] != _ANY_ADDRESS)


def _block(cidr: str) -> str:
    try:
        return str(ip_network(cidr, strict=False))
    except ValueError:
        return ""
