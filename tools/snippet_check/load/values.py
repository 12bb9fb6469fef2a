"""From YAML events to the JSON values that Kubernetes sees; without recursion, and bounded whatever the text is.

Source: go.yaml.in/yaml/v2 decode.go (aliases, merge keys, tags) and sigs.k8s.io/yaml (keys become text).
"""

from __future__ import annotations

from typing import Any

from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from snippet_check.load.aliases import AliasBudget
from snippet_check.load.events import Events
from snippet_check.load.malformed import MalformedError
from snippet_check.load.repeated import Repeated
from snippet_check.load.scalars import NotFiniteError, Scalar, key_text, resolve_key, resolve_plain
from snippet_check.load.tags import MERGE_TAG, TagError, resolve_tagged

MAX_DEPTH = 200
"""How deep collections may nest. Deeper text is an attack on its readers, not configuration."""

_ITEM = object()
_NO_KEY = object()
_MERGE = object()
_OPEN = object()


class _Anchor:
    """What an anchor names: _OPEN while its collection is still being read, and how many nodes it holds."""

    __slots__ = ("nodes", "value")

    def __init__(self, value: Any, nodes: int) -> None:
        self.value, self.nodes = value, nodes


def read_value(next_event: Events) -> tuple[Any, list[Repeated]]:
    """The value of the stream's first document, None for none, and its repeated keys, of which the last one counts.

    Raises MalformedError and yaml.YAMLError.
    """
    builder = _Builder()
    handle = builder.handlers()
    while (event := next_event()) is not None:
        kind = type(event)
        if kind is DocumentEndEvent:
            break
        if kind in handle:
            handle[kind](event)
    return builder.root[0] if builder.root else None, builder.repeated


class _Builder:
    """The open collections, innermost last. `key` says what the next node is: a key, a value, an item, a merge."""

    __slots__ = ("anchor", "anchors", "budget", "container", "key", "repeated", "root", "stack")

    def __init__(self) -> None:
        self.root: list[Any] = []
        self.container: Any = self.root
        self.key: Any = _ITEM
        self.anchor: _Anchor | None = None
        self.stack: list[tuple[Any, Any, _Anchor | None]] = []
        self.anchors: dict[str, _Anchor] = {}
        self.repeated: list[Repeated] = []
        self.budget = AliasBudget()

    def handlers(self) -> dict[type[Event], Any]:
        return {
            ScalarEvent: self.scalar,
            MappingStartEvent: self.open_mapping,
            SequenceStartEvent: self.open_sequence,
            MappingEndEvent: self.close,
            SequenceEndEvent: self.close,
            AliasEvent: self.alias,
        }

    def scalar(self, event: ScalarEvent) -> None:
        self.budget.decoded += 1
        if self.key is _NO_KEY:
            self.name(event)
        elif event.style or event.tag is not None or event.anchor is not None:
            value = _scalar(event)
            if event.anchor is not None:
                self.anchors[event.anchor] = _Anchor(value, 1)
            self.put(value, event)
        else:
            self.put(_plain(event), event)

    def name(self, event: ScalarEvent) -> None:
        """Takes a scalar as its mapping's next key."""
        if event.value == "<<" and (event.tag == MERGE_TAG or not (event.tag or event.style)):
            self.key = _MERGE
            return
        name = _key(event)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchor(_scalar(event), 1)
        self.use_key(name, event)

    def use_key(self, name: str, event: Any) -> None:
        if name in self.container:
            self.repeated.append(Repeated(name, event.start_mark.line, event.start_mark.column))
        self.key = name

    def open_mapping(self, event: MappingStartEvent) -> None:
        self.open(event, {}, _NO_KEY)

    def open_sequence(self, event: SequenceStartEvent) -> None:
        self.open(event, [], _ITEM)

    def open(self, event: Any, container: Any, key: object) -> None:
        if self.key is _NO_KEY:
            raise _at(event, "SC0012")
        if len(self.stack) >= MAX_DEPTH:
            raise _at(event, "SC0011", limit=MAX_DEPTH)
        self.budget.decoded += 1
        self.stack.append((self.container, self.key, self.anchor))
        self.container, self.key, self.anchor = container, key, None
        if event.anchor is not None:
            self.anchor = self.anchors[event.anchor] = _Anchor(_OPEN, self.budget.decoded - 1)

    def close(self, event: Event) -> None:
        value = self.container
        if self.anchor is not None:
            self.anchor.value, self.anchor.nodes = value, self.budget.decoded - self.anchor.nodes
        self.container, self.key, self.anchor = self.stack.pop()
        self.put(value, event)

    def alias(self, event: Any) -> None:
        anchor = self.anchors.get(event.anchor)
        if anchor is None:
            raise _at(event, "SC0006")
        if anchor.value is _OPEN:
            raise _at(event, "SC0016")
        if not self.budget.expand(anchor.nodes):
            raise _at(event, "SC0017")
        if self.key is not _NO_KEY:
            self.put(anchor.value, event)
        elif isinstance(anchor.value, dict | list) or (name := key_text(anchor.value)) is None:
            raise _at(event, "SC0012")
        else:
            self.use_key(name, event)

    def put(self, value: Any, event: Event) -> None:
        """Gives the open collection its next value."""
        if self.key is _ITEM:
            self.container.append(value)
            return
        if self.key is _MERGE:
            self.merge(value, event)
        else:
            self.container[self.key] = value
        self.key = _NO_KEY

    def merge(self, value: Any, event: Event) -> None:
        """A merge key counts where it stands: it replaces what is above it, and what is below replaces it."""
        one_by_one = isinstance(value, list) and type(event) is not AliasEvent
        mappings = list(reversed(value)) if one_by_one else [value]
        if not all(isinstance(mapping, dict) for mapping in mappings):
            raise _at(event, "SC0018")
        for mapping in mappings:
            self.container.update(mapping)


def _plain(event: ScalarEvent) -> Scalar:
    try:
        return resolve_plain(event.value)
    except NotFiniteError:
        raise _at(event, "SC0013", value=event.value) from None


def _scalar(event: ScalarEvent) -> Scalar:
    if event.tag is None:
        return event.value if event.style else _plain(event)
    try:
        return resolve_tagged(event.tag, event.value)
    except NotFiniteError:
        raise _at(event, "SC0013", value=event.value) from None
    except TagError:
        raise _at(event, "SC0015", tag=event.tag.replace("tag:yaml.org,2002:", "!!"), value=event.value) from None


def _key(event: ScalarEvent) -> str:
    if event.tag is not None:
        name = key_text(_scalar(event))
    else:
        name = event.value if event.style else resolve_key(event.value)
    if name is None:
        raise _at(event, "SC0012")
    return name


def _at(event: Any, code: str, **arguments: object) -> MalformedError:
    return MalformedError(code, event.start_mark.line, event.start_mark.column, **arguments)
