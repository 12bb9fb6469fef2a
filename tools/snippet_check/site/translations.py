"""Texts that stand in both languages side by side, as in messages and titles of calls: what one of them lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from snippet_check.site.languages import LANGUAGES
from snippet_check.site.repository import ROOT

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def translated_files() -> list[Path]:
    """Every file of this repository that has texts in both languages side by side."""
    messages, snippets = ROOT / "tools" / "snippet_check" / "messages", ROOT / "snippets"
    return [*sorted(messages.rglob("*.yaml")), *sorted(snippets.rglob("*.calls.yaml"))]


def problems(files: Iterable[Path]) -> Iterator[str]:
    """One sentence for each text that lacks a language, or a placeholder that its twin has; file and line come first.

    YAML that cannot be read is no matter of translation.
    """
    for file in files:
        try:
            roots = list(yaml.compose_all(file.read_text("utf-8"), _LOADER))
        except yaml.YAMLError:
            continue
        name = file.relative_to(ROOT) if file.is_relative_to(ROOT) else file
        for root in roots:
            yield from (f"{name}:{line}: {what}" for line, what in _differences(root))


def _differences(node: yaml.Node | None) -> Iterator[tuple[int, str]]:
    if not isinstance(node, yaml.MappingNode):
        return
    texts = {key.value: value for key, value in node.value}
    if texts.keys().isdisjoint(LANGUAGES):
        for value in texts.values():
            yield from _differences(value)
        return
    for language in LANGUAGES:
        if language not in texts:
            yield node.start_mark.line + 1, f"there is no text in {language}"
    if texts.keys() >= set(LANGUAGES):
        yield from _placeholders(*(texts[language] for language in LANGUAGES))


def _placeholders(one: yaml.Node, other: yaml.Node) -> Iterator[tuple[int, str]]:
    mine, theirs = _names(one), _names(other)
    if mine != theirs:
        difference = ", ".join(f"{{{name}}}" for name in sorted(mine ^ theirs))
        yield min(one.start_mark.line, other.start_mark.line) + 1, f"not in both languages: {difference}"


def _names(template: yaml.Node) -> set[str]:
    return set(_PLACEHOLDER.findall(template.value)) if isinstance(template, yaml.ScalarNode) else set()
