"""What Istio's own validation says about a resource: one module per kind, imported when the first of its kind comes.

Source: Istio pkg/config/validation. It sees name, namespace and spec only; labels and annotations have no say.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import re
from collections.abc import Callable, Iterable, Iterator

from snippet_check.resource import GroupVersionKind, Resource
from snippet_check.schema.kinds import find_kind
from snippet_check.schema.validation.violation import Violation

Validator = Callable[[Resource], Iterable[Violation]]


def validate(resource: Resource) -> Iterator[Violation]:
    """Every rule that a decoded resource breaks, in no particular order.

    Equal violations (their paths aside) are one finding to istioctl. Kinds without rules have no violations.
    """
    if validator := _validator(resource.group_version_kind):
        yield from validator(resource)


@functools.cache
def _validator(kind: GroupVersionKind) -> Validator | None:
    if not kind.group.endswith(".istio.io") or find_kind(kind) is None:
        return None  # a kind that nobody knows may have any name, even one that no module can have
    name = f"{__name__}.{_module_name(kind.kind)}"
    if importlib.util.find_spec(name) is None:
        return None
    return getattr(importlib.import_module(name), "validate", None)


def _module_name(kind: str) -> str:
    """`VirtualService` is validated in `virtual_service`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind).lower()
