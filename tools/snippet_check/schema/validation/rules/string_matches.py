"""Matches of a text: exact, by prefix, by regular expression. Source: Istio validateStringMatch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from snippet_check.resource import FieldPath
from snippet_check.schema.validation.violation import Violation, error

_MAX_LENGTH = 1024


def string_match(content: Mapping[str, str], where: str, path: FieldPath) -> Iterable[Violation]:
    """A match that Envoy makes with its string matcher, which takes no empty prefix. `where` names it in texts."""
    if content.get("prefix") == "":
        return (error("string_match.empty_prefix", (*path, "prefix"), where=where),)
    return regex_match(content, where, path)


def regex_match(content: Mapping[str, str], where: str, path: FieldPath) -> Iterable[Violation]:
    """A match of which only the regular expression can be wrong."""
    if (pattern := content.get("regex")) is None:
        return ()
    if not pattern:
        return (error("string_match.empty_regex", (*path, "regex"), where=where),)
    return regular_expression(pattern, where, (*path, "regex"))


def regular_expression(pattern: str, where: str, path: FieldPath) -> Iterable[Violation]:
    """At most 1024 bytes in RE2's syntax."""
    if len(pattern) > _MAX_LENGTH or len(pattern.encode(errors="replace")) > _MAX_LENGTH:
        return (error("string_match.long_regex", path, where=where),)
    from snippet_check.re2 import syntax_problem

    if (problem := syntax_problem(pattern)) is None:
        return ()
    blamed = {"fragment": problem.fragment} if problem.fragment else {}
    return (error(f"regex.{problem.code}", path, where=where, **blamed),)
