"""From the text of a CEL rule to a function of the value it is about."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from snippet_check.schema.cel.functions import FUNCTIONS, CelError, call_method, contains, index, select

Scope: TypeAlias = Mapping[str, Any]
Term: TypeAlias = Callable[[Scope], Any]

_TOKEN = re.compile(
    r'''\s*(?:(r?"""(?:.|\n)*?"""|r?'(?:[^'\\]|\\.)*'|r?"(?:[^"\\]|\\.)*")|(\d+)|([A-Za-z_]\w*)|(&&|\|\||[=!<>]=|.))''',
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)")
_COMPARISONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": contains,
}
_SUMS: Mapping[str, Callable[[Any, Any], Any]] = {"+": operator.add, "-": operator.sub}
_WORDS = {"true": True, "false": False, "null": None}
_MACROS = frozenset(("all", "exists", "exists_one", "filter", "map"))


def compile_rule(text: str) -> Callable[[Any], bool]:
    """Whether a value keeps a rule; one for which the rule cannot be evaluated does not. Raises ValueError."""
    parser = _Parser(text)
    term = parser.expression()
    if parser.next:
        raise ValueError(f"what comes behind {parser.next!r} is not understood: {text}")

    def check(value: Any) -> bool:
        try:
            return term({"self": value}) is True
        except CelError:
            return False

    return check


class _Parser:
    """Reads a rule by recursive descent; `next` is the token to come, "" at the end."""

    def __init__(self, text: str) -> None:
        self.tokens: list[str] = [next(filter(None, groups)) for groups in _TOKEN.findall(text.rstrip())]
        self.position = 0

    @property
    def next(self) -> str:
        return self.tokens[self.position] if self.position < len(self.tokens) else ""

    def take(self, *wanted: str) -> str:
        """The next token if it is one of these, else "" and nothing is read."""
        token = self.next
        if token not in wanted:
            return ""
        self.position += 1
        return token

    def expect(self, wanted: str) -> None:
        if not self.take(wanted):
            raise ValueError(f"expected {wanted!r}, not {self.next!r}")

    def expression(self) -> Term:
        condition = self.either()
        if not self.take("?"):
            return condition
        yes = self.expression()
        self.expect(":")
        no = self.expression()
        return lambda scope: yes(scope) if condition(scope) is True else no(scope)

    def either(self) -> Term:
        left = self.both()
        while self.take("||"):
            left = _either(left, self.both())
        return left

    def both(self) -> Term:
        left = self.comparison()
        while self.take("&&"):
            left = _both(left, self.comparison())
        return left

    def comparison(self) -> Term:
        left = self.sum()
        while token := self.take(*_COMPARISONS):
            left = _binary(_COMPARISONS[token], left, self.sum())
        return left

    def sum(self) -> Term:
        left = self.unary()
        while token := self.take(*_SUMS):
            left = _binary(_SUMS[token], left, self.unary())
        return left

    def unary(self) -> Term:
        if self.take("!"):
            term = self.unary()
            return lambda scope: term(scope) is False
        return self.member(self.primary())

    def primary(self) -> Term:
        if self.take("("):
            inner = self.expression()
            self.expect(")")
            return inner
        if self.take("["):
            items = self.arguments("]")
            return lambda scope: [item(scope) for item in items]
        if self.take("{"):
            self.expect("}")
            return lambda scope: {}
        token = self.next
        self.position += 1
        if token in _WORDS or not (token.isidentifier() and not token.startswith(('r"', "r'"))):
            value = _WORDS[token] if token in _WORDS else _literal(token)
            return lambda scope: value
        return self.call(token) if self.take("(") else lambda scope: scope[token]

    def call(self, name: str) -> Term:
        arguments = self.arguments(")")
        if name == "has":
            return _has(arguments[0])
        function = FUNCTIONS[name]
        return lambda scope: function(*(argument(scope) for argument in arguments))

    def arguments(self, end: str) -> list[Term]:
        found: list[Term] = []
        while not self.take(end):
            found.append(self.expression())
            self.take(",")
        return found

    def member(self, term: Term) -> Term:
        while True:
            if self.take("."):
                term = self.field(term)
            elif self.take("["):
                term = _binary(index, term, self.expression())
                self.expect("]")
            else:
                return term

    def field(self, term: Term) -> Term:
        name = self.next
        self.position += 1
        if not self.take("("):
            field = name.removeprefix("__").removesuffix("__")
            return lambda scope: select(term(scope), field)
        if name in _MACROS:
            variable = self.next
            self.position += 1
            self.expect(",")
            body = self.expression()
            self.expect(")")
            return _macro(name, term, variable, body)
        arguments = self.arguments(")")
        return lambda scope: call_method(term(scope), name, [argument(scope) for argument in arguments])


def _either(left: Term, right: Term) -> Term:
    """One that is true is enough, whatever goes wrong with the other."""
    return lambda scope: _decided(True, left, right, scope)


def _both(left: Term, right: Term) -> Term:
    """One that is false is enough, whatever goes wrong with the other."""
    return lambda scope: _decided(False, left, right, scope)


def _decided(enough: bool, left: Term, right: Term, scope: Scope) -> Any:
    try:
        if left(scope) is enough:
            return enough
    except CelError:
        if right(scope) is enough:
            return enough
        raise
    return right(scope)


def _binary(function: Callable[[Any, Any], Any], left: Term, right: Term) -> Term:
    def apply(scope: Scope) -> Any:
        try:
            return function(left(scope), right(scope))
        except TypeError as error:
            raise CelError from error

    return apply


def _has(term: Term) -> Term:
    """Whether a field is there; what leads to it must be."""

    def check(scope: Scope) -> bool:
        try:
            term(scope)
        except CelError:
            return False
        return True

    return check


def _macro(name: str, term: Term, variable: str, body: Term) -> Term:
    def apply(scope: Scope) -> Any:
        items = term(scope)
        if not isinstance(items, list | dict):
            raise CelError(name)
        results = [(item, body({**scope, variable: item})) for item in items]
        kept = [item for item, result in results if result is True]
        match name:
            case "all":
                return len(kept) == len(results)
            case "exists":
                return bool(kept)
            case "exists_one":
                return len(kept) == 1
            case "filter":
                return kept
            case _:
                return [result for _, result in results]

    return apply


def _literal(token: str) -> Any:
    if token.isdigit():
        return int(token)
    raw = token.startswith("r")
    text = token.removeprefix("r")
    quote = '"""' if text.startswith('"""') else text[:1]
    if quote not in ('"""', '"', "'"):
        raise ValueError(f"{token!r} is not understood")
    text = text[len(quote) : -len(quote)]
    return text if raw else _ESCAPE.sub(r"\1", text)
