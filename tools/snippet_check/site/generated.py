"""Pages that no file holds: written anew by every build."""

from __future__ import annotations

from collections.abc import Iterator


def pages() -> Iterator[tuple[str, str]]:
    """The path and the Markdown of each."""
    return iter(())
