"""Which virtual host takes a Host header, against a model that tries every domain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippet_check.envoy import RouteConfiguration, VirtualHost
from snippet_check.simulate.virtual_hosts import VirtualHosts, without_port

HOSTS = st.lists(st.sampled_from("ab"), min_size=1, max_size=4).map(".".join)
DOMAINS = st.one_of(HOSTS, HOSTS.map(lambda host: f"*.{host}"), HOSTS.map(lambda host: f"{host}.*"), st.just("*"))


def best_domain(domains: list[str], host: str) -> str | None:
    """Envoy's order: exact, the longest wildcard in front, the longest wildcard behind, everything."""
    exact = [domain for domain in domains if domain == host]
    suffixes = [d for d in domains if d[0] == "*" and d != "*" and host.endswith(d[1:]) and len(host) > len(d) - 1]
    prefixes = [d for d in domains if d[-1] == "*" and d != "*" and host.startswith(d[:-1]) and len(host) > len(d) - 1]
    everything = [domain for domain in domains if domain == "*"]
    for fitting in (exact, sorted(suffixes, key=len)[-1:], sorted(prefixes, key=len)[-1:], everything):
        if fitting:
            return fitting[0]
    return None


def configuration(domains: list[str], ignore_port: bool = True) -> RouteConfiguration:
    hosts = tuple(VirtualHost(domain, (domain,), ()) for domain in domains)
    return RouteConfiguration("80", hosts, ignore_port_in_host_matching=ignore_port)


@given(st.lists(DOMAINS, unique=True, max_size=8), HOSTS)
def test_the_most_specific_domain_wins(domains: list[str], host: str) -> None:
    found = VirtualHosts(configuration(domains)).find(host)
    assert (found.name if found else None) == best_domain(domains, host)


@given(st.lists(DOMAINS, unique=True, max_size=8), HOSTS, st.sampled_from(["", ":80", ":8080"]))
def test_neither_case_nor_port_counts(domains: list[str], host: str, port: str) -> None:
    hosts = VirtualHosts(configuration(domains))
    assert hosts.find(host.upper() + port) is hosts.find(host)


def test_the_port_counts_where_it_is_not_ignored() -> None:
    hosts = VirtualHosts(configuration(["a", "a:80"], ignore_port=False))
    assert hosts.find("a:80").name == "a:80"  # type: ignore[union-attr]
    assert hosts.find("a:81") is None


@pytest.mark.parametrize(
    ("authority", "expected"), [("a:80", "a"), ("[::1]:80", "[::1]"), ("[::1]", "[::1]"), ("", "")]
)
def test_the_colons_of_an_ipv6_address_are_no_port(authority: str, expected: str) -> None:
    assert without_port(authority) == expected
