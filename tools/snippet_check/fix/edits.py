"""Which findings have one right mend."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TypeAlias

from snippet_check.diagnostics import Diagnostic
from snippet_check.fix.edit import Edit
from snippet_check.resource import Resource

Mend: TypeAlias = Callable[[Diagnostic, Sequence[Resource]], Edit | None]
"""What a module of this package offers."""


def edits(findings: Iterable[Diagnostic], resources: Sequence[Resource]) -> Iterator[tuple[Diagnostic, Edit]]:
    """The findings that have one right mend, each with it; `resources` are all that were found in."""
    for finding in findings:
        mend = _mend(finding.code)
        edit = mend(finding, resources) if mend else None
        if edit is not None:
            yield finding, edit


@cache
def _mend(code: str) -> Mend | None:
    name = f"{__package__}.{code.lower()}"
    if not find_spec(name):
        return None
    mend: Mend = import_module(name).mend
    return mend
