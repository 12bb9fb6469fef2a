"""The build tells exactly where two languages part."""

from __future__ import annotations

from snippet_check.site.parity import problems

KOREAN = """# 제목

[다음](next.md)을 보고 [처음](index.md)으로 온다.

## 하나 { #one }

```python exec="true" html="true"
print(show("a.yaml", "ko"))
```
"""
ENGLISH = """# Title

From [the start](index.md) go on to [the next](next.md).

## One { #one }

```python exec="true" html="true"
print(show("a.yaml", "en"))
```
"""


def found(korean: str, english: str) -> list[str]:
    return list(problems({"ko/a.md": korean, "en/a.md": english}))


def test_twins_have_no_problems() -> None:
    assert found(KOREAN, ENGLISH) == []


def test_a_page_without_a_twin() -> None:
    assert list(problems({"en/a.md": ENGLISH})) == ["docs/en/a.md: has no twin docs/ko/a.md"]


def test_a_heading_of_one_language() -> None:
    assert found(KOREAN + "\n### 둘 { #two }\n", ENGLISH) == [
        "docs/ko/a.md:11: headings differ from those of docs/en/a.md: ### two | -"
    ]


def test_a_heading_without_an_id() -> None:
    assert 'docs/ko/a.md:11: the heading "둘" needs an id' in found(KOREAN + "\n## 둘\n", ENGLISH)


def test_a_block_that_shows_something_else() -> None:
    assert found(KOREAN, ENGLISH.replace("a.yaml", "b.yaml")) == [
        "docs/ko/a.md:7: blocks differ from those of docs/en/a.md:7: "
        'print(show("a.yaml", "")) | print(show("b.yaml", ""))'
    ]


def test_a_figure_of_one_language() -> None:
    assert found(KOREAN + "\n![그림](a.svg)\n", ENGLISH) == [
        "docs/ko/a.md:11: figures differ from those of docs/en/a.md: a.svg | -"
    ]


def test_a_figure_that_one_language_shows_twice() -> None:
    figure = "\n![a](a.svg)\n"
    assert found(KOREAN + figure, ENGLISH + figure * 2) == [
        "docs/ko/a.md: figures differ from those of docs/en/a.md:11: - | a.svg, a.svg"
    ]


def test_headings_in_another_order() -> None:
    two = "\n## Two { #two }\n\n## Three { #three }\n"
    turned = "\n## Three { #three }\n\n## Two { #two }\n"
    assert found(KOREAN + two, ENGLISH + turned) == [
        "docs/ko/a.md:11: headings differ from those of docs/en/a.md:11: ## two | ## three"
    ]


def test_what_looks_like_a_heading_in_a_block_is_none() -> None:
    assert found(KOREAN + "\n```yaml\n# 설명\n```\n", ENGLISH + "\n```yaml\n# a remark\n```\n") == []
