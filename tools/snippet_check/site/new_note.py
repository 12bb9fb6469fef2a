"""Makes the files of a new note: python -m snippet_check.site.new_note traffic/retries."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

from snippet_check.site.languages import LANGUAGES
from snippet_check.site.repository import ROOT

_TOPIC = re.compile(r"[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*")
_AFTER_NOTES = "- reference:"
"""The entry of the nav before which a new section goes."""

_SECTION = {
    "ko": "# {title}\n\n이 꼭지가 무엇을 다루는지 한두 문장으로.\n",
    "en": "# {title}\n\nWhat this section is about, in a sentence or two.\n",
}

_PAGE = {
    "ko": """---
description: 이 노트가 무엇에 답하는지 한 문장으로.
---

# {title}

무엇이 왜 문제인지 한두 문장으로 연다.

## 보기 {{ #example }}

```python exec="true" html="true"
print(show("{topic}.yaml", "ko"))
```
""",
    "en": """---
description: What this note answers, in one sentence.
---

# {title}

Begin with what is the matter, and why, in a sentence or two.

## An example {{ #example }}

```python exec="true" html="true"
print(show("{topic}.yaml", "en"))
```
""",
}

_SNIPPET = """# world: helloworld
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: helloworld
  namespace: default
spec:
  hosts:
  - helloworld.default.svc.cluster.local
  http:
  - route:
    - destination:
        host: helloworld.default.svc.cluster.local
"""

_CALLS = """world: helloworld
title:
  ko: 무슨 일이 일어나는지
  en: What happens
calls:
- name: sleep calls helloworld
  from: sleep.default
  url: http://helloworld:5000/hello
  expect:
    disposition: FORWARDED
    destinations: {helloworld.default: 100}
"""


def new_note(topic: str, root: Path = ROOT) -> list[Path]:
    """Writes the pages, the snippet and its calls of a topic such as traffic/retries, and returns where they are.

    A section that is new gets its own pages too. Raises FileExistsError where the topic is there already; nothing is
    written then.
    """
    section, _, name = topic.partition("/")
    files = _pages(root, topic, _PAGE, title=_title(name), topic=topic)
    files[root / "snippets" / f"{topic}.yaml"] = _SNIPPET
    files[root / "snippets" / f"{topic}.calls.yaml"] = _CALLS
    if there := [path for path in files if path.exists()]:
        raise FileExistsError(", ".join(str(path.relative_to(root)) for path in there))
    index = _pages(root, f"{section}/index", _SECTION, title=_title(section))
    files |= {path: text for path, text in index.items() if not path.exists()}
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(files)


def add_to_nav(topic: str, root: Path = ROOT) -> None:
    """Puts the topic behind the last page of its section in mkdocs.yml; a section that is new goes behind all notes."""
    file = root / "mkdocs.yml"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    section = topic.partition("/")[0]
    beside = [number for number, line in enumerate(lines) if re.fullmatch(rf" *- {section}/[^/]+\n", line)]
    if beside:
        indent = lines[beside[-1]].partition("-")[0]
        lines.insert(beside[-1] + 1, f"{indent}- {topic}.md\n")
    else:
        place = next(number for number, line in enumerate(lines) if line.startswith(_AFTER_NOTES))
        lines[place:place] = [f"- {section}:\n", f"  - {section}/index.md\n", f"  - {topic}.md\n"]
    file.write_text("".join(lines), encoding="utf-8")


def _pages(root: Path, path: str, texts: Mapping[str, str], **words: str) -> dict[Path, str]:
    return {root / "docs" / language / f"{path}.md": texts[language].format(**words) for language in LANGUAGES}


def _title(name: str) -> str:
    return name.replace("-", " ").capitalize()


def main(arguments: list[str], root: Path = ROOT) -> int:
    """Runs the command."""
    topic = " ".join(arguments)
    if not _TOPIC.fullmatch(topic):
        print("which topic? Lower-case words with hyphens: make new-note TOPIC=traffic/retries", file=sys.stderr)
        return 2
    try:
        made = new_note(topic, root)
    except FileExistsError as error:
        print(f"already there: {error}", file=sys.stderr)
        return 1
    add_to_nav(topic, root)
    print("\n".join((*(str(path.relative_to(root)) for path in made), "mkdocs.yml")))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
