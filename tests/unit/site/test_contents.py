"""A section lists its pages, in the order of the nav."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from snippet_check.site.contents import contents

DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("section", ["troubleshooting", "traffic", "gateways", "reference"])
def test_every_page_of_a_section_is_there_with_what_it_answers(section: str, language: str) -> None:
    listed = contents(section, language)
    pages = {path.stem for path in (DOCS / language / section).glob("*.md")} - {"index"}
    assert set(re.findall(rf'href="@/{section}/([\w-]+)/"', listed)) == pages
    assert listed.count("<p>") == len(pages), "a page has no description"


def test_the_order_is_that_of_the_nav() -> None:
    listed = contents("traffic", "en")
    assert listed.index("Traffic mirroring") < listed.index("Two VirtualServices") < listed.index("Delegate")
