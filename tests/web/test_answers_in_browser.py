"""An answer in the chat: how it is laid out, opened further, left for its article and rated."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.web.browsing import IN_BROWSER, ON_BOTH, shows
from tests.web.chatting import bubbles, has_bubbles, say
from tests.web.fake_api import FakeApi, answer, text_reply

pytestmark = IN_BROWSER

PLAIN = "1. 打开学信网（https://www.chsi.com.cn/）。\n2. 点“找回密码”。"
ANSWER = answer(text_reply(PLAIN), band="answer", faq_id="reset_password")
RICH = {
    "ok": True,
    "text": PLAIN,
    "html": (
        '<ol start="1"><li>打开<a href="https://www.chsi.com.cn/">学信网</a>，'
        '<a data-faq="recover_username" href="#">找回用户名</a></li></ol>'
    ),
}


async def open_details(page: Page, site: str, api: FakeApi, reply: dict[str, Any]) -> None:
    """Ask, get that reply and tap its 详细说明."""
    api.answers = [answer(reply, band="answer", faq_id="reset_password")]
    api.entries = {"reset_password": {"ok": True, "more": [{"title": "注意", "html": "<p>别重复注册。</p>"}]}}
    await page.goto(site)
    await say(page, "忘记密码")
    await page.locator(".option", has_text="详细说明").click()
    await shows(page, "别重复注册。")


@ON_BOTH
async def test_details_open_in_their_place(page: Page, site: str, api: FakeApi) -> None:
    reply = text_reply("先别急。", ("more:reset_password", "详细说明"), ("human", "转人工"))
    await open_details(page, site, api, reply)
    assert len(api.messages) == 1
    assert await page.locator(".option").all_inner_texts() == ["2\n转人工"]
    assert len(await bubbles(page)) == 2


async def test_details_stand_above_what_leads_to_the_buttons(page: Page, site: str, api: FakeApi) -> None:
    reply = text_reply("先别急。\n\n也可能是：", ("more:reset_password", "详细说明"), ("other", "另一件"))
    await open_details(page, site, api, reply)
    assert (await bubbles(page))[-1].endswith("别重复注册。\n\n也可能是：")


async def test_details_that_cannot_be_had_are_asked_for(page: Page, site: str, api: FakeApi) -> None:
    api.answers = [answer(text_reply("先别急。", ("more:gone", "详细说明")))]
    await page.goto(site)
    await say(page, "忘记密码")
    await page.locator(".option", has_text="详细说明").click()
    await shows(page, "收到。")
    assert api.messages[1]["option"] == "more:gone"


async def test_an_answer_is_laid_out_with_links_and_leads_to_its_article(page: Page, site: str, api: FakeApi) -> None:
    api.answers, api.entries = [ANSWER], {"reset_password": RICH}
    await page.goto(site)
    await say(page, "忘记密码")
    await expect(page.locator(".bubble .source-link")).to_be_visible()
    page_link = '<a href="https://www.chsi.com.cn/" target="_blank" rel="noopener noreferrer">学信网</a>'
    assert await page.locator("#messages .bubble").last.inner_html() == (
        f"<ol><li>打开{page_link}，"
        '<a href="/help/recover_username" data-faq="recover_username">找回用户名</a></li></ol>'
        '<a class="source-link" href="/help/reset_password" target="_blank" rel="noopener">来源与全文</a>'
    )
    await page.locator("a[data-faq]").click()
    await shows(page, "收到。")
    assert (api.messages[1]["text"], api.messages[1]["option"]) == ("找回用户名", "recover_username")


async def test_nothing_stands_between_what_is_also_meant_and_its_buttons(page: Page, site: str, api: FakeApi) -> None:
    also = text_reply(f"{PLAIN}\n也可能是：\n1. 忘记用户名怎么办？", ("find_username", "忘记用户名怎么办？"))
    api.entries, api.answers = {"reset_password": RICH}, [answer(also, band="answer", faq_id="reset_password")]
    await page.goto(site)
    await say(page, "密码忘了")
    await expect(page.locator(".bubble .source-link")).to_be_visible()
    shown = await page.locator("#messages .bubble").last.inner_text()
    assert shown.split("来源与全文")[1].strip() == "也可能是："


@pytest.mark.parametrize(
    ("taps", "sent"),
    [
        (["有用"], [{"helpful": True}]),
        (["没用", "看不懂"], [{"helpful": False, "reason": "看不懂"}]),
        (["没用", "操作后不成功"], [{"helpful": False, "reason": "操作后不成功"}]),
        (["没用", "其他", "提交"], [{"helpful": False, "reason": "其他"}]),
    ],
)
@ON_BOTH
async def test_an_answer_can_be_rated_once(
    page: Page, site: str, api: FakeApi, taps: list[str], sent: list[Any]
) -> None:
    api.answers = [ANSWER]
    await page.goto(site)
    await say(page, "忘记密码")
    for tap in taps:
        await page.locator(".verdict button", has_text=tap).click()
    await expect(page.locator(".verdict")).to_contain_text("谢谢", use_inner_text=True)
    assert api.feedback == [{"session": "token-1", "faq_id": "reset_password", **body} for body in sent]
    await page.reload()
    await has_bubbles(page, 3)
    assert await page.locator(".verdict").count() == 0


async def test_going_on_sends_the_verdict_without_a_reason(page: Page, site: str, api: FakeApi) -> None:
    api.answers = [ANSWER]
    await page.goto(site)
    await say(page, "忘记密码")
    await page.locator(".verdict button", has_text="没用").click()
    await say(page, "还是不行")
    await shows(page, "收到。")
    assert api.feedback == [{"session": "token-1", "faq_id": "reset_password", "helpful": False}]
