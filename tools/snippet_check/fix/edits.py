"""Which findings have one right mend."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import TypeAlias

from snippet_check.diagnostics import Diagnostic
from snippet_check.fix.edit import Edit
from snippet_check.resource import Document, Place, Resource

Mend: TypeAlias = Callable[[Diagnostic, Sequence[Resource]], Edit | None]
"""What a module of this package offers."""

_COUNTED_APART = re.compile(r"(?s:(?<=.))\ufeff|\r(?!\n)|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
"""What YAML or an editor takes for a line break or a character, and the other does not."""


def edits(findings: Iterable[Diagnostic], resources: Sequence[Resource]) -> Iterator[tuple[Diagnostic, Edit]]:
    """The findings that have one right mend, each with it; `resources` are all that were found in."""
    for finding in findings:
        mend = _mend(finding.code)
        edit = mend(finding, resources) if mend else None
        place = finding.where
        if edit is not None and isinstance(place, Place) and _is_plain(edit, place.resource.document):
            yield finding, edit


def _is_plain(edit: Edit, document: Document) -> bool:
    """Whether the edit replaces a value alone, no anchor or tag, in a text that YAML and editors count alike."""
    lines = _lines_counted_alike(document)
    line, column = edit.location.span.start
    row = line - document.first_line
    missing = document.indent + (document.first_column if row == 0 else 0)
    return bool(lines) and lines[row][column - missing - 1 :][:1] not in ("&", "!")


@lru_cache(maxsize=256)
def _lines_counted_alike(document: Document) -> Sequence[str]:
    """The lines of a document that YAML and editors count alike, none of any other."""
    return () if _COUNTED_APART.search(document.text) else document.text.split("\n")


@cache
def _mend(code: str) -> Mend | None:
    name = f"{__package__}.{code.lower()}"
    if not find_spec(name):
        return None
    mend: Mend = import_module(name).mend
    return mend
