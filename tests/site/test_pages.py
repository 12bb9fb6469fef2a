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
LONG_TABLES = {"exclude": [["tbody tr:nth-child(n+12)"]]}
"""Rows that are like those above them: axe takes a minute for hundreds."""


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
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: None if request.url.startswith((address, "data:")) else complaints.append(request.url),
    )
    page.goto(address + path, wait_until="networkidle")
    for scheme in ("light", "dark"):
        for viewport in (DESK, PHONE):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size(viewport)
            complaints += [f"{scheme}, {viewport['width']} wide: {one}" for one in looks(page)]
    assert not complaints, "\n".join(complaints)


def looks(page: Page) -> Iterator[str]:
    """What axe finds, and whether the page is wider than its window."""
    page.wait_for_timeout(300)  # Material fades from light to dark
    for violation in Axe().run(page, LONG_TABLES).response["violations"]:
        yield f"{violation['id']}: {violation['nodes'][0]['html'][:200]} {violation['nodes'][0]['failureSummary']}"
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        yield "wider than the window"
