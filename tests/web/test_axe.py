"""axe finds nothing to object to, on any page, light or dark (https://github.com/dequelabs/axe-core)."""

from __future__ import annotations

import asyncio
import base64

import pytest
from playwright.async_api import Page, expect

from tests.web.browsing import DESK, IN_BROWSER, PHONE, WECHAT, OpenPage, screen, shows
from tests.web.chatting import say
from tests.web.fake_api import FakeApi, answer, text_reply
from tests.web.looks import objections
from tests.web.test_remembering_in_browser import KEPT
from tests.web.test_tickets_in_browser import PIXEL, UPDATE, choose

pytestmark = IN_BROWSER

PATHS = (
    "/",
    "/?guide=reset_password",
    "/help",
    "/help?q=abc",
    "/help/hot",
    "/help/c/学信网账号",
    "/help/reset_password",
    "/help/recover_username/steps",
    "/help/no_such",
)
LOOKS = {"phone": screen(*PHONE), "phone-dark": screen(*PHONE, dark=True), "desk": screen(*DESK)}


@pytest.mark.parametrize("look", LOOKS)
async def test_axe_objects_to_nothing(open_page: OpenPage, site: str, api: FakeApi, look: str) -> None:
    page = await open_page(**LOOKS[look])
    api.box.finds = ("reset_password", "recover_username")
    for path in (*PATHS, "/help?q=密码"):
        await page.goto(site + path)
        assert await objections(page) == [], path
    api.box.finds, api.box.likely = (), ("reset_password",)
    await page.goto(f"{site}/help?q=什么也没有")
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


@pytest.mark.parametrize("look", LOOKS)
async def test_nor_to_what_comes_and_goes(open_page: OpenPage, site: str, api: FakeApi, look: str) -> None:
    page = await open_page(**LOOKS[look], reduced_motion="reduce")  # what fades in is faint for a moment
    api.found = [{"id": "reset_password", "title": "忘记密码怎么找回？", "category": "学信网账号"}]
    api.pictures = {"p1": base64.b64decode(PIXEL)}
    api.history = [{**KEPT, "pictures": ["p1", ""]}]
    api.updates, api.unread = [UPDATE], 1

    async def suits(what: str) -> None:
        assert await objections(page) == [], what

    await page.goto(f"{site}/help")
    await page.locator("#search").fill("密码")
    await expect(page.locator("#suggestions")).to_be_visible()
    await suits("suggestions of the help centre")
    await page.goto(f"{site}/help/reset_password")
    await page.locator(".verdict button", has_text="没用").click()
    await page.locator(".verdict button", has_text="其他").click()
    await suits("the reasons why an article was no help")
    await page.goto(site)
    await choose(page, ["a.png", "b.png"])
    await page.locator("#box").fill("长" * 1001)
    await suits("pictures to be sent, and too long a text")
    await page.locator("#box").fill("密码")
    await expect(page.locator("#suggestions")).to_be_visible()
    await suits("suggestions of the chat")
    await page.locator("#box").fill("")
    api.held = asyncio.Event()
    await page.locator("#send").click()
    await expect(page.locator("#typing .doing")).to_be_visible()
    await suits("a picture that is being read")
    api.held.set()
    api.held = None
    api.news.set()
    await shows(page, "请重新登录试试。")
    await page.locator(".me .enlarge").first.click()
    await expect(page.locator("#picture-view")).to_be_visible()
    await suits("a picture enlarged, behind it an agent's words")
    await page.keyboard.press("Escape")
    api.failures = [400]
    await say(page, "发不出去的")
    await expect(page.locator(".state.failed")).to_be_visible()
    await page.context.set_offline(True)
    await expect(page.locator("#offline")).to_be_visible()
    await suits("offline, and what was refused")
    await page.context.set_offline(False)
    await page.evaluate("sessionStorage.clear()")
    await page.reload()
    await expect(page.locator(".me .shots img")).to_be_visible()
    await suits("what was kept")
