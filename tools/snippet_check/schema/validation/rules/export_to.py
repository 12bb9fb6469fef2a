"""The namespaces a resource is shown to. Source: Istio validateExportTo, pkg/config/visibility."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from snippet_check.resource import FieldPath
from snippet_check.schema.validation.rules.domains import is_label
from snippet_check.schema.validation.violation import Violation, error

_PATH: FieldPath = ("spec", "exportTo")
_NOBODY = "~"
_EVERYBODY = "*"


def export_to(
    entries: Sequence[str], namespace: str, *, service_entry: bool = False, selects_workloads: bool = False
) -> Iterator[Violation]:
    """`.` counts as the resource's own namespace; only a ServiceEntry may be shown to nobody (`~`).

    A DestinationRule that selects workloads must stay in its own namespace.
    """
    seen: set[str] = set()
    for i, entry in enumerate(entries):
        visible_in = namespace if entry == "." else entry
        if visible_in in seen:
            yield _repeated(entry, visible_in, (*_PATH, i))
        elif wrong := _wrong(visible_in, (*_PATH, i), service_entry):
            yield wrong
        else:
            seen.add(visible_in)
    if selects_workloads and seen:
        yield from _beyond_own_namespace(seen, namespace)
    yield from _mixed(seen, len(entries))


def _wrong(visible_in: str, path: FieldPath, service_entry: bool) -> Violation | None:
    if visible_in == _NOBODY:
        return None if service_entry else error("export_to.nobody", path)
    if visible_in in (".", _EVERYBODY) or is_label(visible_in):
        return None
    return error("export_to.namespace", path)


def _repeated(entry: str, visible_in: str, path: FieldPath) -> Violation:
    if entry != visible_in:
        return error("export_to.repeated_own", path, namespace=visible_in)
    return error("export_to.repeated", path, entry=entry)


def _beyond_own_namespace(seen: set[str], namespace: str) -> Iterator[Violation]:
    if namespace not in seen:
        yield error("export_to.selector_elsewhere", _PATH)
    elif len(seen) > 1:
        yield error("export_to.selector_several", _PATH)


def _mixed(seen: Container[str], entries: int) -> Iterator[Violation]:
    if entries > 1 and _EVERYBODY in seen:
        yield error("export_to.everybody_and_others", _PATH)
    if entries > 1 and _NOBODY in seen:
        yield error("export_to.nobody_and_others", _PATH)
