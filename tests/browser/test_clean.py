"""Every page comes without an error in the console and without a request that fails."""

import pytest

from ui.state import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_pages_come_without_errors(page, server):
    said, failed = [], []
    page.on("console", lambda m: said.append(m.text) if m.type == "error" else None)
    page.on("response", lambda r: failed.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    for name in ("", *PAGES):
        page.goto(f"{server.url}/{name}")
        page.get_by_role("link", name="Reports", exact=True).wait_for()
        page.wait_for_timeout(1500)
        assert (failed, said) == ([], []), f"/{name}"


def test_a_page_that_was_opened_by_its_address_leads_to_others(page, server):
    page.goto(f"{server.url}/evidence")
    page.get_by_role("link", name="Reports", exact=True).click()
    page.wait_for_url(f"{server.url}/reports")
    page.get_by_role("link", name="Map", exact=True).click()
    page.wait_for_url(f"{server.url}/")
    page.go_back()
    page.wait_for_url(f"{server.url}/reports")
