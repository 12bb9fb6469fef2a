"""--fix and --diff: what becomes of the files."""

from __future__ import annotations

from pathlib import Path

import pytest

from snippet_check.cli import main

WRONG = b"apiVersion: networking.istio.io/v1\nkind: VirtualServce\nmetadata: {name: a}\nspec: {hostss: [a.b]}"
RIGHT = WRONG.replace(b"Servce", b"Service").replace(b"hostss", b"hosts")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.yaml"
    path.write_bytes(WRONG)
    return path


def test_a_mend_that_shows_the_next_is_followed_by_it(file: Path) -> None:
    assert main(["analyze", "--fix", str(file)]) == 1
    assert file.read_bytes() == RIGHT
    main(["analyze", "--fix", str(file)])
    assert file.read_bytes() == RIGHT


def test_bytes_that_are_no_text_stay(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rest = b"\n---\na: \xff\n"
    file.write_bytes(WRONG + rest)
    main(["analyze", "--diff", str(file)])
    assert "+kind: VirtualService\n" in capsys.readouterr().out
    main(["analyze", "--fix", str(file)])
    assert file.read_bytes() == RIGHT + rest


def test_a_diff_tells_of_a_last_line_without_an_end(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", "--diff", str(file)]) == 0
    assert capsys.readouterr().out.endswith("\n spec: {hostss: [a.b]}\n\\ No newline at end of file\n")
    assert file.read_bytes() == WRONG


def test_a_file_that_cannot_be_written_is_bad_usage(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(path: Path, _: bytes) -> int:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert main(["analyze", "--lang", "en", "--fix", str(file)]) == 2
    assert "Permission denied" in capsys.readouterr().err
