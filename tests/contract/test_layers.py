"""A stage imports only from stages to its left."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import snippet_check

PACKAGE = Path(snippet_check.__file__).parent

LINE = (
    ("source", "re2", "eyes"),
    ("resource",),
    ("diagnostics", "messages"),
    ("facts",),
    ("load", "schema.decode", "schema.kinds", "schema.names"),
    ("schema",),
    ("lint",),
    ("complete",),
    ("mesh",),
    ("fix",),
    ("analyzers", "analyze"),
    ("envoy",),
    ("translate",),
    ("simulate",),
    ("verify",),
    ("practice",),
    ("convert",),
    ("render",),
    ("site",),
    ("cli",),
)
"""The stages in the order in which text becomes a page; the modules of one entry may import each other."""

ALLOWED = {
    ("resource", "load.positions"): "a Place looks up its line only when asked, so that most values never need one",
}


def rank(module: str) -> int:
    """A module's place in the line; the longest name wins, so that schema.decode is not schema."""
    names = [(name, place) for place, stage in enumerate(LINE) for name in stage]
    fitting = [(len(name), place) for name, place in names if f"{module}.".startswith(f"{name}.")]
    assert fitting, f"{module} has no place in the line of stages"
    return max(fitting)[1]


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """The modules of the package that a file imports, wherever in it, with the line."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)


def modules() -> list[str]:
    paths = (path.relative_to(PACKAGE) for path in sorted(PACKAGE.rglob("*.py")))
    return [
        ".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in paths if str(path) != "__init__.py"
    ]


def path_of(module: str) -> Path:
    path = PACKAGE.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@pytest.mark.parametrize("module", modules())
def test_imports_go_one_way(module: str) -> None:
    own = rank(module)
    backwards = [
        f"{path_of(module)}:{line}: {module} imports {name}, which comes after it"
        for line, full in imports(path_of(module))
        if full.startswith("snippet_check.") and rank(name := full.removeprefix("snippet_check.")) > own
        if not any(module == importer and name.startswith(f"{imported}.") for importer, imported in ALLOWED)
    ]
    assert not backwards, "\n".join(backwards)
