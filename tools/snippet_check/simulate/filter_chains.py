"""Which filter chain of a listener takes a connection (envoy.config.listener.v3.FilterChainMatch).

Envoy narrows the chains down in a fixed order and never goes back: once some chain names the connection's port, chains
without a port are out, even if none of the chains left has the right server name. A chain that leaves a field empty is
only asked where no chain names the connection's value.
"""

from __future__ import annotations

import functools
import ipaddress
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeAlias

from snippet_check.envoy import FilterChain, FilterChainMatch, Listener
from snippet_check.mesh.content import whole
from snippet_check.simulate.inspectors import Connection

Key: TypeAlias = str | int
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

ANY = ""
ANY_PORT = 0
_LONGEST_PREFIX = 128


class Level(NamedTuple):
    """One of the fields that Envoy looks at, in its turn."""

    name: str
    of_chain: Callable[[FilterChainMatch], tuple[Key, ...]]
    """The values a chain names; ("",) or (0,) for none."""
    of_connection: Callable[[Connection, Iterable[Key]], Iterable[Key]]
    """Which of the named values fit the connection, the best one first."""


def _server_names(connection: Connection, _: Iterable[Key]) -> Iterable[Key]:
    name = connection.server_name
    yield name
    dot = name.find(".", 1)
    while -1 < dot < len(name) - 1:
        yield f"*{name[dot:]}"
        dot = name.find(".", dot + 1)
    yield ANY


def _networks(address: str, named: Iterable[Key]) -> list[Key]:
    ip = _address(address) if any(named) else None
    networks = ((_network(str(key)), key) for key in named if key)
    fitting = [(network.prefixlen, key) for network, key in networks if network and ip and ip in network]
    return [key for _, key in sorted(fitting, reverse=True)] + [ANY]


def _ranges(written: tuple[str, ...]) -> tuple[Key, ...]:
    """Blocks of addresses, those that are the same written the same."""
    return tuple(str(_network(one) or one) for one in written) or (ANY,)


@functools.lru_cache(maxsize=4096)
def _network(text: str) -> Network | None:
    """A block of addresses, None for what is none; Envoy takes lengths beyond those of an address for its own."""
    address, _, length = text.partition("/")
    ip, bits = _address(address), whole(length) if length else _LONGEST_PREFIX
    if ip is None or not 0 <= bits <= _LONGEST_PREFIX:
        return None
    return ipaddress.ip_network((ip, min(bits, ip.max_prefixlen)), strict=False)


@functools.lru_cache(maxsize=4096)
def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text or "0.0.0.0")
    except ValueError:
        return None


LEVELS = (
    Level("destination_port", lambda m: (m.destination_port,), lambda c, _: (c.port, ANY_PORT)),
    Level("prefix_ranges", lambda m: _ranges(m.prefix_ranges), lambda c, named: _networks(c.address, named)),
    Level("server_names", lambda m: tuple(name.lower() for name in m.server_names) or (ANY,), _server_names),
    Level("transport_protocol", lambda m: (m.transport_protocol,), lambda c, _: (c.transport_protocol, ANY)),
    Level(
        "application_protocols",
        lambda m: m.application_protocols or (ANY,),
        lambda c, _: (*c.application_protocols, ANY),
    ),
    Level(
        "source_prefix_ranges",
        lambda m: _ranges(m.source_prefix_ranges),
        lambda c, named: _networks(c.source_address, named),
    ),
)


class FilterChains:
    """The chains of one listener, ready to be asked."""

    __slots__ = ("_tree", "default", "malformed", "overlap")

    def __init__(self, listener: Listener) -> None:
        self.default = listener.default_filter_chain
        self._tree: dict[Key, Any] = {}
        self.overlap: tuple[FilterChain, FilterChain] | None = None
        """Two chains that take the same connections."""
        self.malformed = next((chain for chain in listener.filter_chains if _is_malformed(chain.match)), None)
        """A chain with a block of addresses that is none."""
        for chain in listener.filter_chains:
            if other := _insert(self._tree, LEVELS, chain):
                self.overlap = self.overlap or (other, chain)

    @property
    def are_refused(self) -> bool:
        """Whether Envoy refuses the listener for them."""
        return self.overlap is not None or self.malformed is not None

    def find(self, connection: Connection) -> FilterChain | None:
        """The chain that takes the connection, the default one where none fits, None where there is none."""
        *_, (_, _, found) = self._descend(connection)
        return self.default if found is None else found

    def chosen(self, connection: Connection) -> list[tuple[Level, Key | None]]:
        """The value that each level settled on, None at the level where nothing fitted."""
        return [(level, key) for level, key, _ in self._descend(connection)]

    def _descend(self, connection: Connection) -> Iterable[tuple[Level, Key | None, Any]]:
        node: Any = self._tree
        for level in LEVELS:
            key = next((key for key in level.of_connection(connection, node) if key in node), None)
            node = None if key is None else node[key]
            yield level, key, node
            if key is None:
                return


def _is_malformed(match: FilterChainMatch) -> bool:
    return any(_network(one) is None for one in (*match.prefix_ranges, *match.source_prefix_ranges))


def _insert(node: dict[Key, Any], levels: tuple[Level, ...], chain: FilterChain) -> FilterChain | None:
    """Another chain that already takes what this one takes."""
    level, *rest = levels
    other: FilterChain | None = None
    for key in dict.fromkeys(level.of_chain(chain.match)):
        if rest:
            other = _insert(node.setdefault(key, {}), tuple(rest), chain) or other
        else:
            other = node.get(key) or other
            node.setdefault(key, chain)
    return other
