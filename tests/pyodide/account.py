"""What load makes of texts, as JSON: run by this Python and by the browser's, which must say the same."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from snippet_check.complete import complete
from snippet_check.diagnostics import Diagnostic
from snippet_check.eyes import Eyes
from snippet_check.lint import lint
from snippet_check.load import load_text
from snippet_check.load.reported import reported_line
from snippet_check.resource import FieldPath, Resource

HOSTILE = (
    "a: [b,\nc: d",
    "a: b\n\tc: d",
    "[" * 5000,
    '{"a": "\\ud800", "b": 1.0}',
    "a: &a [*a]",
    "a: !!int b",
    'a: "\\/"',
    "apiVersion: v1\nkind: Pod\nmetadata: {name: x, labels: {a: 08, b: 1_0}}\n",
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: {a: 'x\u2028y', b:\t\"é\" }\n",
    "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: x}\nspec: {export_to: [a?b]}\n",
)


def account(texts: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Every resource and every finding in each text, with whose eyes ever it is read."""
    for file, text in texts.items():
        for eyes in Eyes:
            loaded = load_text(text, file, eyes)
            yield {
                "file": file,
                "eyes": eyes.value,
                "resources": [_resource(resource) for resource in loaded.resources],
                "findings": [_finding(one) for one in (*loaded.diagnostics, *lint(loaded.resources))],
                "rejected": [(one.number, one.diagnostic.code) for one in loaded.rejected],
                "completed": [(one.origin, one.content) for one in complete(loaded.resources)],
            }


def _resource(resource: Resource) -> dict[str, Any]:
    places = [resource.at(*path) for path in _paths(resource.written, ())]
    return {
        "origin": resource.origin,
        "content": resource.content,
        "spans": [(place.path, place.location().span, reported_line(place)) for place in places],
    }


def _paths(value: Any, path: FieldPath) -> Iterator[FieldPath]:
    yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in parts:
        yield from _paths(part, (*path, step))


def _finding(diagnostic: Diagnostic) -> tuple[str, str, str]:
    return diagnostic.code, str(diagnostic.location()), diagnostic.text("ko")


def main(root: str) -> str:
    """The account of every third snippet of the repository and of some texts that nobody should write."""
    files = sorted(Path(root, "snippets").rglob("*.yaml"))[::3]
    texts = {str(file.relative_to(root)): file.read_text("utf-8") for file in files}
    texts |= {f"hostile-{number}": text for number, text in enumerate(HOSTILE)}
    return json.dumps(list(account(texts)), ensure_ascii=True, indent=0)


if __name__ == "__main__":
    print(main(sys.argv[1]))
