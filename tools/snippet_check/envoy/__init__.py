"""envoy: frozen types under Envoy's own names, what translate makes and simulate, render and verify read.

A field that is None or empty is one that istiod leaves unset. `sources` on a type are the resources, with the place in
each, that decided it: the trace of a simulation names them.
"""

from snippet_check.envoy.cluster import (
    CircuitBreakers,
    Cluster,
    Endpoint,
    LocalityEndpoints,
    OutlierDetection,
    SlowStart,
    TcpKeepalive,
    TransportSocket,
)
from snippet_check.envoy.listener import (
    Filter,
    FilterChain,
    FilterChainMatch,
    HttpConnectionManager,
    HttpFilter,
    Listener,
    ListenerClass,
    ListenerFilter,
    TcpProxy,
)
from snippet_check.envoy.matcher import HeaderMatcher, PathMatcher, QueryParameterMatcher, StringMatcher
from snippet_check.envoy.route import (
    CorsPolicy,
    DirectResponse,
    Fault,
    FaultAbort,
    FaultDelay,
    HashPolicy,
    HeaderMutations,
    Redirect,
    RequestMirrorPolicy,
    RetryPolicy,
    Rewrite,
    Route,
    RouteAction,
    RouteConfiguration,
    RouteMatch,
    VirtualHost,
    WeightedCluster,
)
from snippet_check.envoy.snapshot import Snapshot
from snippet_check.envoy.tls import TlsContext

__all__ = [
    "CircuitBreakers",
    "Cluster",
    "CorsPolicy",
    "DirectResponse",
    "Endpoint",
    "Fault",
    "FaultAbort",
    "FaultDelay",
    "Filter",
    "FilterChain",
    "FilterChainMatch",
    "HashPolicy",
    "HeaderMatcher",
    "HeaderMutations",
    "HttpConnectionManager",
    "HttpFilter",
    "Listener",
    "ListenerClass",
    "ListenerFilter",
    "LocalityEndpoints",
    "OutlierDetection",
    "PathMatcher",
    "QueryParameterMatcher",
    "Redirect",
    "RequestMirrorPolicy",
    "RetryPolicy",
    "Rewrite",
    "Route",
    "RouteAction",
    "RouteConfiguration",
    "RouteMatch",
    "SlowStart",
    "Snapshot",
    "StringMatcher",
    "TcpKeepalive",
    "TcpProxy",
    "TlsContext",
    "TransportSocket",
    "VirtualHost",
    "WeightedCluster",
]
