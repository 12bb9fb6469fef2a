"""A new note is there in both languages at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from snippet_check.site.new_note import add_to_nav, main, new_note
from snippet_check.site.parity import problems

NAV = """nav:
- traffic:
  - traffic/index.md
- reference:
  - reference/index.md
  - analysis:
    - reference/analysis/*
"""


def test_its_pages_are_twins_and_show_its_snippet(tmp_path: Path) -> None:
    new_note("traffic/retries", tmp_path)
    docs = tmp_path / "docs"
    pages = {path.relative_to(docs).as_posix(): path.read_text("utf-8") for path in docs.rglob("*.md")}
    note, section = {"ko/traffic/retries.md", "en/traffic/retries.md"}, {"ko/traffic/index.md", "en/traffic/index.md"}
    assert set(pages) == note | section
    assert not list(problems(pages))
    assert all('show("traffic/retries.yaml"' in pages[page] for page in note)
    assert (tmp_path / "snippets" / "traffic" / "retries.yaml").exists()


def test_a_section_that_is_there_keeps_its_page(tmp_path: Path) -> None:
    new_note("traffic/retries", tmp_path)
    index = tmp_path / "docs" / "ko" / "traffic" / "index.md"
    index.write_text("# 트래픽\n")
    assert index not in new_note("traffic/timeouts", tmp_path)
    assert index.read_text() == "# 트래픽\n"


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    new_note("traffic/retries", tmp_path)
    (tmp_path / "docs" / "ko" / "traffic" / "retries.md").unlink()
    with pytest.raises(FileExistsError):
        new_note("traffic/retries", tmp_path)
    assert not (tmp_path / "docs" / "ko" / "traffic" / "retries.md").exists()


@pytest.mark.parametrize(
    ("topic", "lines"),
    [
        ("traffic/retries", "  - traffic/index.md\n  - traffic/retries.md\n- reference:"),
        ("other/thing", "- other:\n  - other/index.md\n  - other/thing.md\n- reference:"),
        ("reference/words", "  - reference/index.md\n  - reference/words.md\n  - analysis:"),
    ],
)
def test_it_joins_its_section(topic: str, lines: str, tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(NAV)
    add_to_nav(topic, tmp_path)
    assert lines in (tmp_path / "mkdocs.yml").read_text()


@pytest.mark.parametrize("topic", ["", "traffic", "../traffic/x", "Traffic/My Note", "a/b/c", "/etc/passwd"])
def test_what_is_no_topic_is_refused(topic: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([topic], tmp_path) == 2
    assert "which topic?" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
