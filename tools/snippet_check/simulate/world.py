"""A cluster that calls can be sent through: resources completed, what the cluster would refuse left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from snippet_check.complete import Inject, complete
from snippet_check.diagnostics import Spoken
from snippet_check.lint import values
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.proxy import Proxy
from snippet_check.mesh.sidecar_scope import SidecarScope, sidecar_scope
from snippet_check.resource import Content, Place, Resource
from snippet_check.schema.crd import is_defined
from snippet_check.schema.kinds import find_kind
from snippet_check.schema.validation import validate
from snippet_check.schema.validation.violation import only_errors


class Refused(NamedTuple):
    """A resource that the API server or Istio's validating webhook does not let in, and the first reason."""

    resource: Resource
    reason: Spoken
    place: Place
    """The value that is refused."""


class World(NamedTuple):
    """A mesh, and what did not get into it."""

    mesh: Mesh
    refused: tuple[Refused, ...] = ()

    def scope(self, proxy: Proxy) -> SidecarScope:
        """What a proxy of this world may know."""
        return sidecar_scope(self.mesh, proxy)


def make_world(resources: Iterable[Resource], mesh_config: Content, inject: Inject = Inject.AUTO) -> World:
    """The world to which these resources have been applied."""
    accepted: list[Resource] = []
    refused: list[Refused] = []
    for resource in resources:
        one = next(_refusals(resource), None)
        if one is None:
            accepted.append(resource)
        else:
            refused.append(one)
    return World(Mesh(complete(accepted, mesh_config, inject), mesh_config), tuple(refused))


def _refusals(resource: Resource) -> Iterator[Refused]:
    """What the schema of a resource definition, then what Istio's own validation has against a resource."""
    kind = find_kind(resource.group_version_kind)
    for finding in values.check(resource) if kind and is_defined(kind) else ():
        where = finding.where
        yield Refused(resource, finding, where if isinstance(where, Place) else resource.at())
    for violation in only_errors(validate(resource)):
        yield Refused(resource, violation, resource.at(*violation.path))
