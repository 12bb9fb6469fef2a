"""Which filter chain takes a connection, against the sieve of Envoy's documentation."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippet_check.envoy import Filter, FilterChain, FilterChainMatch, Listener
from snippet_check.simulate.filter_chains import FilterChains
from snippet_check.simulate.inspectors import Connection

NAMES = ("a.com", "*.a.com", "*.com", "b.a.com")


def some(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple)


MATCHES = st.builds(
    FilterChainMatch,
    destination_port=st.sampled_from([0, 80, 443]),
    prefix_ranges=some("10.0.0.1/32", "10.0.0.0/8"),
    server_names=some(*NAMES),
    transport_protocol=st.sampled_from(["", "tls", "raw_buffer"]),
    application_protocols=some("h2", "http/1.1"),
)
CONNECTIONS = st.builds(
    Connection,
    address=st.sampled_from(["10.0.0.1", "10.0.0.2", "192.168.0.1"]),
    port=st.sampled_from([80, 443, 8080]),
    transport_protocol=st.sampled_from(["tls", "raw_buffer"]),
    server_name=st.sampled_from(["", "a.com", "b.a.com", "x.b.a.com", "c.com", "d.org"]),
    application_protocols=some("h2", "http/1.1", "other"),
    source_address=st.just("10.9.9.9"),
)


def sieve(matches: Iterable[FilterChainMatch], connection: Connection) -> list[FilterChainMatch]:
    """Level by level the chains with the best value stay; where none fits, those that name no value."""
    left = list(matches)
    address = ipaddress.ip_address(connection.address)

    def length(text: str) -> int:
        network = ipaddress.ip_network(text)
        return network.prefixlen + 1 if address in network else 0

    def name(text: str) -> int:
        if text == connection.server_name:
            return 1000
        return len(text) if text[0] == "*" and connection.server_name.endswith(text[1:]) else 0

    def protocol(text: str) -> int:
        offered = connection.application_protocols
        return 10 - offered.index(text) if text in offered else 0

    levels: list[tuple[Callable[[FilterChainMatch], Any], Callable[[Any], int]]] = [
        (lambda m: m.destination_port, lambda port: int(port == connection.port)),
        (lambda m: m.prefix_ranges, lambda ranges: max(map(length, ranges))),
        (lambda m: m.server_names, lambda names: max(map(name, names))),
        (lambda m: m.transport_protocol, lambda transport: int(transport == connection.transport_protocol)),
        (lambda m: m.application_protocols, lambda protocols: max(map(protocol, protocols))),
    ]
    for field, rank in levels:
        ranks = {match: rank(field(match)) if field(match) else 0 for match in left}
        best = max(ranks.values(), default=0)
        left = [match for match in left if (ranks[match] == best if best else not field(match))]
    return left


@given(st.lists(MATCHES, unique=True, max_size=8), CONNECTIONS)
def test_the_chain_that_the_sieve_leaves_takes_the_connection(
    matches: list[FilterChainMatch], connection: Connection
) -> None:
    default = FilterChain((), name="default")
    chains = tuple(FilterChain((Filter("one"),), match, name=str(i)) for i, match in enumerate(matches))
    listener = Listener("l", "0.0.0.0", 80, chains, default_filter_chain=default)
    found = FilterChains(listener).find(connection)
    left = sieve(matches, connection)
    # Chains that the sieve cannot tell apart overlap: Envoy refuses their listener.
    assert found is default if not left else found is not None and found.match in left


def test_a_chain_that_names_the_port_is_the_only_one_asked_even_if_it_does_not_fit() -> None:
    of_port = FilterChain((), FilterChainMatch(destination_port=443, server_names=("a.com",)))
    of_any = FilterChain((), FilterChainMatch())
    chains = FilterChains(Listener("l", "0.0.0.0", 443, (of_port, of_any)))
    assert chains.find(Connection("10.0.0.1", 443, "tls", "b.com", (), "")) is None
    assert chains.find(Connection("10.0.0.1", 80, "tls", "b.com", (), "")) is of_any


def test_server_names_have_no_case() -> None:
    chain = FilterChain((), FilterChainMatch(server_names=("A.Com", "*.B.com")))
    chains = FilterChains(Listener("l", "0.0.0.0", 443, (chain,)))
    assert chains.find(Connection("10.0.0.1", 443, "tls", "a.com", (), "")) is chain
    assert chains.find(Connection("10.0.0.1", 443, "tls", "x.b.com", (), "")) is chain


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (FilterChainMatch(server_names=("a.com", "b.com")), FilterChainMatch(server_names=("B.com",)), True),
        (FilterChainMatch(prefix_ranges=("10.0.0.1",)), FilterChainMatch(prefix_ranges=("10.0.0.1/32",)), True),
        (FilterChainMatch(prefix_ranges=("10.0.0.0/8",)), FilterChainMatch(prefix_ranges=("10.0.0.0/16",)), False),
        (FilterChainMatch(server_names=("a.com",)), FilterChainMatch(server_names=("*.com",)), False),
        (FilterChainMatch(), FilterChainMatch(destination_port=80), False),
        (FilterChainMatch(server_names=("a.com", "a.com")), FilterChainMatch(), False),
    ],
)
def test_chains_that_take_the_same_connections_overlap(
    one: FilterChainMatch, other: FilterChainMatch, overlap: bool
) -> None:
    listener = Listener("l", "0.0.0.0", 443, (FilterChain((), one), FilterChain((), other)))
    assert (FilterChains(listener).overlap is not None) == overlap


@pytest.mark.parametrize(
    ("block", "malformed"), [("a.b/8", True), ("10.0.0.0/129", True), ("10.0.0.0/100", False), ("10.0.0.1", False)]
)
@pytest.mark.parametrize("field", ["prefix_ranges", "source_prefix_ranges"])
def test_envoy_refuses_what_is_no_block_and_shortens_a_long_prefix(field: str, block: str, malformed: bool) -> None:
    match = replace(FilterChainMatch(), **{field: (block,)})
    chains = FilterChains(Listener("l", "0.0.0.0", 443, (FilterChain((), match),)))
    assert (chains.are_refused, chains.malformed is not None) == (malformed, malformed)


def test_an_address_that_is_none_is_in_no_block() -> None:
    chain = FilterChain((), FilterChainMatch(prefix_ranges=("0.0.0.0/0",)))
    assert FilterChains(Listener("l", "0.0.0.0", 443, (chain,))).find(Connection("a", 443, "", "", (), "")) is None
