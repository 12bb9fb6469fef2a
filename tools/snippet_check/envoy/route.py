"""Route configurations, virtual hosts and routes (envoy.config.route.v3). Durations are seconds."""

from __future__ import annotations

from dataclasses import dataclass, field

from snippet_check.envoy.matcher import HeaderMatcher, PathMatcher, QueryParameterMatcher, StringMatcher
from snippet_check.envoy.metadata import NOT_NOTED, IstioMetadata
from snippet_check.resource import Content, Place

ANY_PATH = PathMatcher("prefix", "/")


@dataclass(frozen=True, slots=True)
class RouteMatch:
    """envoy.config.route.v3.RouteMatch."""

    path: PathMatcher = ANY_PATH
    headers: tuple[HeaderMatcher, ...] = ()
    query_parameters: tuple[QueryParameterMatcher, ...] = ()
    dynamic_metadata: tuple[tuple[tuple[str, ...], StringMatcher, bool], ...] = ()
    """JWT claims: the claim's path, its value and whether the match is inverted."""


@dataclass(frozen=True, slots=True)
class HeaderMutations:
    """Headers set (overwritten), added (appended) and removed, in configured order."""

    set: tuple[tuple[str, str], ...] = ()
    add: tuple[tuple[str, str], ...] = ()
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WeightedCluster:
    """One destination of a route; a lone one has weight 100 and no WeightedCluster in Envoy's own form."""

    name: str
    weight: int = 100
    request_headers: HeaderMutations = HeaderMutations()
    response_headers: HeaderMutations = HeaderMutations()
    host_rewrite_literal: str = ""
    sources: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """envoy.config.route.v3.RetryPolicy."""

    num_retries: int
    retry_on: tuple[str, ...]
    per_try_timeout: float | None = None
    retriable_status_codes: tuple[int, ...] = ()
    host_selection_retry_max_attempts: int = 5
    retry_back_off_base: float | None = None
    retry_ignore_previous_hosts: bool = True
    retry_remote_localities: bool = False


@dataclass(frozen=True, slots=True)
class RequestMirrorPolicy:
    """A shadow of requests: their answers are discarded. percent is 0–100."""

    cluster: str
    percent: float = 100.0
    sources: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class HashPolicy:
    """One of header, cookie (name, path, ttl in seconds or None), source_ip or query_parameter."""

    header: str = ""
    cookie: tuple[str, str, float | None] | None = None
    cookie_attributes: tuple[tuple[str, str], ...] = ()
    """What a cookie that Envoy makes says beside that, such as SameSite."""
    source_ip: bool = False
    query_parameter: str = ""


@dataclass(frozen=True, slots=True)
class CorsPolicy:
    """envoy.extensions.filters.http.cors.v3.CorsPolicy; None means unset."""

    allow_origins: tuple[StringMatcher, ...] = ()
    allow_methods: str | None = None
    allow_headers: str | None = None
    expose_headers: str | None = None
    max_age: str | None = None
    allow_credentials: bool | None = None
    forward_not_matching_preflights: bool | None = None


@dataclass(frozen=True, slots=True)
class FaultDelay:
    """A fixed delay in seconds for percent (0–100) of the requests."""

    fixed: float
    percent: float


@dataclass(frozen=True, slots=True)
class FaultAbort:
    """An HTTP or gRPC status (a number) for percent (0–100) of the requests."""

    percent: float
    http_status: int | None = None
    grpc_status: int | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """envoy.extensions.filters.http.fault.v3.HTTPFault, per route."""

    delay: FaultDelay | None = None
    abort: FaultAbort | None = None


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What a route changes on the way: at most one of the path fields, and at most one of the host fields."""

    prefix_rewrite: str = ""
    path_rewrite: str = ""
    regex_rewrite: tuple[str, str] | None = None
    host_rewrite_literal: str = ""
    auto_host_rewrite: bool = False


@dataclass(frozen=True, slots=True)
class RouteAction:
    """envoy.config.route.v3.RouteAction."""

    clusters: tuple[WeightedCluster, ...]
    timeout: float | None = 0.0
    retry_policy: RetryPolicy | None = None
    rewrite: Rewrite = Rewrite()
    request_mirror_policies: tuple[RequestMirrorPolicy, ...] = ()
    hash_policy: tuple[HashPolicy, ...] = ()
    cluster_not_found_response_code: int = 503
    max_grpc_timeout: float | None = None
    max_stream_duration: float | None = None
    """The longest that a stream may last, in seconds, gRPC or not; 0 is for ever."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """envoy.config.route.v3.RedirectAction; empty fields keep the request's own."""

    response_code: int = 301
    scheme: str = ""
    https_redirect: bool = False
    host: str = ""
    port: int = 0
    path: str = ""
    prefix_rewrite: str | None = None
    regex_rewrite: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class DirectResponse:
    """envoy.config.route.v3.DirectResponseAction."""

    status: int
    body: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """envoy.config.route.v3.Route: a match and exactly one of the three actions."""

    match: RouteMatch
    action: RouteAction | Redirect | DirectResponse
    name: str = ""
    request_headers: HeaderMutations = HeaderMutations()
    response_headers: HeaderMutations = HeaderMutations()
    fault: Fault | None = None
    cors: CorsPolicy | None = None
    metadata: IstioMetadata = NOT_NOTED
    sources: tuple[Place, ...] = ()
    patched: Content | None = field(default=None, hash=False, repr=False)
    """Envoy's JSON for it where EnvoyFilters made it."""


@dataclass(frozen=True, slots=True)
class VirtualHost:
    """envoy.config.route.v3.VirtualHost."""

    name: str
    domains: tuple[str, ...]
    routes: tuple[Route, ...]
    require_tls: bool = False
    include_request_attempt_count: bool = True
    sources: tuple[Place, ...] = ()
    patched: Content | None = field(default=None, hash=False, repr=False)
    """Envoy's JSON for all but the routes, where EnvoyFilters made it."""


@dataclass(frozen=True, slots=True)
class RouteConfiguration:
    """envoy.config.route.v3.RouteConfiguration."""

    name: str
    virtual_hosts: tuple[VirtualHost, ...]
    ignore_port_in_host_matching: bool = True
    max_direct_response_body_size_bytes: int | None = 1048576
    patched: Content | None = field(default=None, hash=False, repr=False)
    """Envoy's JSON for all but the virtual hosts, where EnvoyFilters made it."""
