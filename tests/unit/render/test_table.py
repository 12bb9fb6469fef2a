"""Columns line up in Korean too."""

from __future__ import annotations

from snippet_check.render.table import html_table, text_table


def test_hangul_takes_two_places() -> None:
    assert text_table(("포트", "일"), [("15000", "a"), ("80", "b")]) == "포트   일\n15000  a\n80     b"


def test_cells_are_html_and_headers_are_text() -> None:
    table = html_table(["<a>"], [["<b>c</b>"]])
    assert '<th scope="col">&lt;a&gt;</th>' in table
    assert '<td data-label="&lt;a&gt;"><b>c</b></td>' in table
