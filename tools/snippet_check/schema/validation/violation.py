"""A broken rule: which one, with which arguments, where. Its text is read only when somebody asks for it."""

from __future__ import annotations

import functools
import importlib.resources
from typing import NamedTuple

from snippet_check.resource import FieldPath


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


@functools.cache
def _texts(family: str) -> dict[str, dict[str, str]]:
    import yaml

    file = importlib.resources.files("snippet_check") / "messages" / "validation" / f"{family}.yaml"
    texts: dict[str, dict[str, str]] = yaml.safe_load(file.read_text("utf-8"))
    return texts
