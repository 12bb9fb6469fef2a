"""One site in two languages: switch, twins, search, filter."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(locale="ko-KR")
    yield context.new_page()
    context.close()


def test_the_root_leads_a_korean_reader_to_korean(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_url(f"{address}ko/")
    expect(page.locator("html")).to_have_attribute("lang", "ko")


def test_the_switch_stays_on_the_page(page: Page, address: str) -> None:
    page.goto(f"{address}ko/")
    page.evaluate("window.untouched = true")
    page.get_by_role("link", name="예약된 포트").first.click()
    page.wait_for_url(f"{address}ko/reference/ports/")
    assert page.evaluate("window.untouched"), "this was no instant navigation"
    page.locator(".md-select > button").hover()
    page.get_by_role("link", name="English").click()
    page.wait_for_url(f"{address}en/reference/ports/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_contain_text("Reserved ports")


def test_every_page_names_its_twin(built: Path) -> None:
    """As search engines read it: from the file, relative to its place."""
    for language, other in (("ko", "en"), ("en", "ko")):
        for file in (built / language).rglob("index.html"):
            links = dict(re.findall(r'<link rel="alternate" href="([^"]+)" hreflang="(\w+)">', file.read_text("utf-8")))
            twins = {name: (file.parent / link).resolve() for link, name in links.items()}
            assert twins == {language: file.parent, other: built / other / file.parent.relative_to(built / language)}


@pytest.mark.parametrize(
    ("language", "query", "found"), [("ko", "포트", "예약된 포트"), ("en", "ports", "Reserved ports")]
)
def test_search_finds_pages_of_its_language_only(
    page: Page, address: str, language: str, query: str, found: str
) -> None:
    page.goto(f"{address}{language}/")
    page.keyboard.press("/")
    page.keyboard.type(query, delay=20)
    results = page.locator(".md-search-result__link")
    expect(results.filter(has_text=found).first).to_be_visible()
    links = results.evaluate_all("links => links.map(link => link.href)")
    assert not [link for link in links if not link.startswith(f"{address}{language}/")]


def test_each_language_has_its_own_index(built: Path) -> None:
    for language in ("ko", "en"):
        index = json.loads((built / language / "search" / "search_index.json").read_text("utf-8"))
        assert index["config"]["lang"] == [language]
        assert not [entry for entry in index["docs"] if entry["location"].startswith(("ko/", "en/"))]


def test_the_filter_narrows_by_word_and_version(page: Page, address: str) -> None:
    page.goto(f"{address}en/reference/mesh-config/")
    visible = page.locator(".mesh-config tbody tr:not([hidden])")
    page.get_by_label("Filter fields").last.fill("connectTimeout")
    expect(visible.locator("th a")).to_have_text(["connectTimeout"])
    expect(visible.locator("td code")).to_have_text("10s")
    page.get_by_label("Istio version").select_option("1.5")
    expect(visible.locator("th a")).to_have_text(["connectTimeout", "defaultConfig.connectTimeout"])
    expect(visible.locator("td code")).to_have_text("1s")


def test_the_table_is_whole_without_scripts(chromium: Browser, address: str) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}ko/reference/mesh-config/")
        expect(page.locator("#connectTimeout")).to_be_visible()
        expect(page.locator(".mesh-config tbody tr[hidden]")).to_have_count(0)
