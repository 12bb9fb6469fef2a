"""Matchers as Envoy's JSON."""

from __future__ import annotations

from typing import Any

from snippet_check.envoy.as_json.values import typed, without_empty
from snippet_check.envoy.matcher import HeaderMatcher, PathMatcher, QueryParameterMatcher, StringMatcher
from snippet_check.envoy.route import RouteMatch

_TEMPLATE = "envoy.path.match.uri_template.uri_template_matcher"
_TEMPLATE_CONFIG = "envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig"


def string_matcher_as_json(matcher: StringMatcher) -> dict[str, Any]:
    value: Any = {"regex": matcher.value} if matcher.kind == "safe_regex" else matcher.value
    return {matcher.kind: value, **without_empty({"ignore_case": matcher.ignore_case})}


def route_match_as_json(match: RouteMatch) -> dict[str, Any]:
    return _path(match.path) | without_empty(
        {
            "headers": [_header(header) for header in match.headers],
            "query_parameters": [_query_parameter(parameter) for parameter in match.query_parameters],
            "dynamic_metadata": [_claim(*claim) for claim in match.dynamic_metadata],
        }
    )


def _path(path: PathMatcher) -> dict[str, Any]:
    sensitive = {} if path.case_sensitive is None else {"case_sensitive": path.case_sensitive}
    if path.kind == "safe_regex":
        return {"safe_regex": {"regex": path.value}, **sensitive}
    if path.kind == "path_template":
        config = {"name": _TEMPLATE, "typed_config": typed(_TEMPLATE_CONFIG, path_template=path.value)}
        return {"path_match_policy": config, **sensitive}
    return {path.kind: path.value, **sensitive}


def _header(header: HeaderMatcher) -> dict[str, Any]:
    match = (
        {"present_match": True}
        if header.string_match is None
        else {"string_match": string_matcher_as_json(header.string_match)}
    )
    flags = {
        "invert_match": header.invert_match,
        "treat_missing_header_as_empty": header.treat_missing_header_as_empty,
    }
    return {"name": header.name, **match, **without_empty(flags)}


def _query_parameter(parameter: QueryParameterMatcher) -> dict[str, Any]:
    if parameter.string_match is None:
        return {"name": parameter.name, "present_match": True}
    return {"name": parameter.name, "string_match": string_matcher_as_json(parameter.string_match)}


def _claim(path: tuple[str, ...], value: StringMatcher, inverted: bool) -> dict[str, Any]:
    one = {"string_match": string_matcher_as_json(value)}
    return {
        "filter": "envoy.filters.http.jwt_authn",
        "path": [{"key": key} for key in ("payload", *path)],
        "value": {"or_match": {"value_matchers": [{"list_match": {"one_of": one}}, one]}},
        **without_empty({"invert": inverted}),
    }
