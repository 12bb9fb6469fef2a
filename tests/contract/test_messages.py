"""Messages and the code that reports them fit together, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import snippet_check
from snippet_check.diagnostics import Level, message_type
from snippet_check.facts.versions import MODELLED, minor

PACKAGE = Path(snippet_check.__file__).parent
MESSAGES = PACKAGE / "messages"

_CODE = re.compile(r'"((?:IST|SC)\d{4})"')


def message_files() -> list[str]:
    return sorted(path.stem for path in MESSAGES.glob("*.yaml"))


def reported_codes() -> set[str]:
    return {code for path in PACKAGE.rglob("*.py") for code in _CODE.findall(path.read_text("utf-8"))}


@pytest.mark.parametrize("name", message_files())
def test_each_message_is_read_under_its_code(name: str) -> None:
    message = message_type(name.upper())
    assert message.code == name.upper()
    assert message.level in Level
    assert message.name.isidentifier()


@pytest.mark.parametrize("name", message_files())
def test_each_message_is_reported_or_says_why_not(name: str) -> None:
    notes = message_type(name.upper()).notes
    is_later = "since" in notes and minor(notes["since"]) > minor(MODELLED)
    never = "removed" in notes or "emitted_by" in notes or is_later
    assert (name.upper() in reported_codes()) is not never


def test_each_reported_code_has_a_message() -> None:
    assert {code for code in reported_codes() if code.lower() not in message_files()} == set()


def test_there_are_no_other_files_among_the_messages() -> None:
    strays = [
        path for path in MESSAGES.iterdir() if path.is_file() and not re.fullmatch(r"(ist|sc)\d{4}\.yaml", path.name)
    ]
    assert strays == []
