"""Which values of a mesh configuration Istio refuses, and with them all of it.

Source: Istio 1.30 pkg/config/validation/agent (ValidateMeshConfig, ValidateMeshConfigProxyConfig) and the defaults of
pkg/config/mesh, which keep the rules; so only what is written has to be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from snippet_check.mesh.content import mapping, mappings, text, texts
from snippet_check.resource import Content
from snippet_check.schema.decode.duration import nanoseconds
from snippet_check.schema.validation.destination_rule.client_tls import client_tls
from snippet_check.schema.validation.rules.addresses import is_ip
from snippet_check.schema.validation.rules.domains import fully_qualified, is_label, wildcard_domain
from snippet_check.schema.validation.rules.locality import locality_setting
from snippet_check.schema.validation.violation import only_errors

_MILLISECOND, _SECOND, _HOUR = 10**6, 10**9, 3600 * 10**9
_LAST_PORT = 65535
_REQUIRED = ("configPath", "binaryPath", "serviceCluster", "discoveryAddress")
_ADDRESSES = ("discoveryAddress", "statsdUdpAddress", "envoyMetricsServiceAddress")
_COLLECTORS = ("lightstep", "zipkin", "datadog")
_SERVICES = ("envoyMetricsService", "envoyAccessLogService")
_HOST_AND_PORT = re.compile(r"(?:\[([^\[\]]*)\]|([^:\[\]]*)):([^:]*)")


def first_broken_rule(config: Content) -> str | None:
    """The path of the first value that Istio refuses, None for a configuration that it takes."""
    return next(_broken(config), None)


def _broken(config: Content) -> Iterator[str]:
    yield from _where(config, "proxyListenPort", _is_port)
    yield from _where(config, "connectTimeout", lambda length: _is_timeout(length) and _length(length) <= _HOUR)
    yield from _where(config, "protocolDetectionTimeout", lambda length: _length(length) % _MILLISECOND == 0)
    yield from (f"defaultConfig.{path}" for path in _broken_proxy_config(mapping(config, "defaultConfig")))
    if any(only_errors(locality_setting(mapping(config, "localityLbSetting"), (), ejects=True))):
        yield "localityLbSetting"
    for i, settings in enumerate(mappings(config, "serviceSettings")):
        for j, host in enumerate(texts(settings, "hosts")):
            if any(wildcard_domain(host, ())):
                yield f"serviceSettings.{i}.hosts.{j}"
    yield from _where(config, "trustDomain", _is_trust_domain)
    for i, domain in enumerate(texts(config, "trustDomainAliases")):
        if not _is_trust_domain(domain):
            yield f"trustDomainAliases.{i}"
    if "ecdhCurves" in mapping(config, "meshMTLS"):
        yield "meshMTLS.ecdhCurves"


def _broken_proxy_config(config: Content) -> Iterator[str]:
    for name in _REQUIRED:
        yield from _where(config, name, bool)
    yield from _where(config, "drainDuration", lambda length: _is_timeout(length) and _length(length) % _SECOND == 0)
    for name in _ADDRESSES:
        yield from _where(config, name, lambda address: not address or _is_address(address))
    for name in _SERVICES:
        if (address := text(mapping(config, name), "address")) and not _is_address(address):
            yield f"{name}.address"
    yield from (f"tracing.{path}" for path in _broken_tracing(mapping(config, "tracing")))
    yield from _where(config, "proxyAdminPort", _is_port)
    yield from _where(config, "controlPlaneAuthPolicy", lambda policy: policy in ("NONE", "MUTUAL_TLS"))
    yield from _where(config, "statusPort", _is_port)
    yield from _where(config, "privateKeyProvider", _polls)


def _broken_tracing(tracing: Content) -> Iterator[str]:
    for name in _COLLECTORS:
        address = text(mapping(tracing, name), "address")
        if name != "lightstep":
            address = address.replace("$(HOST_IP)", "127.0.0.1", 1)
        if name in tracing and not _is_address(address):
            yield f"{name}.address"
    if "lightstep" in tracing and not text(tracing["lightstep"], "accessToken"):
        yield "lightstep.accessToken"
    if any(only_errors(client_tls(mapping(tracing, "tlsSettings"), "", ()))):
        yield "tlsSettings"


def _where(config: Content, name: str, holds: Callable[[Any], bool]) -> Iterator[str]:
    """The field's name if it is written and what it holds does not do."""
    if name in config and not holds(config[name]):
        yield name


def _length(duration: str) -> int:
    return nanoseconds(duration) or 0


def _is_timeout(duration: str) -> bool:
    return _length(duration) >= _MILLISECOND and _length(duration) % _MILLISECOND == 0


def _is_port(number: int) -> bool:
    return 1 <= number <= _LAST_PORT


def _is_address(address: str) -> bool:
    """`host:port`, `[IPv6]:port`; the port in decimal digits."""
    parts = _HOST_AND_PORT.fullmatch(address)
    if parts is None or not re.fullmatch(r"[-+]?\d{1,9}", parts[3], re.ASCII) or not _is_port(int(parts[3])):
        return False
    host = parts[1] if parts[1] is not None else parts[2]
    return is_ip(host) or not any(fully_qualified(host, ()))


def _is_trust_domain(domain: str) -> bool:
    labels = domain.split(".")
    if len(labels) > 1 and not labels[-1]:  # a dot may end it
        labels.pop()
    return all(map(is_label, labels))


def _polls(provider: Content) -> bool:
    """Whether a private key provider is one that is known, and polls."""
    known = provider.get("cryptomb") or provider.get("qat")
    return isinstance(known, dict) and bool(_length(text(known, "pollDelay")))
