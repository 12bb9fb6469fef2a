"""The types of this package out of Envoy's own JSON, in the form that `messages.canonical` gives it.

This is how configuration that EnvoyFilters bring, or have changed, is read. What the types have no field for stays in
the JSON that they keep as `patched`.
"""

from snippet_check.envoy.from_json.cluster import cluster
from snippet_check.envoy.from_json.listener import filter_chain, listener, listener_filter, network_filter
from snippet_check.envoy.from_json.route import route, route_configuration, virtual_host

__all__ = [
    "cluster",
    "filter_chain",
    "listener",
    "listener_filter",
    "network_filter",
    "route",
    "route_configuration",
    "virtual_host",
]
