"""Values that a type refuses, and where in the object they are."""

from __future__ import annotations

from typing import Any, NamedTuple

from snippet_check.resource import FieldPath


class Fault(NamedTuple):
    """One refused value: its path in the object, the message that says why, and that message's arguments."""

    path: FieldPath
    code: str
    arguments: dict[str, Any]


class RefusedValueError(Exception):
    """Raised where a value is refused; every collection around it adds its step to the paths."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__()
        self.faults = faults

    def within(self, step: str | int) -> tuple[Fault, ...]:
        return tuple(Fault((step, *path), code, arguments) for path, code, arguments in self.faults)


def refused(code: str, **arguments: object) -> RefusedValueError:
    """The error for the value itself."""
    return RefusedValueError((Fault((), code, arguments),))


def wrong_type(expected: str, value: object) -> RefusedValueError:
    """The error for a value of another JSON type than the expected one."""
    return refused("SC0030", expected=expected, found=_name(value))


def _name(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    names = {str: "string", int: "number", float: "number", list: "list", dict: "object", type(None): "null"}
    return names[type(value)]
