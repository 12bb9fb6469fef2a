"""A page's Python blocks know snippet_check.site."""

from __future__ import annotations

from markdown import Markdown

IMPORT = "from snippet_check.site import *"


def preprocessed(text: str) -> str:
    markdown = Markdown(extensions=["snippet_check.site.blocks"])
    return "\n".join(markdown.preprocessors["snippet_check"].run(text.splitlines()))


def test_a_block_that_runs_imports_first() -> None:
    assert preprocessed('```python exec="true"\nprint(1)\n```') == f'```python exec="true"\n{IMPORT}\nprint(1)\n```'


def test_an_indented_block_keeps_its_indent() -> None:
    assert f"\n    {IMPORT}\n" in preprocessed('    ```python exec="true"\n    print(1)\n    ```')


def test_a_block_that_is_only_shown_stays_as_it_is() -> None:
    for text in ("```python\nprint(1)\n```", '````markdown\n```python exec="true"\nprint(1)\n```\n````'):
        assert preprocessed(text) == text
