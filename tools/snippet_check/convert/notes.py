"""What a conversion has to say: which field has no equivalent or means something else, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from snippet_check.convert.texts import TEXTS, WORDS
from snippet_check.resource import FieldPath, Place, Resource


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to know about a conversion; `key` is one of `texts.TEXTS`."""

    key: str
    place: Place
    arguments: tuple[tuple[str, str], ...] = ()

    @property
    def field(self) -> str:
        """The field as people write it, `spec.http[0].fault`; the kind where the whole object is meant."""
        return path_text(self.place.path) or self.place.resource.kind

    def text(self, language: str) -> str:
        """What there is to say, without the place."""
        words = TEXTS[self.key]
        return (words.ko if language == "ko" else words.en).format(field=self.field, **dict(self.arguments))

    def word(self, language: str) -> str:
        """How much it matters: no equivalent, changed, or to do."""
        words = WORDS[TEXTS[self.key].kind]
        return words.ko if language == "ko" else words.en

    def line(self, language: str) -> str:
        """The note as it is printed: file, line and column, then the word and the text."""
        return f"{self.place.location()}: {self.word(language)}: {self.text(language)}"


class Notes:
    """The notes of one conversion, each said once, in the order of the files."""

    def __init__(self) -> None:
        self._found: dict[Note, None] = {}

    def add(self, key: str, place: Place, **arguments: object) -> None:
        self._found.setdefault(Note(key, place, tuple((name, str(value)) for name, value in arguments.items())))

    def take(self, others: Notes) -> None:
        """Adds all of another's."""
        self._found.update(others._found)

    def all(self, files: Iterable[str]) -> tuple[Note, ...]:
        """Every note, by file, line and column."""
        order = {file: number for number, file in enumerate(files)}
        return tuple(sorted(self._found, key=lambda note: _sort_key(note, order)))


def _sort_key(note: Note, order: dict[str, int]) -> tuple[int, int, int]:
    file, span = note.place.location()
    return order.get(file, len(order)), span.start.line, span.start.column


def path_text(path: FieldPath) -> str:
    """A path as it is usually written: `spec.http[0].route`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def origin(resource: Resource) -> str:
    """An object as a comment names it, with the line it begins on."""
    location = resource.at().location()
    return f"{resource.origin}, {location.file}:{location.span.start.line}"
