"""One document's YAML events, from libyaml where it is there, else from PyYAML's own reader (the browser).

Both readers are event machines: neither recurses, however deep a document nests.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import yaml
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

Events: TypeAlias = Callable[[], yaml.Event | None]
"""Gives the next event, None at the end. Raises yaml.YAMLError."""

_LINE_BREAKS = "\0\r\n\x85\u2028\u2029"


class _Pure(Reader, Scanner, Parser):
    """PyYAML's reader, taking tabs and surrogates as libyaml and go-yaml take them."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def scan_to_next_token(self) -> None:
        """PyYAML's own refuses a tab between tokens; YAML and libyaml allow one where no indentation counts."""
        if self.index == 0 and self.peek() == "\ufeff":
            self.forward()
        while True:
            while self.peek() == " " or (self.peek() == "\t" and (self.flow_level or not self.allow_simple_key)):
                self.forward()
            if self.peek() == "#":
                while self.peek() not in _LINE_BREAKS:
                    self.forward()
            if not self.scan_line_break():  # type: ignore[no-untyped-call]
                return
            if not self.flow_level:
                self.allow_simple_key = True


def pure_events(text: str) -> Events:
    """The events of PyYAML's own reader."""
    return _Pure(text).get_event


def _fastest() -> Callable[[str], Events]:
    try:
        from yaml._yaml import CParser
    except ImportError:
        return pure_events

    def c_events(text: str) -> Events:
        parser: Any = CParser(text)
        return parser.get_event  # type: ignore[no-any-return]

    return c_events


events: Callable[[str], Events] = _fastest()
