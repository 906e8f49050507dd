"""Every page, in both languages and themes: nothing that axe calls an error of accessibility."""

from typing import Any

import pytest

from tests.web.conftest import Server, entered

PAGES = (
    "/",
    "/runs/{run}?at={company}",
    "/runs/{run}/targets/{company}",
    "/runs/{run}/compare?c={company}",
    "/runs/{run}/gaps",
    "/runs/{run}/weights",
    "/runs/{run}/changes",
    "/runs/{run}/excluded?rule=country",
    "/map",
    "/mandates",
    "/match?target={company}",
    "/score",
    "/quality",
    "/jobs",
)


@pytest.fixture(scope="module")
def pages(browser: Any, server: Server) -> Any:
    """A visit in Chinese and by night, and one in English by day."""
    opened = {}
    for language in ("en", "zh"):
        context = entered(browser)
        page = context.new_page()
        page.goto(server.url)
        if language == "zh":
            page.get_by_role("button", name="Switch to Chinese").click()
            page.get_by_role("button", name="明暗主题").click()
        opened[language] = page
    return opened


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_fault(pages: Any, server: Server, path: str, language: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    company = server.get(f"/runs/{server.run}/fits?limit=1")["items"][0]["company_id"]
    page = pages[language]
    page.goto(server.url + path.format(run=server.run, company=company))
    page.locator(".page h1").first.wait_for()
    page.wait_for_timeout(600)
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    told = [
        f"{one['id']}: {one['nodes'][0]['html'][:160]} ({len(one['nodes'])})"
        for one in found.response["violations"]
    ]
    assert told == []


@pytest.mark.parametrize("width", [1280, 1024, 820])
def test_nothing_is_cut_off(pages: Any, server: Server, width: int) -> None:
    page = pages["en"]
    page.set_viewport_size({"width": width, "height": 800})
    for path in PAGES[:3]:
        company = server.get(f"/runs/{server.run}/fits?limit=1")["items"][0]["company_id"]
        page.goto(server.url + path.format(run=server.run, company=company))
        page.locator(".page h1").first.wait_for()
        page.wait_for_timeout(300)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width


@pytest.mark.parametrize("width", [1400, 1210, 1100])
def test_the_last_column_of_what_if_is_seen(pages: Any, server: Server, width: int) -> None:
    for language in ("en", "zh"):
        page = pages[language]
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{server.url}/runs/{server.run}/weights")
        page.locator(".scroll table tbody tr").first.wait_for()
        hidden = page.evaluate(
            "(() => {const one = document.querySelector('.card.scroll');"
            " return one.scrollWidth - one.clientWidth})()"
        )
        assert hidden <= 0
