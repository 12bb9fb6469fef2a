"""What one language has and the other lacks: pages, headings, blocks, figures, links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from snippet_check.site.languages import LANGUAGES, in_language, language_of

_FENCE = re.compile(r"^( *)(`{3,}|~{3,})(.*?)\n(.*?)^\1\2 *$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#{1,6}) +(.*?) *$", re.MULTILINE)
_IDENTIFIER = re.compile(r"\{[^}]*#([\w-]+)[^}]*\}$")
_FIGURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)[^)]*\)|<img[^>]*\bsrc=\"([^\"]+)\"")
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)[^)]*\)")
_LANGUAGE_ARGUMENT = re.compile(rf"\"(?:{'|'.join(LANGUAGES)})\"")


@dataclass(frozen=True, slots=True)
class Outline:
    """What a page and its twin must have in common, in this order."""

    headings: tuple[str, ...]
    blocks: tuple[str, ...]
    figures: tuple[str, ...]
    links: tuple[str, ...]
    unnamed: tuple[str, ...]
    """Headings below the title without an id that both languages share."""


def outline(markdown: str) -> Outline:
    """Reads the outline of a page. Links may stand in another order: sentences do."""
    prose = _FENCE.sub("", markdown)
    headings = [(marks, _IDENTIFIER.search(title), title) for marks, title in _HEADING.findall(prose)]
    return Outline(
        tuple(f"{marks} {found[1] if found else ''}" for marks, found, _ in headings),
        tuple(_block(info, code) for _, _, info, code in _FENCE.findall(markdown)),
        tuple(one or other for one, other in _FIGURE.findall(prose)),
        tuple(sorted(target for target in _LINK.findall(prose))),
        tuple(title for marks, found, title in headings if not found and len(marks) > 1),
    )


def _block(info: str, code: str) -> str:
    """A block that runs is compared whole but for its language; of one that is shown, only what it is."""
    return _LANGUAGE_ARGUMENT.sub('""', code).strip() if "exec=" in info else info.strip()


def problems(pages: Mapping[str, str]) -> Iterator[str]:
    """One sentence for each difference, beginning with the page's path. `pages` holds Markdown by path: ko/index.md."""
    for path in sorted(pages):
        language = language_of(path)
        if language is None:
            yield f"{path}: belongs to no language"
            continue
        twins = {other: in_language(path, other) for other in LANGUAGES}
        missing = [twin for twin in twins.values() if twin not in pages]
        yield from (f"{path}: has no twin {twin}" for twin in missing)
        if language == LANGUAGES[0] and not missing:
            yield from _differences(twins, pages)
        yield from (f'{path}: the heading "{title}" needs an id' for title in outline(pages[path]).unnamed)


def _differences(twins: Mapping[str, str], pages: Mapping[str, str]) -> Iterator[str]:
    (one, first), (other, second) = ((path, outline(pages[path])) for path in twins.values())
    for what in ("headings", "blocks", "figures", "links"):
        mine, theirs = getattr(first, what), getattr(second, what)
        if mine != theirs:
            yield f"{one}: {what} differ from those of {other}: {_only(mine, theirs)} | {_only(theirs, mine)}"


def _only(mine: tuple[str, ...], theirs: tuple[str, ...]) -> str:
    """What only one has; where the difference is in their order, the first that stands elsewhere."""
    rest = [item for item in mine if item not in theirs]
    moved = [item for item, other in zip(mine, theirs, strict=False) if item != other]
    return ", ".join(rest or moved[:1]) or "-"
