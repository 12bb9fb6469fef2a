"""Fences of any Markdown, and what the comments in them announce."""

from __future__ import annotations

from snippet_check.diagnostics import Level
from snippet_check.load import load_documents
from snippet_check.load.expectations import expectations
from snippet_check.load.markdown import Fence, fences

PAGE = """\
# Title

```yaml check="IST0101 IST0102" world="helloworld" hidden
apiVersion: v1
kind: ConfigMap
metadata: {name: plain}
```

1. in a list

    ````yaml skip="not a cluster's business"
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: listed}
    data: {fence: "```"}
    ````

- ~~~yml
  apiVersion: v1
  kind: ConfigMap
  metadata: {name: 7}
  ~~~

> ```{.yaml title="quoted"}
> apiVersion: v1
> kind: ConfigMap
> metadata: {name: quoted}
> ```

````markdown
```yaml
apiVersion: v1
kind: inner
```
````

```yaml
spec: {excerpt: true}
```
"""


def resources(fence: Fence) -> list[tuple[str, str]]:
    loaded = load_documents(fence.documents())
    return [(one.name, str(one.at("metadata", "name").location())) for one in loaded.resources]


def test_every_fence_with_the_lines_and_columns_of_the_file() -> None:
    for page in (PAGE, PAGE.replace("\n", "\r\n")):
        found = [fence for fence in fences(page, "page.md") if fence.holds_resources]
        assert [resources(fence) for fence in found] == [
            [("plain", "page.md:6:18")],
            [("listed", "page.md:14:22")],
            [],
            [("quoted", "page.md:27:20")],
        ]
        [wrong] = load_documents(found[2].documents()).diagnostics
        assert str(wrong.location()) == "page.md:21:20"


def test_words_of_the_info_string() -> None:
    plain, listed, *_ = fences(PAGE, "page.md")
    assert (
        plain.check,
        plain.words["world"],
        plain.skip,
        "hidden" in plain.words,
    ) == (("IST0101", "IST0102"), "helloworld", None, True)
    assert listed.skip == "not a cluster's business"


ANNOUNCED = """\
```yaml
kind: ConfigMap # error: [A1]
apiVersion: v1  # warning: 5 [A2] "some text"  # info: [A3]

# error: [A4]
# an ordinary comment
# error: [A5]

data:
  text: |  # error: [A6]
    # error: [NO]
  quoted: "# error: [NO]"
  # error: [A7]
```
"""


def test_expectations_stand_in_comments_and_nowhere_else() -> None:
    [fence] = fences(ANNOUNCED, "page.md")
    [document] = fence.documents()
    found = [(one.line, one.code) for one in expectations(document)]
    assert found == [(2, "A1"), (3, "A2"), (3, "A3"), (9, "A4"), (9, "A5"), (10, "A6"), (13, "A7")]
    [second] = [one for one in expectations(document) if one.code == "A2"]
    assert (second.level, second.column, second.text) == (Level.WARNING, 5, "some text")
