"""PyYAML's own reader, brought to read what go-yaml reads, which every Kubernetes program is built on.

Source: go.yaml.in/yaml/v2 scannerc.go and parserc.go, a port of an older libyaml. They differ from PyYAML in where tabs
may stand, where a plain text ends within brackets, in the escapes of double quotes, and in directives.
"""

from __future__ import annotations

import re
from typing import Any, Final

from yaml.parser import Parser, ParserError
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError
from yaml.tokens import FlowEntryToken, FlowMappingEndToken, ScalarToken, TagToken, ValueToken

_BREAKS = "\r\n\x85\u2028\u2029"
_BLANK_OR_END = "\0 \t" + _BREAKS
_WORD = re.compile(rf"(?:[^{_BLANK_OR_END}:]|:(?![{_BLANK_OR_END}]))*")
_WORD_IN_FLOW = re.compile(rf"(?:[^{_BLANK_OR_END}:,?\[\]{{}}]|:(?![{_BLANK_OR_END}]))*")
_BLOCK_HEADER = re.compile(r"([+-]?)([0-9]?)([+-]?)")
_TAG_HANDLE = re.compile(r"![0-9A-Za-z_-]*!?")
_URI_CHARACTERS = frozenset("-;/?:@&=+$,_.!~*'()[]%0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_SURROGATE = re.compile("[\ud800-\udfff]")
_VERSION = (1, 1)
_ESCAPES = {key: character for key, character in Scanner.ESCAPE_REPLACEMENTS.items() if key != "/"} | {"'": "'"}


class GoYaml(Reader, Scanner, Parser):
    """A machine that gives the events of a text; it does not recurse."""

    ESCAPE_REPLACEMENTS: Final = _ESCAPES  # type: ignore[misc]

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def scan_to_next_token(self) -> None:
        """Blanks, comments and line breaks. A tab may stand wherever no indentation is meant."""
        while True:
            while self.peek() == " " or (self.peek() == "\t" and (self.flow_level or not self.allow_simple_key)):
                self.forward()
            if self.peek() == "#":
                while self.peek() not in "\0" + _BREAKS:
                    self.forward()
            if not self.scan_line_break():  # type: ignore[no-untyped-call]
                return
            if not self.flow_level:
                self.allow_simple_key = True

    def scan_plain(self) -> ScalarToken:
        """A text without quotes, over several lines if need be."""
        word = _WORD_IN_FLOW if self.flow_level else _WORD
        start = end = self.get_mark()
        parts: list[str] = []
        between, on_new_line = "", False
        while not self._at_document_marker() and self.peek() != "#":
            match = word.match(self.buffer, self.pointer)
            if match and match[0]:
                parts += (between, match[0])
                between, on_new_line = "", False
                self.forward(len(match[0]))
                end = self.get_mark()
            if self.peek() not in " \t" + _BREAKS:
                break
            between, on_new_line = self._blanks(start)
            if not self.flow_level and self.column <= self.indent:
                break
        if on_new_line:
            self.allow_simple_key = True
        return ScalarToken("".join(parts), True, start, end)

    def _at_document_marker(self) -> bool:
        return self.column == 0 and self.prefix(3) in ("---", "...") and self.peek(3) in _BLANK_OR_END

    def _blanks(self, start: Any) -> tuple[str, bool]:
        """What blanks and line breaks between two words come to, and whether there was a break."""
        blanks, breaks = "", []
        while (character := self.peek()) in " \t" + _BREAKS:
            if character not in " \t":
                breaks.append(self.scan_line_break())  # type: ignore[no-untyped-call]
                continue
            if breaks and character == "\t" and self.column <= self.indent:
                raise ScannerError("while scanning a plain scalar", start, "found a tab character", self.get_mark())
            blanks += "" if breaks else character
            self.forward()
        if not breaks:
            return blanks, False
        return (breaks[0] if breaks[0] != "\n" else "" if breaks[1:] else " ") + "".join(breaks[1:]), True

    def scan_flow_scalar(self, style: str) -> ScalarToken:
        start = self.get_mark()
        try:
            token: ScalarToken = super().scan_flow_scalar(style)
        except (ValueError, OverflowError):
            raise self._no_such_character(start) from None
        if _SURROGATE.search(token.value):
            raise self._no_such_character(start)
        return token

    def _no_such_character(self, start: Any) -> ScannerError:
        return ScannerError("while parsing a quoted scalar", start, "found an escape of no character", self.get_mark())

    def scan_tag(self) -> TagToken:
        """A tag: verbatim, with a named handle, or !suffix; a suffix ends at a blank only, within brackets too."""
        start = self.get_mark()
        if self.peek(1) == "<":
            return super().scan_tag()
        match = _TAG_HANDLE.match(self.buffer, self.pointer)
        handle = match[0] if match else "!"
        self.forward(len(handle))
        named = len(handle) > 1 and handle.endswith("!")
        suffix = self.scan_tag_uri("tag", start) if named or self.peek() in _URI_CHARACTERS else ""
        if self.peek() not in _BLANK_OR_END:
            raise ScannerError("while scanning a tag", start, "found no blank after it", self.get_mark())
        if not named:
            handle, suffix = "!", handle[1:] + suffix
        return TagToken((handle if suffix else None, suffix or "!"), start, self.get_mark())

    def scan_block_scalar_indicators(self, start_mark: Any) -> tuple[bool | None, int | None]:
        header = _BLOCK_HEADER.match(self.buffer, self.pointer)
        before, digit, after = header.groups() if header else ("", "", "")
        if digit == "0" or (before and after):
            raise ScannerError("while scanning a block scalar", start_mark, "found a wrong header", self.get_mark())
        self.forward(len(before + digit + after))
        return {"": None, "+": True, "-": False}[before or after], int(digit) if digit else None

    def scan_block_scalar_ignored_line(self, start_mark: Any) -> None:
        while self.peek() in " \t":
            self.forward()
        super().scan_block_scalar_ignored_line(start_mark)

    def scan_block_scalar_indentation(self) -> Any:
        found = super().scan_block_scalar_indentation()
        self._refuse_tab()
        return found

    def scan_block_scalar_breaks(self, indent: int) -> Any:
        found = super().scan_block_scalar_breaks(indent)
        if self.column < indent:
            self._refuse_tab()
        return found

    def _refuse_tab(self) -> None:
        if self.peek() == "\t":
            raise ScannerError("while scanning a block scalar", None, "found a tab character", self.get_mark())

    def scan_directive(self) -> Any:
        token = super().scan_directive()
        if token.name not in ("YAML", "TAG"):
            raise ScannerError("while scanning a directive", None, "found unknown directive", token.start_mark)
        return token

    def parse_flow_mapping_value(self) -> Any:
        """A value that is left out stands where the next token does, not behind the colon."""
        colon = self.check_token(ValueToken) and self.get_token()  # type: ignore[no-untyped-call]
        if colon and not self.check_token(FlowEntryToken, FlowMappingEndToken):
            self.states.append(self.parse_flow_mapping_key)
            return self.parse_flow_node()  # type: ignore[no-untyped-call]
        return self.parse_flow_mapping_empty_value()

    def process_directives(self) -> Any:
        found = super().process_directives()  # type: ignore[no-untyped-call]
        if self.yaml_version not in (None, _VERSION):
            raise ParserError(None, None, "found incompatible YAML document", self.get_mark())
        return found
