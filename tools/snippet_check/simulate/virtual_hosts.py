"""Which virtual host takes a request (envoy.config.route.v3.VirtualHost.domains).

An exact domain wins over `*.suffix`, the longest first, then `prefix.*`, the longest first, then `*`. Case does not
count, and the port of the request's authority only where the route configuration does not ignore it.
"""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.envoy import RouteConfiguration, VirtualHost

_Wildcards = dict[int, dict[str, VirtualHost]]


class VirtualHosts:
    """The virtual hosts of one route configuration by domain; of two with one domain the first counts."""

    __slots__ = ("_any", "_exact", "_ignore_port", "_prefixes", "_suffixes")

    def __init__(self, configuration: RouteConfiguration) -> None:
        self._ignore_port = configuration.ignore_port_in_host_matching
        self._exact: dict[str, VirtualHost] = {}
        self._any: VirtualHost | None = None
        suffixes: _Wildcards = {}
        prefixes: _Wildcards = {}
        for virtual_host in configuration.virtual_hosts:
            for domain in virtual_host.domains:
                name = domain.lower()
                if name == "*":
                    self._any = self._any or virtual_host
                elif name.startswith("*"):
                    suffixes.setdefault(len(name) - 1, {}).setdefault(name[1:], virtual_host)
                elif name.endswith("*"):
                    prefixes.setdefault(len(name) - 1, {}).setdefault(name[:-1], virtual_host)
                else:
                    self._exact.setdefault(name, virtual_host)
        self._suffixes = sorted(suffixes.items(), reverse=True)
        self._prefixes = sorted(prefixes.items(), reverse=True)

    def find(self, authority: str) -> VirtualHost | None:
        """The virtual host for a Host header."""
        return next((virtual_host for _, virtual_host in self.candidates(authority)), None)

    def candidates(self, authority: str) -> Iterator[tuple[str, VirtualHost]]:
        """Every domain that fits, with its virtual host, the one that wins first."""
        host = self.host(authority)
        if host in self._exact:
            yield host, self._exact[host]
        for length, by_suffix in self._suffixes:
            if length < len(host) and (suffix := host[-length:]) in by_suffix:
                yield f"*{suffix}", by_suffix[suffix]
        for length, by_prefix in self._prefixes:
            if length < len(host) and (prefix := host[:length]) in by_prefix:
                yield f"{prefix}*", by_prefix[prefix]
        if self._any is not None:
            yield "*", self._any

    def host(self, authority: str) -> str:
        """What domains are compared with: lower case, and without the port where ports do not count."""
        return without_port(authority.lower()) if self._ignore_port else authority.lower()


def without_port(authority: str) -> str:
    """An authority without what follows its last colon; the colons of a bracketed IPv6 address are no port's."""
    colon = authority.rfind(":")
    return authority if colon == -1 or authority.rfind("]") > colon else authority[:colon]
