"""What a route makes of a request: the path and authority sent upstream, or the Location of a redirect.

Source: envoy.config.route.v3 RouteAction (prefix_rewrite, regex_rewrite, host_rewrite_literal) and RedirectAction.
"""

from __future__ import annotations

from snippet_check.envoy import Redirect, Rewrite, Route, RouteMatch
from snippet_check.simulate.regex import replace_all
from snippet_check.simulate.request import Request


def upstream_path(request: Request, match: RouteMatch, rewrite: Rewrite) -> str:
    """The path with its query as sent upstream."""
    query = request.path[len(request.bare_path) :]
    if rewrite.path_rewrite:
        return rewrite.path_rewrite + query
    if rewrite.prefix_rewrite:
        return _replace_prefix(request, match, rewrite.prefix_rewrite)
    if rewrite.regex_rewrite is not None:
        return replace_all(*rewrite.regex_rewrite, request.bare_path) + query
    return request.path


def location(request: Request, route: Route, redirect: Redirect) -> str:
    """Where a redirect sends this request."""
    scheme = redirect.scheme or ("https" if redirect.https_redirect else request.scheme)
    port = f":{redirect.port}" if redirect.port else ""
    host = redirect.host or _request_host(request, scheme, port)
    path = _redirect_path(request, route, redirect)
    return f"{scheme}://{host}{port}/{path.removeprefix('/')}"


def tls_redirect_location(request: Request) -> str:
    """Where a virtual host that requires TLS sends a plaintext request: the same place, by https."""
    return f"https://{request.authority}{request.path}"


def _redirect_path(request: Request, route: Route, redirect: Redirect) -> str:
    query = request.path[len(request.bare_path) :]
    if redirect.path:
        return redirect.path if "?" in redirect.path else redirect.path + query
    if redirect.prefix_rewrite is not None:
        return _replace_prefix(request, route.match, redirect.prefix_rewrite)
    if redirect.regex_rewrite is not None:
        return replace_all(*redirect.regex_rewrite, request.bare_path) + query
    return request.path


def _replace_prefix(request: Request, match: RouteMatch, replacement: str) -> str:
    """The part of the path that the route matched is replaced: of an exact path or a regex all of it."""
    path = match.path
    matched = len(path.value) if path.kind in ("prefix", "path_separated_prefix") else len(request.bare_path)
    return replacement + request.path[matched:]


def _request_host(request: Request, scheme: str, port: str) -> str:
    """The request's authority; its port goes if the redirect names one, or if it was the old scheme's default."""
    host, colon, old_port = request.authority.rpartition(":")
    if not colon or old_port.endswith("]"):
        return request.authority
    default = {"http": "80", "https": "443"}.get(request.scheme)
    return host if port or (scheme != request.scheme and old_port == default) else request.authority
