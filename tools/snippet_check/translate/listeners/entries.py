"""Outbound listeners while they are built: services on one address and port share one, as far as they can.

Source: Istio 1.30 pilot/pkg/networking/core/listener.go (buildSidecarOutboundListener, mergeTCPFilterChains).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from snippet_check.mesh.protocol import Protocol
from snippet_check.translate.listeners.chains import Chain

_SERVER_SPEAKS_FIRST = (Protocol.MONGO, Protocol.MYSQL)


@dataclass(slots=True)
class Entry:
    """A listener under construction."""

    binds: tuple[str, ...]
    port: int
    bind_to_port: bool
    protocol: Protocol
    """UNSUPPORTED once HTTP and TCP are told apart by sniffing."""
    chains: list[Chain]
    locked: bool = False
    """Made by a Sidecar's listener for this very port: the listener for all ports adds nothing to it."""


class Entries:
    """Listeners by address and port, in the order in which they came."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, int], Entry] = {}

    def get(self, bind: str, port: int) -> Entry | None:
        """The listener of an address and port, None where there is none yet."""
        return self._entries.get((bind, port))

    def lock(self) -> None:
        """Closes all listeners made so far."""
        for entry in self._entries.values():
            entry.locked = True

    def all(self) -> Iterable[Entry]:
        """Every listener."""
        return self._entries.values()

    def add(self, new: Entry, protocol: Protocol) -> None:
        """Adds a listener for a service port of this protocol, or its chains to the listener that is there."""
        key = (new.binds[0] if new.binds else "", new.port)
        held = self._entries.get(key)
        if held is None or (protocol.is_unsupported and held.protocol.is_http):
            self._entries[key] = new
        elif not _clash(protocol, held.protocol):
            held.chains = _merged(held.chains, new.chains)
            if not (protocol.is_tcp and not held.protocol.is_http):
                held.protocol = Protocol.UNSUPPORTED


def adds_nothing(held: Entry, protocol: Protocol) -> bool:
    """Whether a service port needs no chain of its own beside the listener's: its routes come by name."""
    if protocol.is_http:
        return not held.protocol.is_tcp
    return protocol.is_unsupported and held.protocol.is_unsupported


def _clash(protocol: Protocol, held: Protocol) -> bool:
    """A protocol whose server speaks first cannot share a port: looking for the protocol would break it."""
    return protocol is not held and any(one in _SERVER_SPEAKS_FIRST for one in (protocol, held))


def _merged(held: list[Chain], new: Iterable[Chain]) -> list[Chain]:
    merged = list(held)
    for chain in new:
        if not any(one.conflicts_with(chain) for one in merged):
            merged.append(chain)
    return merged
