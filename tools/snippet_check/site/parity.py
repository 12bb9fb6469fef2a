"""What one language has and the other lacks: pages, headings, blocks, figures, links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from snippet_check.site.languages import LANGUAGES, in_language, language_of

_FENCE = re.compile(r"^( *)(`{3,}|~{3,})(.*?)\n(.*?)^\1\2 *$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#{1,6}) +(.*?) *$", re.MULTILINE)
_IDENTIFIER = re.compile(r"\{[^}]*#([\w-]+)[^}]*\}$")
_FIGURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)[^)]*\)|<img[^>]*\bsrc=\"([^\"]+)\"")
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)[^)]*\)")
_LANGUAGE_ARGUMENT = re.compile(rf"\"(?:{'|'.join(LANGUAGES)})\"")


class Part(NamedTuple):
    """Something that a page and its twin must both have."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What a page and its twin must have in common, in this order."""

    headings: tuple[Part, ...]
    blocks: tuple[Part, ...]
    figures: tuple[Part, ...]
    links: tuple[Part, ...]
    unnamed: tuple[Part, ...]
    """Headings below the title without an id that both languages share."""


def outline(markdown: str) -> Outline:
    """Reads the outline of a page. Links may stand in another order: sentences do."""
    prose = _FENCE.sub(lambda fence: "\n" * fence[0].count("\n"), markdown)
    headings = [(found, _IDENTIFIER.search(found[2])) for found in _HEADING.finditer(prose)]
    return Outline(
        tuple(_part(found, f"{found[1]} {named[1] if named else ''}") for found, named in headings),
        tuple(_part(found, _block(found[3], found[4])) for found in _FENCE.finditer(markdown)),
        tuple(_part(found, found[1] or found[2]) for found in _FIGURE.finditer(prose)),
        tuple(sorted(_part(found, found[1]) for found in _LINK.finditer(prose))),
        tuple(_part(found, found[2]) for found, named in headings if not named and len(found[1]) > 1),
    )


def _part(found: re.Match[str], text: str) -> Part:
    return Part(text, found.string.count("\n", 0, found.start()) + 1)


def _block(info: str, code: str) -> str:
    """A block that runs is compared whole but for its language; of one that is shown, only what it is."""
    return _LANGUAGE_ARGUMENT.sub('""', code).strip() if "exec=" in info else info.strip()


def problems(pages: Mapping[str, str]) -> Iterator[str]:
    """One sentence for each difference, beginning with where it is. `pages` holds Markdown by path: ko/index.md."""
    for path in sorted(pages):
        language = language_of(path)
        if language is None:
            yield f"docs/{path}: belongs to no language"
            continue
        twins = {other: in_language(path, other) for other in LANGUAGES}
        missing = [twin for twin in twins.values() if twin not in pages]
        yield from (f"docs/{path}: has no twin docs/{twin}" for twin in missing)
        if language == LANGUAGES[0] and not missing:
            yield from _differences(twins, pages)
        for title, line in outline(pages[path]).unnamed:
            yield f'docs/{path}:{line}: the heading "{title}" needs an id'


def _differences(twins: Mapping[str, str], pages: Mapping[str, str]) -> Iterator[str]:
    (one, first), (other, second) = ((path, outline(pages[path])) for path in twins.values())
    for what in ("headings", "blocks", "figures", "links"):
        mine, theirs = getattr(first, what), getattr(second, what)
        if [part.text for part in mine] != [part.text for part in theirs]:
            here, there = _only(mine, theirs), _only(theirs, mine)
            where, elsewhere = _place(one, here), _place(other, there)
            yield f"{where}: {what} differ from those of {elsewhere}: {_texts(here)} | {_texts(there)}"


def _only(mine: tuple[Part, ...], theirs: tuple[Part, ...]) -> list[Part]:
    """What only one has; where the difference is in their order, the first that stands elsewhere."""
    too_many = Counter(part.text for part in mine) - Counter(part.text for part in theirs)
    rest = [part for part in mine if part.text in too_many]
    moved = [part for part, other in zip(mine, theirs, strict=False) if part.text != other.text]
    return rest or (moved[:1] if len(mine) == len(theirs) else [])


def _place(path: str, parts: list[Part]) -> str:
    return ":".join(("docs/" + path, *(str(part.line) for part in parts[:1])))


def _texts(parts: list[Part]) -> str:
    return ", ".join(part.text for part in parts) or "-"
