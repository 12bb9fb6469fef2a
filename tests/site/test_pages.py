"""Every kind of page, opened as readers open it: two languages, light and dark, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

pytestmark = pytest.mark.browser

DOCS = Path(__file__).parents[2] / "docs"
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
LOUD = ("error", "warning")
MORE_OF_THE_SAME = [
    ["tbody tr:nth-child(n+12)"],
    [".md-nav__list .md-nav__list > li:nth-child(n+6)"],
    [".listing .line:nth-of-type(n+12)"],
]
"""Rows, links and lines that are like those before them: axe takes long for hundreds."""


def pages() -> list[str]:
    """Everything written by hand, and of the generated pages two that are alike all others."""
    written = [path.relative_to(DOCS).with_suffix("").as_posix() for path in sorted(DOCS.rglob("*.md"))]
    generated = [f"{language}/reference/analysis/{code}" for language in ("ko", "en") for code in ("ist0101", "sc0001")]
    return [f"{path}/".removesuffix("index/") for path in written + generated]


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport=DESK)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", pages())
def test_page_is_sound(path: str, page: Page, address: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type in LOUD else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda sent: None if sent.url.startswith((address, "data:")) else complaints.append(sent.url))
    page.goto(address + path)
    page.wait_for_timeout(100)  # site.js works in the frame after Material
    page.add_style_tag(content="* { transition: none !important }")
    complaints += violations(page, "on a desk")
    page.set_viewport_size(PHONE)
    complaints += violations(page, "on a phone", "scrollable-region-focusable", "target-size")
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        complaints.append("on a phone: wider than the window")
    page.emulate_media(color_scheme="dark")
    complaints += violations(page, "in the dark", "color-contrast", "link-in-text-block")
    assert not complaints, "\n".join(complaints)


def violations(page: Page, where: str, *rules: str) -> list[str]:
    """What axe finds, by all its rules or by those that depend on where one looks."""
    options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    return [
        f"{where}: {violation['id']}: {node['html'][:200]} {node['failureSummary']}"
        for violation in Axe().run(page, {"exclude": MORE_OF_THE_SAME}, options).response["violations"]
        for node in violation["nodes"]
    ]
