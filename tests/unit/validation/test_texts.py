"""Every rule that validation names has its text in both languages, and every text is some rule's."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import yaml

import snippet_check

PACKAGE = Path(snippet_check.__file__).parent
TEXTS = {
    f"{file.stem}.{name}": languages
    for file in (PACKAGE / "messages" / "validation").glob("*.yaml")
    for name, languages in yaml.safe_load(file.read_text("utf-8")).items()
}
TREES = [ast.parse(file.read_text("utf-8")) for file in (PACKAGE / "schema" / "validation").rglob("*.py")]


def test_texts_take_the_same_arguments_in_both_languages() -> None:
    assert [check for check, text in TEXTS.items() if placeholders(text["en"]) != placeholders(text["ko"])] == []


def test_rules_give_their_texts_what_these_take() -> None:
    wrong = [(check, given) for check, given in named_rules() if given != placeholders(TEXTS[check]["en"])]
    assert wrong == []


def test_every_text_is_used() -> None:
    used = re.compile("|".join(pattern for pattern in strings() if "." in pattern))
    assert [check for check in TEXTS if not used.fullmatch(check)] == []


def placeholders(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def named_rules() -> Iterator[tuple[str, set[str | None]]]:
    """The rules that are named outright, with the arguments they give; those that pass a mapping on are left out."""
    for tree in TREES:
        for node in ast.walk(tree):
            match node:
                case ast.Call(ast.Name("error" | "warning"), [ast.Constant(str(check)), *_], keywords):
                    given = {keyword.arg for keyword in keywords}
                    if None not in given:
                        yield check, given


def strings() -> Iterator[str]:
    """Every text in the code as a pattern: what an f-string fills in, behind a fixed beginning, may be anything."""
    for tree in TREES:
        for node in ast.walk(tree):
            match node:
                case ast.JoinedStr([ast.Constant(str(beginning)), *_]):
                    yield re.escape(beginning) + ".+"
                case ast.Constant(str(text)):
                    yield re.escape(text)
