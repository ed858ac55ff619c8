"""axe finds nothing to object to, on any page, light or dark (https://github.com/dequelabs/axe-core)."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.web.browser import Page
from tests.web.fake_api import FakeApi, answer, text_reply
from tests.web.test_pages_in_browser import WECHAT

pytestmark = pytest.mark.browser

PATHS = (
    "/",
    "/?guide=reset_password",
    "/help",
    "/help?q=abc",
    "/help/hot",
    "/help/c/学信网账号",
    "/help/reset_password",
    "/help/no_such",
)
RUN = "axe.run().then((found) => found.violations.map((one) => [one.id, one.nodes.map((node) => node.html)]))"


@pytest.fixture(scope="module")
def axe() -> str:
    """axe as its package brings it; found without importing the package, which wants a browser driver."""
    package = find_spec("axe_playwright_python")
    assert package is not None
    assert package.submodule_search_locations
    return (Path(package.submodule_search_locations[0]) / "axe.min.js").read_text(encoding="utf-8")


async def objections(page: Page, axe: str) -> Any:
    """What axe says of the page as it is now."""
    await page.evaluate(axe + "\n;null")
    return await page.evaluate(RUN)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("path", PATHS)
async def test_axe_objects_to_nothing(page: Page, site: str, axe: str, path: str, dark: bool) -> None:
    await page.resize(390, 844, dark=dark)
    await page.goto(site + path)
    assert await objections(page, axe) == []


async def test_nor_inside_wechat(page: Page, site: str, axe: str) -> None:
    await page.call("Emulation.setUserAgentOverride", userAgent=WECHAT)
    for path in ("/", "/help", "/help/reset_password"):
        for dark in (False, True):
            await page.resize(390, 844, dark=dark)
            await page.goto(site + path)
            assert await objections(page, axe) == [], (path, dark)


async def test_nor_to_a_conversation(page: Page, site: str, api: FakeApi, axe: str) -> None:
    reply = text_reply("先别急。", ("more:x", "详细说明"), ("human", "转人工"))
    api.answers = [answer(reply, band="answer", faq_id="x", step_number=2, ticket="T2345678")]
    api.tickets = [{"number": "T2345678", "code": "ABCD-EFGH"}]
    await page.goto(site)
    await page.click("#box")
    await page.type("忘记密码")
    await page.press("Enter")
    await page.wait_for("document.querySelector('.verdict button') && document.querySelector('.back')")
    await page.wait_for_text("找回码：ABCD-EFGH")
    assert await objections(page, axe) == []
    await page.click("#clear")
    await page.wait_for("document.getElementById('clearing').open")
    assert await objections(page, axe) == []
