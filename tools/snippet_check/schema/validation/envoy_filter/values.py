"""Whether a patch's value is a message of Envoy's, and which one, by what the patch applies to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from snippet_check.facts.envoy_types import Field, fields
from snippet_check.resource import Content, FieldPath
from snippet_check.schema.validation.envoy_filter.decoding import first_problem
from snippet_check.schema.validation.violation import Violation, error, warning

MESSAGES = {
    "CLUSTER": "envoy.config.cluster.v3.Cluster",
    "LISTENER": "envoy.config.listener.v3.Listener",
    "ROUTE_CONFIGURATION": "envoy.config.route.v3.RouteConfiguration",
    "FILTER_CHAIN": "envoy.config.listener.v3.FilterChain",
    "HTTP_FILTER": "envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter",
    "NETWORK_FILTER": "envoy.config.listener.v3.Filter",
    "VIRTUAL_HOST": "envoy.config.route.v3.VirtualHost",
    "HTTP_ROUTE": "envoy.config.route.v3.Route",
    "EXTENSION_CONFIG": "envoy.config.core.v3.TypedExtensionConfig",
    "BOOTSTRAP": "envoy.config.bootstrap.v3.Bootstrap",
    "LISTENER_FILTER": "envoy.config.listener.v3.ListenerFilter",
}
_TYPED = frozenset(("typedConfig", "configDiscovery"))


def value(apply_to: str, content: Content, path: FieldPath) -> Iterator[Violation]:
    """An unknown field is a warning only: the proxy may be newer than istiod."""
    if (message := MESSAGES.get(apply_to)) is None:
        yield error("envoy_filter.apply_to_unknown", path, apply_to=apply_to)
    elif problem := first_problem(content, message, allow_unknown=True):
        yield error(f"envoy_filter.{problem.check}", (*path, *problem.path), **problem.arguments)
    elif problem := first_problem(content, message, allow_unknown=False):
        yield warning(f"envoy_filter.{problem.check}", (*path, *problem.path), **problem.arguments)
    elif names := list(_without_type(content, message)):
        yield warning("envoy_filter.typed_config", path, names=", ".join(names))


def _without_type(content: Content, message: str) -> Iterator[str]:
    """The names of messages that have a `typed_config` and set neither it nor discovery. Lists are not looked into."""
    needs_type, has_type = False, False
    set_fields = list(_set_fields(content, message))
    last = {field.oneof: field for field, _ in set_fields if field.oneof}
    for field in fields(message) or ():
        needs_type |= field.json_name == "typedConfig"
    for field, given in set_fields:
        # Of the fields of a oneof the one that the API declares last is what stays.
        if not field.oneof or last[field.oneof] is field:
            has_type |= field.json_name in _TYPED
            if isinstance(given, dict):
                yield from _without_type(given, field.type)
    if needs_type and not has_type:
        yield str(content.get("name") or "")


def _set_fields(content: Content, message: str) -> Iterator[tuple[Field, Any]]:
    for field in fields(message) or ():
        given = content.get(field.json_name, content.get(field.name))
        if given is not None and not field.is_list and not field.key:
            yield field, given
