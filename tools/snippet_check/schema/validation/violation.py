"""A broken rule: which one, with which arguments, where. Its text is read only when somebody asks for it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from snippet_check.resource import FieldPath

_MESSAGES = Path(__file__).parents[2] / "messages" / "validation"


class Violation(NamedTuple):
    """One broken rule.

    `check` is "family.name": the entry `name` of messages/validation/family.yaml. The arguments are all that tells two
    texts of a check apart, so violations with equal `key` are one message to istioctl.
    """

    code: str
    check: str
    arguments: tuple[tuple[str, object], ...]
    path: FieldPath

    @property
    def key(self) -> tuple[str, str, tuple[tuple[str, object], ...]]:
        return self[:3]

    def text(self, language: str = "en") -> str:
        family, _, name = self.check.partition(".")
        return _texts(family)[name][language].format(**dict(self.arguments))


def error(check: str, path: FieldPath, /, **arguments: object) -> Violation:
    """A violation for which the resource is refused."""
    return Violation("IST0106", check, tuple(arguments.items()), path)


def warning(check: str, path: FieldPath, /, **arguments: object) -> Violation:
    """A violation with which the resource is still accepted."""
    return Violation("IST0133", check, tuple(arguments.items()), path)


def only_errors(violations: Iterable[Violation]) -> Iterator[Violation]:
    """Without the warnings, which Istio loses in some places."""
    return (violation for violation in violations if violation.code == "IST0106")


@functools.cache
def _texts(family: str) -> dict[str, dict[str, str]]:
    import yaml

    text = (_MESSAGES / f"{family}.yaml").read_text("utf-8")
    texts: dict[str, dict[str, str]] = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return texts
