"""lint: what the API server of a cluster would say about one object, before Istio sees it.

Every module of this package without a leading underscore is one check: a sentence on what it wants, and a generator
`check(resource)` of findings.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from snippet_check.diagnostics import Diagnostic
from snippet_check.resource import Resource

__all__ = ["checks", "lint"]

Check: TypeAlias = Callable[[Resource], Iterable[Diagnostic]]


def lint(resources: Iterable[Resource]) -> Iterator[Diagnostic]:
    """The findings about resources as they are written; what nobody wrote is not looked at."""
    all_checks = checks()
    for resource in resources:
        if resource.written:
            for check in all_checks:
                yield from check(resource)


@functools.cache
def checks() -> tuple[Check, ...]:
    """Every check, in the order of the modules' names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    return tuple(importlib.import_module(f"{__name__}.{name}").check for name in names)
