"""Where values break the schema of a resource definition: what an API server checks before it stores an object.

The rules of a kind are made once, as functions that give what they find; nearly always that is nothing.
Source: Kubernetes' structural schemas (OpenAPI v3), as facts/schemas has them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from snippet_check.schema.crd import Field
from snippet_check.schema.decode.faults import Fault, wrong_type

Faults: TypeAlias = tuple[Fault, ...]
Rule: TypeAlias = Callable[[Any], Faults]

_LONGEST_RULE = 160
_PLAIN: dict[str, tuple[tuple[type, ...], str]] = {
    "string": ((str,), "string"),
    "integer": ((int,), "whole number"),
    "number": ((int, float), "number"),
    "boolean": ((bool,), "boolean"),
}


@functools.cache
def rule(field: Field) -> Rule:
    """What a value breaks of a field's schema. Unknown fields are not its business."""
    if field.type in _PLAIN:
        check = _plain(field)
    elif field.type.endswith("[]"):
        check = _collection(field, list, "list", ("minItems", "maxItems"))
    elif field.type.startswith("map<"):
        check = _collection(field, dict, "object", ("minProperties", "maxProperties"))
    else:
        check = _object(field)
    if "listType" in field.facts:
        check = _unique(check, field.facts.get("listMapKeys"))
    if field.facts.get("rules"):
        check = _with_rules(check, field.facts["rules"])
    return _nullable(check) if field.facts.get("nullable") else check


def _nullable(check: Rule) -> Rule:
    return lambda value: () if value is None else check(value)


def _unique(check: Rule, keys: list[str] | None) -> Rule:
    """A check that goes on to see that no two items are the same, or the same in these fields."""

    def identity(item: Any) -> str:
        return str([item.get(key) for key in keys] if keys and isinstance(item, dict) else item)

    def check_all(value: Any) -> Faults:
        if found := check(value):
            return found
        identities = [identity(item) for item in value]
        first = {one: index for index, one in reversed(list(enumerate(identities)))}
        repeated = (index for index, one in enumerate(identities) if first[one] < index)
        return tuple(Fault((index,), "SC0111", {"fields": ", ".join(keys or ()) or "-"}) for index in repeated)

    return check_all


def _with_rules(check: Rule, texts: list[str]) -> Rule:
    """A check that goes on to the kind's own rules where the value is well formed."""
    from snippet_check.schema.cel import compile_rule

    rules = [(text, compile_rule(text)) for text in texts]

    def check_all(value: Any) -> Faults:
        if found := check(value):
            return found
        return tuple(Fault((), "SC0110", {"rule": _shortened(text)}) for text, keeps in rules if not keeps(value))

    return check_all


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_RULE else text[:_LONGEST_RULE] + "…"


def _plain(field: Field) -> Rule:
    types, expected = _PLAIN[field.type]
    constraints = tuple(made for made in (make(field) for make in _CONSTRAINTS) if made)

    def check(value: Any) -> Faults:
        if type(value) not in types:
            return wrong_type(expected, value).faults
        for constraint in constraints:
            if found := constraint(value):
                return found
        return ()

    return check


def _enum(field: Field) -> Rule | None:
    allowed = field.facts.get("enum")
    if not allowed:
        return None
    return lambda value: () if value in allowed else _fault("SC0032", value=value, allowed=", ".join(map(str, allowed)))


def _range(field: Field) -> Rule | None:
    facts = field.facts
    smallest, largest = facts.get("minimum"), facts.get("maximum")
    if facts.get("format") == "int32":
        smallest = -(2**31) if smallest is None else smallest
        largest = 2**31 - 1 if largest is None else largest
    return _between(smallest, largest, lambda value: value, "SC0106")


def _length(field: Field) -> Rule | None:
    return _between(field.facts.get("minLength"), field.facts.get("maxLength"), len, "SC0107")


def _pattern(field: Field) -> Rule | None:
    if "pattern" not in field.facts:
        return None
    pattern = re.compile(field.facts["pattern"].replace(r"\x60", "`"))
    return lambda value: () if pattern.search(value) else _fault("SC0108", value=value[:60], pattern=pattern.pattern)


_CONSTRAINTS = (_enum, _range, _length, _pattern)


def _between(smallest: float | None, largest: float | None, measure: Callable[[Any], float], code: str) -> Rule | None:
    if smallest is None and largest is None:
        return None
    low = float("-inf") if smallest is None else smallest
    high = float("inf") if largest is None else largest
    limits = f"≥ {smallest}" if largest is None else f"≤ {largest}" if smallest is None else f"{smallest}…{largest}"
    return lambda value: () if low <= measure(value) <= high else _fault(code, value=measure(value), limits=limits)


def _collection(field: Field, type_: type, expected: str, limits: tuple[str, str]) -> Rule:
    item = rule(field.items) if field.items else _nothing
    size = _between(field.facts.get(limits[0]), field.facts.get(limits[1]), len, "SC0107") or _nothing

    def check(value: Any) -> Faults:
        if type(value) is not type_:
            return wrong_type(expected, value).faults
        faults = size(value)
        for step, part in _steps(value):
            if found := item(part):
                faults += _within(step, found)
        return faults

    return check


def _steps(value: Any) -> Iterable[tuple[str | int, Any]]:
    return value.items() if isinstance(value, dict) else enumerate(value)


def _object(field: Field) -> Rule:
    parts = {name: _Later(part) for name, part in field.fields.items()}
    required = _required(field)
    choices = tuple((tuple(one["fields"]), bool(one.get("exactly_one"))) for one in field.facts.get("oneofs", ()))

    def check(value: Any) -> Faults:
        if type(value) is not dict:
            return wrong_type("object", value).faults
        faults: Faults = ()
        for name, part in value.items():
            if name in parts and (found := parts[name](part)):
                faults += _within(name, found)
        for name in required:
            if name not in value:
                faults += (Fault((name,), "SC0104", {"field": name}),)
        for members, needed in choices:
            given = [name for name in value if name in members and value[name] is not None]
            if len(given) > 1 or (needed and not given):
                faults += (Fault((given[-1],) if given else (), "SC0105", {"fields": ", ".join(members)}),)
        return faults

    return check


def _required(field: Field) -> tuple[str, ...]:
    own = tuple(name for name, part in field.fields.items() if part.facts.get("required"))
    return (*own, *(name for name in field.facts.get("required_fields", ()) if name not in own))


class _Later:
    """A field's rule, made when the field is first met."""

    __slots__ = ("field", "rule")

    def __init__(self, field: Field) -> None:
        self.field = field
        self.rule: Rule | None = None

    def __call__(self, value: Any) -> Faults:
        if self.rule is None:
            self.rule = rule(self.field)
        return self.rule(value)


def _within(step: str | int, faults: Iterable[Fault]) -> Faults:
    return tuple(Fault((step, *path), code, arguments) for path, code, arguments in faults)


def _fault(code: str, **arguments: Any) -> Faults:
    return (Fault((), code, arguments),)


def _nothing(value: Any) -> Faults:
    return ()
