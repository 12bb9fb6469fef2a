"""The listener filters that look at a connection, and the ports on which they must not wait for bytes.

Source: Istio 1.30 pilot/pkg/networking/core/listener_inbound.go (populateListenerFilters).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from snippet_check.envoy import FilterChain, ListenerFilter
from snippet_check.translate.listeners.chains import HTTP_INSPECTOR, PLAINTEXT_HTTP, TLS_INSPECTOR

ORIGINAL_DESTINATION = ListenerFilter("envoy.filters.listener.original_dst")


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
        yield _tls_inspector(tls)
    if any(http.values()):
        yield replace(HTTP_INSPECTOR, disabled_ports=_ranges(port for port, needed in http.items() if not needed))


def _tls_inspector(tls: dict[int, bool]) -> ListenerFilter:
    """Where all other ports need none, it is on for the named ones alone."""
    elsewhere = not tls.get(0)
    ports = _ranges(port for port, needed in tls.items() if needed is elsewhere)
    return replace(TLS_INSPECTOR, disabled_ports=ports, disabled_elsewhere=elsewhere)


def _ranges(ports: Iterable[int]) -> tuple[tuple[int, int], ...]:
    return tuple((port, port) for port in sorted(ports))
