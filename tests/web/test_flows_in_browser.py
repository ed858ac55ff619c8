"""Whole errands of an asker over the real gateway, on a phone and at a desk, with scripts and without."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect
from yarl import URL

from tests.bot.gateway import Gateway
from tests.bot.test_web_tickets import agents
from tests.web.browsing import DESK, IN_BROWSER, ON_BOTH, PHONE, OpenPage, complaints, leaving, screen, shows
from tests.web.chatting import say
from tests.web.fake_api import FakeApi
from tickets.model import Status

pytestmark = IN_BROWSER
PROBLEM = "登录以后一直转圈，换了电脑也一样"


async def go(page: Page, gateway: Gateway, path: str) -> None:
    """Open one of our pages."""
    await page.goto(str(gateway.client.make_url(path)))


async def follow(page: Page, text: str) -> None:
    """Tap a link, and wait for its page."""
    async with leaving(page):
        await page.get_by_role("link", name=text, exact=False).first.click()


async def press(page: Page, text: str) -> None:
    """Press a button that leads to another page."""
    async with leaving(page):
        await page.get_by_role("button", name=text).first.click()


async def submitted(page: Page, gateway: Gateway) -> tuple[str, str]:
    """Submit a ticket on its page; gives its number and its code."""
    await go(page, gateway, "/ticket")
    await page.locator(".tick input").check()
    await page.locator("#description").fill(PROBLEM)
    await press(page, "提交工单")
    return URL(page.url).name, await page.locator("b.code").inner_text()


@ON_BOTH
async def test_a_ticket_is_answered_replied_to_closed_and_rated(page: Page, gateway: Gateway) -> None:
    number, _ = await submitted(page, gateway)
    agents(gateway).reply("小李", number, "请问是哪个浏览器？")
    await shows(page, "客服 小李")
    await page.locator(".care textarea").fill("Chrome 浏览器")
    await press(page, "发给客服")
    await shows(page, "已补充，客服会一起看。")
    await page.locator("summary", has_text="解决了，关闭工单").click()
    assert gateway.served.parts.desk.reader.ticket(number).status is not Status.CLOSED
    await press(page, "确认关闭")
    await shows(page, f"工单 {number}：已关闭")
    await press(page, "满意")
    await shows(page, "您的评价：满意")
    assert gateway.served.parts.desk.reader.ticket(number).rating == "good"
    assert await complaints(page) == []


@ON_BOTH
async def test_a_ticket_is_found_again_in_another_browser(page: Page, open_page: OpenPage, gateway: Gateway) -> None:
    number, code = await submitted(page, gateway)
    other = await open_page(viewport=page.viewport_size)
    await go(other, gateway, "/ticket")
    await follow(other, "用找回码打开")
    await other.locator("#number").fill(number.lower())
    await other.locator("#code").fill("XXXX-XXXX")
    await other.keyboard.press("Enter")
    await expect(other.locator("#number")).to_be_focused()  # what is wrong is said on this very page
    assert PROBLEM not in await other.locator("body").inner_text()
    await other.locator("#code").fill(code.lower())
    await press(other, "找回")
    await shows(other, PROBLEM)
    assert URL(other.url).path == f"/ticket/{number}"


@ON_BOTH
async def test_all_that_is_kept_of_a_person_is_deleted_when_they_say_so(page: Page, gateway: Gateway) -> None:
    number, _ = await submitted(page, gateway)
    await follow(page, "怎样处理您的信息")
    await shows(page, "删除我的资料")
    await go(page, gateway, "/")
    await say(page, "删除我的资料")
    await page.locator(".option", has_text="确认删除").click()
    await shows(page, "已经删除您在这里的全部资料")
    await go(page, gateway, f"/ticket/{number}")
    assert PROBLEM not in await page.locator("body").inner_text()
    assert await complaints(page) == ["Failed to load resource: the server responded with a status of 404 (Not Found)"]


@ON_BOTH
async def test_a_category_and_a_search_lead_to_an_article_and_to_a_person(page: Page, site: str, api: FakeApi) -> None:
    api.box.finds = ("reset_password", "recover_username")
    await page.goto(f"{site}/help")
    async with leaving(page):
        await page.locator("a.category", has_text="学信档案").click()
    await follow(page, "什么是“学信档案”？")
    assert await page.locator("h1").inner_text() == "什么是“学信档案”？"
    await page.locator("#search").fill("密码")
    async with leaving(page):
        await page.locator("#search").press("Enter")
    await expect(page.locator("mark").first).to_have_text("密码")
    await follow(page, "忘记密码怎么找回？")
    await expect(page.locator("#human")).to_have_attribute("href", "/human?about=reset_password")
    assert await complaints(page) == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_a_guide_is_walked_by_links_without_scripts(
    open_page: OpenPage, site: str, api: FakeApi, size: tuple[int, int]
) -> None:
    page = await open_page(**screen(*size), java_script_enabled=False)
    api.box.finds = ("recover_username",)
    await page.goto(f"{site}/help")
    await page.locator("#search").fill("用户名")
    await press(page, "搜索")
    await follow(page, "忘记用户名怎么办？")
    await follow(page, "一步步带我办")
    await shows(page, "第 1 步")
    first = await page.locator(".said").inner_text()
    await page.locator(".steps a").first.click()
    await shows(page, "第 2 步")
    assert await page.locator(".said").inner_text() != first
    await page.go_back()  # the browser's own way back is a step back
    await shows(page, "第 1 步")
    await page.go_forward()
    await follow(page, "上一步")
    assert await page.locator(".said").inner_text() == first
    for _ in range(12):
        if not await page.locator(".steps a").count():
            break
        await page.locator(".steps a").first.click()
    await shows(page, "走到头了")
    person = page.locator("main").get_by_role("link", name="人工客服")
    await expect(person).to_have_attribute("href", "/human?about=recover_username")
    await page.goto(f"{site}/?guide=recover_username")
    await follow(page, "一步步来")
    await shows(page, "第 1 步")
    assert await complaints(page) == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_forms_and_the_way_back_work_without_scripts(
    open_page: OpenPage, gateway: Gateway, size: tuple[int, int]
) -> None:
    page = await open_page(**screen(*size), java_script_enabled=False)
    await go(page, gateway, "/help?q=密码")
    await follow(page, "人工客服")
    await follow(page, "提交工单")
    await page.locator("#description").fill("短")
    await press(page, "提交工单")
    await shows(page, "还有地方要改，您填的内容都还在。")
    await page.locator(".tick input").check()
    await page.locator("#description").fill(PROBLEM)
    await press(page, "提交工单")
    number = URL(page.url).path.rpartition("/")[2]
    assert re.fullmatch("T[0-9A-Z]{7}", number)
    await shows(page, "搜过“密码”")
    await page.reload()  # a page of its own: nothing is posted once more
    await follow(page, "我的工单")
    await page.go_back()
    await shows(page, f"工单 {number}")
    assert len(gateway.rows("SELECT number FROM ticket")) == 1
