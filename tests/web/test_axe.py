"""axe finds nothing to object to, on any page, light or dark (https://github.com/dequelabs/axe-core)."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.web.browsing import IN_BROWSER, OpenPage, shows
from tests.web.chatting import say
from tests.web.fake_api import FakeApi, answer, text_reply
from tests.web.looks import WECHAT, objections

pytestmark = IN_BROWSER

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


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("path", PATHS)
async def test_axe_objects_to_nothing(open_page: OpenPage, site: str, path: str, dark: bool) -> None:
    page = await open_page(color_scheme="dark" if dark else "light")
    await page.goto(site + path)
    assert await objections(page) == []


async def test_nor_inside_wechat(open_page: OpenPage, site: str) -> None:
    page = await open_page(user_agent=WECHAT)
    for path in ("/", "/help", "/help/reset_password"):
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)
            await page.goto(site + path)
            assert await objections(page) == [], (path, scheme)


async def test_nor_to_a_conversation(page: Page, site: str, api: FakeApi) -> None:
    reply = text_reply("先别急。", ("more:x", "详细说明"), ("human", "转人工"))
    api.answers = [answer(reply, band="answer", faq_id="x", step_number=2, ticket="T2345678")]
    api.tickets = [{"number": "T2345678", "code": "ABCD-EFGH"}]
    await page.goto(site)
    await say(page, "忘记密码")
    await expect(page.locator(".verdict button").first).to_be_visible()
    await expect(page.locator(".back")).to_be_visible()
    await shows(page, "找回码：ABCD-EFGH")
    assert await objections(page) == []
    await page.locator("#clear").click()
    await expect(page.locator("#clearing")).to_be_visible()
    assert await objections(page) == []
