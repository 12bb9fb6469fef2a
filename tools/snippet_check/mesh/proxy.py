"""The proxy whose configuration is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from snippet_check.mesh.content import TRUE_WORDS


@dataclass(frozen=True, slots=True)
class Proxy:
    """One Envoy: a sidecar, or a router (a gateway)."""

    type: Literal["sidecar", "router"] = "sidecar"
    name: str = "client"
    """The name of its Pod."""
    namespace: str = "default"
    labels: Mapping[str, str] = field(default_factory=dict)
    ip: str = "10.244.0.99"
    service_account: str = "default"
    locality: str = ""
    """"region/zone/subzone"; empty where nobody knows it."""
    metadata: Mapping[str, str] = field(default_factory=dict)
    """Node metadata (ISTIO_META_…), of which only the texts are kept."""
    dns_capture: bool = False
    """ISTIO_META_DNS_CAPTURE: the proxy answers DNS itself."""
    more_ips: tuple[str, ...] = ()
    """Its addresses beside the first, such as that of the other IP family."""

    @property
    def id(self) -> str:
        """The name istiod and istioctl give it: "name.namespace"."""
        return f"{self.name}.{self.namespace}"

    @property
    def ips(self) -> tuple[str, ...]:
        """All its addresses."""
        return (self.ip, *self.more_ips)

    @property
    def supports_ipv4(self) -> bool:
        return any(":" not in address for address in self.ips)

    @property
    def supports_ipv6(self) -> bool:
        return any(":" in address for address in self.ips)

    @property
    def intercepts(self) -> bool:
        """Whether its connections are led to it (iptables), so that it need not listen where they go."""
        return self.metadata.get("INTERCEPTION_MODE") != "NONE"

    @property
    def is_unprivileged(self) -> bool:
        """Whether it may not listen below port 1024 (ISTIO_META_UNPRIVILEGED_POD)."""
        return self.metadata.get("UNPRIVILEGED_POD") in TRUE_WORDS

    @property
    def is_router(self) -> bool:
        return self.type == "router"
