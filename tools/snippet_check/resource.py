"""What load hands to every later stage: resources that know where each of their values was written."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

from snippet_check.source import Location

FieldPath: TypeAlias = tuple[str | int, ...]
"""The way from a resource's root to a value: ("spec", "http", 0, "route")."""

Content: TypeAlias = dict[str, Any]
"""Decoded YAML or JSON. Nobody changes it after load; stages that add to it copy what they change."""


_NOTHING: Content = {}


class GroupVersionKind(NamedTuple):
    """A resource's type; the group of core Kubernetes kinds is empty."""

    group: str
    version: str
    kind: str


class FullName(NamedTuple):
    """A resource's name within its namespace; the namespace of cluster-scoped kinds is empty."""

    namespace: str
    name: str

    def __str__(self) -> str:
        return f"{self.namespace}/{self.name}" if self.namespace else self.name


class Document(NamedTuple):
    """One YAML document: its text, and where in its file that text begins; `number` counts those of a file from 0.

    `first_line` is the file's line of the text's first line; `indent` is how many columns a Markdown fence
    indents every line of the text, `first_column` how many more are missing before the first line of it.
    `reported_line` is the line that Istio takes for the document's first, 0 where Istio did not split the text.
    """

    file: str
    number: int
    text: str
    first_line: int = 1
    indent: int = 0
    first_column: int = 0
    reported_line: int = 0


class Resource(NamedTuple):
    """One Kubernetes, Istio or Gateway API object. Compared by identity: two files may hold equal objects."""

    group_version_kind: GroupVersionKind
    name: str
    namespace: str
    content: Content
    document: Document
    root: FieldPath = ()
    """Where the object stands in its document: () or, in a List, ("items", 2)."""
    written: Content = _NOTHING
    """The object as it is written, where `content` is what its type makes of it; {} where nobody wrote it."""

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other

    def __repr__(self) -> str:
        return f"<{self.origin} of {self.document.file}>"

    @property
    def kind(self) -> str:
        return self.group_version_kind.kind

    @property
    def full_name(self) -> FullName:
        return FullName(self.namespace, self.name)

    @property
    def origin(self) -> str:
        """How istioctl names an object: `VirtualService default/reviews`."""
        return f"{self.kind} {self.full_name}"

    @property
    def spec(self) -> Content:
        """The spec, {} where there is none."""
        spec = self.content.get("spec")
        return spec if isinstance(spec, dict) else {}

    @property
    def metadata(self) -> Content:
        """The metadata, {} where there is none."""
        metadata = self.content.get("metadata")
        return metadata if isinstance(metadata, dict) else {}

    def at(self, *path: str | int) -> Place:
        """The place of a value, where nobody wrote it of the nearest enclosing one; no path is the whole object."""
        return Place(self, path)


class Place(NamedTuple):
    """A value of a resource, named by its path; lines and columns are looked up only when somebody asks."""

    resource: Resource
    path: FieldPath = ()
    is_key: bool = False
    """Whether the value's key is meant, not the value."""

    @property
    def key(self) -> Place:
        """The place of the value's key."""
        return Place(self.resource, self.path, True)

    def location(self) -> Location:
        """Where the value is written. The document is read a second time for this, once however many places ask."""
        from snippet_check.load.positions import locate, locate_key

        find = locate_key if self.is_key else locate
        return find(self.resource.document, (*self.resource.root, *self.path))
