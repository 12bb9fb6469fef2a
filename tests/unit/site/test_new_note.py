"""A new note is there in both languages at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from snippet_check.site.new_note import add_to_nav, new_note
from snippet_check.site.parity import problems


def test_its_pages_are_twins_and_show_its_snippet(tmp_path: Path) -> None:
    new_note("traffic/retries", tmp_path)
    docs = tmp_path / "docs"
    pages = {path.relative_to(docs).as_posix(): path.read_text("utf-8") for path in docs.rglob("*.md")}
    assert set(pages) == {"ko/traffic/retries.md", "en/traffic/retries.md"}
    assert not list(problems(pages))
    assert all('show("traffic/retries.yaml"' in page for page in pages.values())
    assert (tmp_path / "snippets" / "traffic" / "retries.yaml").exists()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    new_note("traffic/retries", tmp_path)
    (tmp_path / "docs" / "ko" / "traffic" / "retries.md").unlink()
    with pytest.raises(FileExistsError):
        new_note("traffic/retries", tmp_path)
    assert not (tmp_path / "docs" / "ko" / "traffic" / "retries.md").exists()


def test_it_joins_its_section(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("nav:\n- traffic:\n  - traffic/index.md\n- reference/index.md\n")
    assert add_to_nav("traffic/retries", tmp_path)
    assert "  - traffic/index.md\n  - traffic/retries.md\n- reference" in (tmp_path / "mkdocs.yml").read_text()
    assert not add_to_nav("other/thing", tmp_path)
