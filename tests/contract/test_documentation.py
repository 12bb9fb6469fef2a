"""Whatever has a name that others may use says what it is."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

import snippet_check

PACKAGE = Path(snippet_check.__file__).parent


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_and_their_public_classes_have_docstrings(path: Path) -> None:
    module = ast.parse(path.read_text("utf-8"))
    classes = [node for node in module.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
    assert ast.get_docstring(module) or not module.body
    assert [node.name for node in classes if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("name", snippet_check.__all__)
def test_public_names_have_docstrings(name: str) -> None:
    assert inspect.getdoc(getattr(snippet_check, name))
