"""Names of gateways, as VirtualServices write them. Source: Istio pkg/config/validation (validateGatewayNames)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from snippet_check.resource import FieldPath
from snippet_check.schema.validation.rules.domains import fully_qualified, is_label
from snippet_check.schema.validation.violation import Violation, error, warning


def gateway_names(names: Sequence[str], path: FieldPath, *, warn: bool = True) -> Iterator[Violation]:
    """`name` or `namespace/name`. Istio stops after the first name without a namespace, so `mesh` hides what follows.

    `warn` says whether the old form `name.namespace` is warned about: some of Istio's callers lose warnings.
    """
    for i, name in enumerate(names):
        namespace, slash, gateway = name.partition("/")
        if not slash:
            if warn and "." in name:
                yield warning("gateway_name.legacy", (*path, i), name=name)
            yield from fully_qualified(name, (*path, i))
            return
        yield from _qualified(namespace, gateway, (*path, i))


def _qualified(namespace: str, gateway: str, path: FieldPath) -> Iterator[Violation]:
    if not namespace or not gateway:
        yield error("gateway_name.empty_part", path)
    if not is_label(namespace):
        yield error("gateway_name.namespace", path, namespace=namespace)
    if not is_label(gateway):
        yield error("gateway_name.name", path, name=gateway)
