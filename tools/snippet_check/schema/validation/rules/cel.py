"""Whether a text is an expression of the Common Expression Language: its syntax and its macros, not its types.

Source: cel-spec (langdef), cel-go 0.29 parser with the standard macros. The binary operators all mix freely here:
which of them binds closer does not decide whether a text is an expression.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

_MAX_LENGTH = 100_000
_MAX_DEPTH = 250
_RESERVED = frozenset(
    (
        *("as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let"),
        *("loop", "package", "namespace", "null", "return", "true", "var", "void", "while"),
    )
)
_LOGICAL = frozenset(("||", "&&"))
_OPERATORS = _LOGICAL | {"<", "<=", ">=", ">", "==", "!=", "in", "*", "/", "%", "+", "-"}
_MACROS = {
    name: frozenset(counts)
    for name, *counts in (
        ("all", 2),
        ("exists", 2),
        ("exists_one", 2),
        ("existsOne", 2),
        ("map", 2, 3),
        ("filter", 2),
    )
}
"""The methods that bind a variable, with their numbers of arguments."""

_ESCAPE = r"\\(?:[abfnrtv\"'\\?`]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2})"
_TOKEN = re.compile(
    rf"""
    (?P<space>[\t\x20\r\n\f]+|//[^\n]*)
  | (?P<float>[0-9]+\.[0-9]+(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+|\.[0-9]+(?:[eE][-+]?[0-9]+)?)
  | (?P<uint>(?:0x[0-9a-fA-F]+|[0-9]+)[uU])
  | (?P<int>0x[0-9a-fA-F]+|[0-9]+)
  | (?P<raw>[bB]?[rR](?:\"\"\"(?:.|\n)*?\"\"\"|'''(?:.|\n)*?'''|"[^"\n\r]*"|'[^'\n\r]*'))
  | (?P<string>[bB]?(?:\"\"\"(?:{_ESCAPE}|[^\\])*?\"\"\"|'''(?:{_ESCAPE}|[^\\])*?'''
        |"(?:{_ESCAPE}|[^\\"\n\r])*"|'(?:{_ESCAPE}|[^\\'\n\r])*'))
  | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
  | (?P<quoted>`[A-Za-z0-9_.\-/\x20]+`)
  | (?P<sign>==|!=|<=|>=|&&|\|\||[-<>\[\]{{}}().,!?:+*/%])
    """,
    re.VERBOSE,
)
_code_points = re.compile(r"(?<!\\)(?:\\\\)*\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))").finditer


def is_expression(text: str) -> bool:
    """Whether the text is a CEL expression."""
    if len(text) > _MAX_LENGTH:
        return False
    try:
        _Parser(list(_tokens(text))).parse()
    except (_SyntaxError, RecursionError):
        return False
    return True


class _SyntaxError(Exception):
    """The text is no expression."""


class _Token(NamedTuple):
    kind: str
    text: str


_END = _Token("end", "")


class _Operand(NamedTuple):
    """What an operand turned out to be, which macros look at: "identifier", "select" or "other"."""

    kind: str
    name: str = ""


_OTHER = _Operand("other")


def _tokens(text: str) -> Iterator[_Token]:
    position = 0
    while position < len(text):
        if not (found := _TOKEN.match(text, position)):
            raise _SyntaxError
        position = found.end()
        kind = found.lastgroup or ""
        if kind == "word" and found[0] in ("in", "true", "false", "null"):
            kind = "sign" if found[0] == "in" else "literal"
        if kind != "space":
            yield _Token(kind, found[0])


class _Parser:
    """One method for each rule of the grammar; each raises _SyntaxError where the tokens do not follow the rule."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0

    def parse(self) -> None:
        self._expression()
        if self._peek() is not _END:
            raise _SyntaxError

    def _peek(self, ahead: int = 0) -> _Token:
        position = self._next + ahead
        return self._tokens[position] if position < len(self._tokens) else _END

    def _take(self) -> _Token:
        token = self._peek()
        self._next += 1
        return token

    def _at(self, sign: str) -> bool:
        return self._peek() == ("sign", sign)

    def _accept(self, sign: str) -> bool:
        found = self._at(sign)
        self._next += found
        return found

    def _expect(self, sign: str) -> None:
        if not self._accept(sign):
            raise _SyntaxError

    def _expression(self) -> _Operand:
        depth = self._depth
        found = self._deeper(self._operation)
        while self._accept("?"):
            # A conditional between ? and : needs parentheses, behind the colon it does not.
            self._operation()
            self._expect(":")
            self._deeper(self._operation)
            found = _OTHER
        self._depth = depth
        return found

    def _deeper(self, rule: Callable[[], _Operand]) -> _Operand:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise _SyntaxError
        return rule()

    def _operation(self) -> _Operand:
        """Operands with binary operators between them."""
        found = self._unary()
        nested = 0
        while self._peek().kind == "sign" and self._peek().text in _OPERATORS:
            nested = 0 if self._take().text in _LOGICAL else nested + 1
            if nested > _MAX_DEPTH:
                raise _SyntaxError
            self._unary()
            found = _OTHER
        return found

    def _unary(self) -> _Operand:
        """Any number of `!`, or of `-`, before a member; an even number of them changes nothing."""
        sign = self._peek().text if self._at("!") or self._at("-") else ""
        count = 0
        while sign and self._accept(sign):
            count += 1
        if sign == "!":
            self._accept_sign_of_number()
        negative = sign == "-" and self._peek().kind in ("int", "float")
        found = self._member(negative and count == 1)
        return _OTHER if count % 2 and not (negative and count == 1) else found

    def _accept_sign_of_number(self) -> None:
        if self._at("-") and self._peek(1).kind in ("int", "float"):
            self._take()

    def _member(self, negative: bool) -> _Operand:
        found = self._primary(negative)
        suffixes = 0
        while True:
            if self._accept("."):
                found = self._select_or_call()
            elif self._accept("["):
                self._expression()
                self._expect("]")
                found = _OTHER
            else:
                return found
            suffixes += 1
            if suffixes + self._depth - 1 > _MAX_DEPTH:
                raise _SyntaxError

    def _select_or_call(self) -> _Operand:
        name = self._take()
        if name.kind not in ("word", "quoted"):
            raise _SyntaxError
        if name.kind == "quoted" or not self._accept("("):
            return _Operand("select")
        arguments = self._arguments()
        if len(arguments) in _MACROS.get(name.text, ()):
            variable = arguments[0]
            if variable.kind != "identifier" or variable.name == "__result__":
                raise _SyntaxError
        return _OTHER

    def _primary(self, negative: bool) -> _Operand:
        if self._accept("("):
            found = self._expression()
            self._expect(")")
            return found
        if self._accept("["):
            self._list()
            return _OTHER
        if self._accept("{"):
            self._entries(fields=False)
            return _OTHER
        if self._at(".") or self._peek().kind == "word":
            return self._identifier()
        _check_literal(self._take(), negative)
        return _OTHER

    def _list(self) -> None:
        while not self._at("]") and not self._at(","):
            self._expression()
            if not self._accept(","):
                break
            if self._at(","):
                raise _SyntaxError
        self._accept(",")
        self._expect("]")

    def _entries(self, *, fields: bool) -> None:
        """The entries of a map, or the fields of a message, up to the closing brace."""
        while not self._at("}") and not self._at(","):
            if not fields:
                self._expression()
            elif self._take().kind not in ("word", "quoted"):
                raise _SyntaxError
            self._expect(":")
            self._expression()
            if not self._accept(","):
                break
            if self._at(","):
                raise _SyntaxError
        self._accept(",")
        self._expect("}")

    def _identifier(self) -> _Operand:
        """A variable, a call of a function, or a message with fields."""
        dot = self._accept(".")
        if self._message_name_follows():
            self._entries(fields=True)
            return _OTHER
        name = self._take()
        if name.kind != "word" or name.text in _RESERVED:
            raise _SyntaxError
        if not self._accept("("):
            return _Operand("identifier", name.text)
        arguments = self._arguments()
        if name.text == "has" and not dot and len(arguments) == 1:
            if arguments[0].kind != "select":
                raise _SyntaxError
            return _Operand("select")
        return _OTHER

    def _message_name_follows(self) -> bool:
        """Whether `a.b.C{` comes next; it is taken then."""
        end = 1
        while self._peek(end) == ("sign", ".") and self._peek(end + 1).kind == "word":
            end += 2
        found = self._peek().kind == "word" and self._peek(end) == ("sign", "{")
        self._next += (end + 1) * found
        return found

    def _arguments(self) -> list[_Operand]:
        found: list[_Operand] = []
        if self._accept(")"):
            return found
        found.append(self._expression())
        while self._accept(","):
            found.append(self._expression())
        self._expect(")")
        return found


def _check_literal(token: _Token, negative: bool) -> None:
    """Numbers must fit their types, and escapes name characters that exist."""
    kind, text = token
    if kind in ("literal", "raw"):
        return
    if kind in ("int", "uint"):
        digits = text.rstrip("uU") if kind == "uint" else text
        limit = 1 << 64 if kind == "uint" else (1 << 63) + negative
        if not _below(digits, limit):
            raise _SyntaxError
    elif kind == "float":
        if float(text) == float("inf"):
            raise _SyntaxError
    elif kind == "string":
        _check_escapes(text)
    else:
        raise _SyntaxError


def _below(digits: str, limit: int) -> bool:
    significant = digits.removeprefix("0x").lstrip("0") or "0"
    return len(significant) <= 20 and int(significant, 16 if digits.startswith("0x") else 10) < limit


def _check_escapes(text: str) -> None:
    for escape in _code_points(text):
        code_point = int(escape[1] or escape[2], 16)
        if text[0] in "bB" or code_point > 0x10FFFF or 0xD800 <= code_point <= 0xDFFF:
            raise _SyntaxError
