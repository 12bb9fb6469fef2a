"""Makes the files of a new note: python -m snippet_check.site.new_note traffic/retries."""

from __future__ import annotations

import sys
from pathlib import Path

from snippet_check.site.languages import LANGUAGES

_ROOT = Path(__file__).parents[3]

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


def new_note(topic: str, root: Path = _ROOT) -> list[Path]:
    """Writes the pages and the snippet of a topic such as traffic/retries, and returns where they are.

    Raises FileExistsError where one is there already; nothing is written then.
    """
    title = topic.rpartition("/")[2].replace("-", " ").capitalize()
    files = {
        root / "docs" / language / f"{topic}.md": _PAGE[language].format(title=title, topic=topic)
        for language in LANGUAGES
    }
    files[root / "snippets" / f"{topic}.yaml"] = _SNIPPET
    if there := [path for path in files if path.exists()]:
        raise FileExistsError(", ".join(map(str, there)))
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(files)


def add_to_nav(topic: str, root: Path = _ROOT) -> bool:
    """Puts the topic behind the last page of its section in mkdocs.yml; False where there is no such section."""
    file = root / "mkdocs.yml"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    section = topic.partition("/")[0]
    beside = [number for number, line in enumerate(lines) if line.lstrip().startswith(f"- {section}/")]
    if beside:
        indent = lines[beside[-1]].partition("-")[0]
        lines.insert(beside[-1] + 1, f"{indent}- {topic}.md\n")
        file.write_text("".join(lines), encoding="utf-8")
    return bool(beside)


def main(arguments: list[str]) -> int:
    """Runs the command."""
    topics = [topic for topic in arguments if "/" in topic.strip("/")]
    if len(topics) != 1:
        print("which topic? make new-note TOPIC=traffic/retries", file=sys.stderr)
        return 2
    topic = topics[0].strip("/")
    try:
        for path in new_note(topic):
            print(path.relative_to(_ROOT))
    except FileExistsError as error:
        print(f"already there: {error}", file=sys.stderr)
        return 1
    print(f"mkdocs.yml: {topic}.md" if add_to_nav(topic) else f"Now add a section with {topic}.md to mkdocs.yml's nav.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
