"""Every rule that validation names has its text in both languages, and every text is some rule's."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import snippet_check

PACKAGE = Path(snippet_check.__file__).parent
TEXTS = {
    f"{file.stem}.{name}": languages
    for file in (PACKAGE / "messages" / "validation").glob("*.yaml")
    for name, languages in yaml.safe_load(file.read_text("utf-8")).items()
}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def calls() -> Iterator[ast.Call]:
    for file in (PACKAGE / "schema" / "validation").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("error", "warning"):
                yield node


def strings() -> Iterator[str]:
    """Every text in the code, as a pattern: what an f-string fills in may be anything."""
    for file in (PACKAGE / "schema" / "validation").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                yield "".join(re.escape(part.value) if isinstance(part, ast.Constant) else ".+" for part in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.escape(node.value)


USED = re.compile("|".join(pattern for pattern in strings() if "." in pattern))
NAMED = [call for call in calls() if isinstance(call.args[0], ast.Constant)]


@pytest.mark.parametrize("call", NAMED, ids=lambda call: f"{call.args[0].value}-{call.lineno}")
def test_a_rule_gives_its_text_what_it_asks_for(call: ast.Call) -> None:
    check = call.args[0].value
    assert check in TEXTS
    if all(keyword.arg for keyword in call.keywords):
        assert placeholders(TEXTS[check]["en"]) == {keyword.arg for keyword in call.keywords}


@pytest.mark.parametrize("check", sorted(TEXTS))
def test_a_text_is_written_in_both_languages_and_used(check: str) -> None:
    assert placeholders(TEXTS[check]["en"]) == placeholders(TEXTS[check]["ko"])
    assert USED.fullmatch(check)
