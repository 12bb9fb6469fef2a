"""The listener filters that look at a connection, and the ports on which they must not wait for bytes.

Source: Istio 1.30 pilot/pkg/networking/core/listener_inbound.go (populateListenerFilters).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from snippet_check.envoy import FilterChain, ListenerFilter
from snippet_check.translate.listeners.chains import HTTP_INSPECTOR, PLAINTEXT_HTTP, TLS_INSPECTOR

ORIGINAL_DESTINATION = ListenerFilter("envoy.filters.listener.original_dst")
_LAST_PORT = 65535


def inbound_filters(chains: Iterable[FilterChain], bind_to_port: bool) -> Iterator[ListenerFilter]:
    """The filters that inbound chains need; port 0 stands for the chains of all other ports."""
    tls: dict[int, bool] = {}
    http: dict[int, bool] = {}
    for chain in chains:
        port = chain.match.destination_port
        tls[port] = tls.get(port, False) or chain.match.transport_protocol == "tls"
        http[port] = http.get(port, False) or not set(PLAINTEXT_HTTP).isdisjoint(chain.match.application_protocols)
    if not bind_to_port:
        yield ORIGINAL_DESTINATION
    if any(tls.values()):
        yield replace(TLS_INSPECTOR, disabled_ports=_without_tls(tls))
    if any(http.values()):
        yield replace(HTTP_INSPECTOR, disabled_ports=_ranges(port for port, needed in http.items() if not needed))


def _without_tls(tls: dict[int, bool]) -> tuple[tuple[int, int], ...]:
    """Where all other ports need no TLS inspector, it is on for the named ones alone."""
    if tls.get(0):
        return _ranges(port for port, needed in tls.items() if not needed)
    needed = sorted(port for port, needed in tls.items() if needed)
    starts, ends = [0, *(port + 1 for port in needed)], [*(port - 1 for port in needed), _LAST_PORT]
    return tuple((start, end) for start, end in zip(starts, ends, strict=True) if start <= end)


def _ranges(ports: Iterable[int]) -> tuple[tuple[int, int], ...]:
    return tuple((port, port) for port in sorted(ports))
