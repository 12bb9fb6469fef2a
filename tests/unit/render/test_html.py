"""Findings stand below their lines, told apart by more than colour."""

from __future__ import annotations

import re
from html import unescape

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.load import load_text
from snippet_check.render.html import listing

YAML = """apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: a & b}
spec:
  hosts:
  - <script>
"""


def finding(*path: str | int) -> Diagnostic:
    resource = load_text(YAML, "a.yaml").resources[0]
    return message_type("IST0101").at(resource.at(*path), kind="host", name="<script>")


def shown(*findings: Diagnostic) -> str:
    return listing(YAML, findings, "ko", lambda code: f"../{code}/")


def text_of(html: str) -> list[str]:
    return unescape(re.sub(r"<[^>]+>", "", html)).splitlines()


def test_lines_are_numbered_and_nothing_is_lost() -> None:
    html = shown()
    assert re.findall(r'data-line="(\d+)"', html) == ["1", "2", "3", "4", "5", "6"]
    assert text_of(html) == YAML.splitlines()


def test_a_finding_follows_its_line_with_level_code_and_text() -> None:
    html = shown(finding("spec", "hosts", 0))
    after = html[html.index('data-line="6"') :]
    assert '<span class="finding finding--error">' in after
    assert '<b>오류</b> <a href="../IST0101/">IST0101</a> 이런 이름의 host 없음' in after
    assert "<mark>" in after
    assert "<script>" not in html


def test_copying_takes_the_text_alone() -> None:
    copied = re.search(r'data-copy="([^"]*)"', shown(finding("spec", "hosts", 0)))
    assert copied
    assert unescape(copied[1]) == YAML.rstrip("\n")


def test_a_collection_is_not_underlined() -> None:
    assert "<mark>" not in shown(finding("spec"))
