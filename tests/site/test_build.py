"""The build stops at what does not agree, and `mkdocs serve` follows the files."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.build

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}

MKDOCS_YML = f"""
INHERIT: {ROOT}/mkdocs.yml
docs_dir: docs
hooks: [{ROOT}/tools/snippet_check/site/mkdocs_hook.py]
theme: {{custom_dir: {ROOT}/tools/snippet_check/site/theme}}
watch: []
nav: [index.md, reference/analysis/*]
"""
PAGE = """# Title

## One {{ #one }}

```python exec="true" html="true"
print(show("troubleshooting/short-host.yaml", "{language}"))
```
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of one page, and of those that are generated."""
    (tmp_path / "mkdocs.yml").write_text(MKDOCS_YML)
    for language in ("ko", "en"):
        (tmp_path / "docs" / language).mkdir(parents=True)
        (tmp_path / "docs" / language / "index.md").write_text(PAGE.format(language=language))
    return tmp_path


def build(folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_every_fault_is_named(site: Path) -> None:
    """An orphan, a missing twin, a heading of one language, and a block that fails."""
    docs = site / "docs"
    (docs / "ko" / "orphan.md").write_text("# 제목\n")
    (docs / "en" / "orphan.md").write_text("# Title\n")
    (docs / "ko" / "reference" / "analysis").mkdir(parents=True)
    (docs / "ko" / "reference" / "analysis" / "only-korean.md").write_text("# 제목\n")
    page = docs / "en" / "index.md"
    page.write_text(
        page.read_text() + '\n## Two { #two }\n\n```python exec="true"\nprint(show("no-such.yaml", "en"))\n```\n'
    )
    run = build(site, ENVIRONMENT)
    assert run.returncode == 1
    assert "en/orphan.md" in run.stderr
    twins = "docs/{0}: has no twin docs/{1}"
    only_korean = "ko/reference/analysis/only-korean.md", "en/reference/analysis/only-korean.md"
    assert twins.format(*only_korean) in run.stderr
    assert "docs/ko/index.md: headings differ from those of docs/en/index.md:9: - | ## two" in run.stderr
    assert "no-such.yaml" in run.stderr


def test_a_snippet_that_is_not_what_it_says_fails_with_its_line(tmp_path: Path) -> None:
    """Neither its findings nor its calls."""
    repository = copy_of_repository(tmp_path)
    snippet = repository / "snippets" / "troubleshooting" / "short-host.yaml"
    snippet.write_text(snippet.read_text().replace("  # error: [IST0101]", ""))
    calls = snippet.with_name("short-host.calls.yaml")
    calls.write_text(calls.read_text().replace("status: 503", "status: 404"))
    run = build(repository, own(repository))
    assert run.returncode == 1
    line = line_of(snippet, "helloworld.test")
    assert f"snippets/troubleshooting/short-host.yaml:{line}: unexpected error [IST0101]" in run.stderr
    assert f"snippets/troubleshooting/short-host.calls.yaml:{line_of(calls, 'status')}:" in run.stderr


def test_a_message_that_lacks_a_language_fails_with_its_line(tmp_path: Path) -> None:
    repository = copy_of_repository(tmp_path)
    message = repository / "tools" / "snippet_check" / "messages" / "ist0101.yaml"
    line = line_of(message, "  ko:")
    message.write_text(message.read_text().replace("  ko:", "  fr:", 1))
    run = build(repository, own(repository))
    assert run.returncode == 1
    assert f"tools/snippet_check/messages/ist0101.yaml:{line - 1}: there is no text in ko" in run.stderr


def test_serve_shows_both_languages_and_follows_docs_and_snippets(tmp_path: Path) -> None:
    repository = copy_of_repository(tmp_path)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address]
    server = subprocess.Popen(command, cwd=repository, env=own(repository), stderr=subprocess.DEVNULL)
    try:
        until(lambda: 'lang="ko"' in get(f"http://{address}/ko/"))
        assert 'lang="en"' in get(f"http://{address}/en/")
        page = repository / "docs" / "ko" / "index.md"
        page.write_text(page.read_text() + "\n새로 쓴 문단.\n")
        until(lambda: "새로 쓴 문단" in get(f"http://{address}/ko/"))
        snippet = repository / "snippets" / "troubleshooting" / "short-host.yaml"
        snippet.write_text(snippet.read_text().replace("name: helloworld", "name: renamed"))
        until(lambda: "renamed" in get(f"http://{address}/en/"))
        snippet.write_text(snippet.read_text().replace("  # error: [IST0101]", ""))
        until(lambda: "unexpected error [IST0101]" in get(f"http://{address}/en/"))
    finally:
        server.terminate()
        server.wait()


def copy_of_repository(folder: Path) -> Path:
    for name in ("docs", "snippets", "tools"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("mkdocs.yml", "tests/mdtest/analyzers"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, folder / name)
    return folder


def line_of(file: Path, text: str) -> int:
    """The number of the first line that holds the text."""
    return next(number for number, line in enumerate(file.read_text().splitlines(), 1) if text in line)


def own(repository: Path) -> dict[str, str]:
    """The environment in which a copy's package comes before the installed one."""
    return {**ENVIRONMENT, "PYTHONPATH": str(repository / "tools")}


def until(holds: Callable[[], bool]) -> None:
    """Waits for something to become so, two minutes at most."""
    deadline = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < deadline, "it did not come to be"
        time.sleep(0.3)


def get(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            text: str = answer.read().decode()
            return text
    except OSError:
        return ""
