"""One document's YAML events: from libyaml where it is there and sure to agree, else from our own reading of go-yaml.

Both are event machines: neither recurses, however deep a document nests.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias

import yaml

Events: TypeAlias = Callable[[], yaml.Event | None]
"""Gives the next event, None at the end. Raises yaml.YAMLError."""
Reader: TypeAlias = Callable[[str], Events]

_MARK = "\ufeff"
_SUSPECTS = ("!", "\\/", "\\'", ":,", ":[", ":]", ":{", ":}", "%")
_DISPUTED = re.compile(r"""(?:^|[\s\[{,])! | \\[/'] | [^\s"']:[,\[\]{}] | ^%""", re.MULTILINE | re.VERBOSE)
"""What libyaml reads in another way than go-yaml: tags, two escapes, a colon before a bracket, directives."""
_QUESTION_IN_FLOW = re.compile(r"[\[{][^\n]*\?|[\[{,]\s*$", re.MULTILINE)
"""A question mark that may stand within brackets, where go-yaml lets it end a text without quotes."""


def exact_events(text: str) -> Events:
    """The events as go-yaml has them."""
    from snippet_check.load.go_yaml import GoYaml

    return GoYaml(text.removeprefix(_MARK)).get_event


def is_disputed(text: str) -> bool:
    """Whether libyaml may read a text in another way than go-yaml."""
    if any(map(text.__contains__, _SUSPECTS)) and _DISPUTED.search(text):
        return True
    if _MARK in text:  # libyaml passes over a byte order mark at the start of any line
        return True
    return "?" in text and _QUESTION_IN_FLOW.search(text) is not None


def _libyaml() -> Reader | None:
    try:
        from yaml._yaml import CParser
    except ImportError:
        return None

    def events_of(text: str) -> Events:
        parser: Any = CParser(text)
        return parser.get_event  # type: ignore[no-any-return]

    return events_of


libyaml_events: Reader | None = _libyaml()
"""The fast reader; None where there is no libyaml (the browser)."""


def events(text: str) -> Events:
    """The events of a text. What it raises may be libyaml's own error: read_text asks the exact reader then."""
    marked, text = text, text.removeprefix(_MARK)
    fast = libyaml_events
    if fast is None or is_disputed(text):
        return exact_events(marked)
    try:
        return fast(text)
    except UnicodeEncodeError:  # a byte that is not UTF-8: libyaml cannot even be given the text
        return exact_events(marked)
