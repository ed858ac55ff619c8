"""What the chat page knows after a reload, on another day, and once it was told to forget."""

from __future__ import annotations

import asyncio
import base64

from playwright.async_api import Page, expect

from tests.web.browsing import IN_BROWSER, ON_BOTH, WECHAT, OpenPage, complaints, shows
from tests.web.chatting import CLARIFY, bubbles, clear, say
from tests.web.fake_api import FakeApi, answer, text_reply
from tests.web.test_tickets_in_browser import PIXEL, choose

pytestmark = IN_BROWSER

KEPT = {
    "id": 5,
    "at": "2026-11-20T10:00:00+08:00",
    "text": "密码忘了",
    "pictures": [],
    "replies": [text_reply("到登录页找回。", ("human", "转人工"))],
    "trace": {"band": "answer", "faq_id": "reset_password"},
}


@ON_BOTH
async def test_another_day_goes_on_where_it_ended(page: Page, site: str, api: FakeApi) -> None:
    api.history = [KEPT]
    await page.goto(site)
    assert await bubbles(page) == []  # nobody yet: nothing is asked for
    await say(page, "你好")
    await shows(page, "收到。")
    await page.evaluate("sessionStorage.clear()")
    await page.reload()
    await shows(page, "到登录页找回。")
    assert await bubbles(page) == ["我：密码忘了", "机器人：到登录页找回。\n\n来源与全文"]
    await clear(page, "只清空对话")
    await expect(page.locator("#messages .me")).to_have_count(0)
    await shows(page, "对话清空了。工单还在“我的工单”里。")
    assert await page.evaluate("document.getElementById('scroll').scrollTop") == 0
    await say(page, "又来了")
    await shows(page, "收到。")
    assert api.erased == ["token-1"]


async def test_inside_wechat_the_talk_there_is_seen_before_anything_is_said_here(
    open_page: OpenPage, site: str, api: FakeApi
) -> None:
    page = await open_page(user_agent=WECHAT)
    api.history = [KEPT]
    await page.goto(site)
    await shows(page, "到登录页找回。")
    assert await bubbles(page) == ["我：密码忘了", "机器人：到登录页找回。\n\n来源与全文"]
    assert api.sessions == 0
    assert await complaints(page) == []


SHOWN = "[...document.querySelectorAll('.me img')].map((one) => [one.alt, one.naturalWidth])"


@ON_BOTH
async def test_pictures_are_seen_again_after_a_reload_and_on_another_day(page: Page, site: str, api: FakeApi) -> None:
    api.pictures = dict.fromkeys(("p1", "p2"), base64.b64decode(PIXEL))
    api.answers = [{**answer(text_reply("看到了。")), "pictures": ["p1"]}]
    await page.goto(site)
    await choose(page, ["a.png"])
    await page.locator("#send").click()
    await shows(page, "看到了。")
    await page.reload()
    await expect(page.locator(".me img")).to_be_visible()
    assert await page.evaluate(SHOWN) == [["截图 1", 1]]
    api.history = [
        {**KEPT, "text": "这两张", "pictures": ["p1", "p2"]},
        {**KEPT, "id": 6, "text": "", "pictures": ["", "p1"]},
        {**KEPT, "id": 7, "text": "", "pictures": [""]},
    ]
    await page.evaluate("sessionStorage.clear()")  # a new tab, another day
    await page.reload()
    for place in range(3):  # each is fetched as soon as somebody comes near it
        await page.locator(".me .shots > *").nth(place).scroll_into_view_if_needed()
        await expect(page.locator(".me .shots > *").nth(place).locator("img")).to_be_visible()
    assert await page.evaluate(SHOWN) == [["截图 1", 1], ["截图 2", 1], ["截图 1", 1]]
    mine = [text for text in await bubbles(page) if text.startswith("我：")]
    assert mine == ["我：这两张", *["我：［1 张截图，没有保存或已到期删除］"] * 2]
    await page.locator(".me .enlarge").first.click()
    await expect(page.locator("#picture-large img")).to_have_js_property("naturalWidth", 1)
    assert await complaints(page) == []


@ON_BOTH
async def test_a_picture_that_is_still_being_read_is_waited_for_after_a_reload(
    page: Page, site: str, api: FakeApi
) -> None:
    """It said «没有发出去（请重新选择截图）», though the server had it."""
    api.pictures = {"p1": base64.b64decode(PIXEL)}
    api.held = asyncio.Event()
    await page.goto(site)
    await choose(page, ["a.png"])
    await page.locator("#send").click()
    await expect(page.locator("#typing .doing")).to_be_visible()
    api.became = [{"state": "working"}]
    await page.reload()
    await expect(page.locator("#typing .doing")).to_be_visible()
    assert await bubbles(page) == ["我：［1 张截图］"]
    await expect(page.locator(".state")).to_have_count(0)
    api.became = [{"state": "done", **answer(text_reply("看到了。")), "pictures": ["p1"]}]
    await shows(page, "看到了。")
    await expect(page.locator("#typing")).to_be_hidden()
    await expect(page.locator(".me img")).to_be_visible()
    assert await page.evaluate(SHOWN) == [["截图 1", 1]]
    assert len(api.messages) == 1
    await page.reload()
    assert await bubbles(page) == ["机器人：看到了。"]
    assert await complaints(page) == []
    api.held.set()


async def test_a_picture_that_never_arrived_must_be_chosen_again(page: Page, site: str, api: FakeApi) -> None:
    api.held = asyncio.Event()
    await page.goto(site)
    await choose(page, ["a.png"])
    await page.locator("#send").click()
    await expect(page.locator("#typing .doing")).to_be_visible()
    await page.reload()  # nothing was asked yet: not a word that may be wrong
    await expect(page.locator(".state")).to_have_count(0)
    await shows(page, "没有发出去（请重新选择截图）")
    api.became = [{"state": "done", **answer(text_reply("看到了。")), "pictures": [""]}]  # slower than we thought
    await shows(page, "看到了。")
    await expect(page.locator(".state")).to_have_count(0)
    await shows(page, "［1 张截图，没有保存或已到期删除］")
    api.held.set()


async def test_the_answer_to_words_comes_by_itself_after_a_reload(page: Page, site: str, api: FakeApi) -> None:
    api.held = asyncio.Event()
    await page.goto(site)
    await say(page, "忘记密码怎么办")
    await expect(page.locator("#typing")).to_be_visible()
    api.became = [{"state": "working"}]
    await page.reload()
    await expect(page.locator("#typing")).to_be_visible()
    api.became = [{"state": "done", **answer(text_reply("到登录页找回。"))}]
    await shows(page, "到登录页找回。")
    api.held.set()
    api.became = []
    api.held = asyncio.Event()
    await say(page, "还有一句")
    await expect(page.locator("#typing")).to_be_visible()
    await page.reload()
    await shows(page, "还没有等到回答")
    api.held.set()
    await page.locator(".state button", has_text="重试").click()
    await shows(page, "收到。")
    assert api.messages[-1]["message_id"] == api.messages[-2]["message_id"]


async def test_who_comes_back_for_a_guide_sees_its_chip_at_the_end(page: Page, site: str, api: FakeApi) -> None:
    """It stood in the welcome, screens above the end of the old talk: the link looked dead."""
    api.history = [{**KEPT, "id": number} for number in range(5, 12)]
    await page.goto(site)
    await say(page, "你好")
    await shows(page, "收到。")
    await page.evaluate("sessionStorage.clear()")
    await page.goto(f"{site}/?guide=reset_password")
    await shows(page, "到登录页找回。")
    chip = page.locator(".start .chip").last
    await expect(chip).to_be_in_viewport()
    await chip.click()
    await shows(page, "收到。")
    assert api.messages[-1]["option"] == "reset_password"


async def test_a_reload_does_not_offer_a_question_that_was_sent(page: Page, site: str, api: FakeApi) -> None:
    await page.goto(f"{site}/?q=忘记密码怎么找回")
    await expect(page.locator("#box")).to_have_value("忘记密码怎么找回")
    await page.reload()  # not sent yet: it stays
    await expect(page.locator("#box")).to_have_value("忘记密码怎么找回")
    await page.locator("#send").click()
    await shows(page, "收到。")
    await page.reload()
    await shows(page, "收到。")
    await expect(page.locator("#box")).to_have_value("")
    assert page.url == f"{site}/"


async def test_all_can_be_deleted_from_where_the_talk_is_cleared(page: Page, site: str, api: FakeApi) -> None:
    await page.goto(site)
    await clear(page, "删除我的资料")
    await shows(page, "收到。")
    assert [message["text"] for message in api.messages] == ["删除我的资料"]


async def test_a_reload_keeps_the_conversation_and_clearing_forgets_it(page: Page, site: str, api: FakeApi) -> None:
    api.answers = [CLARIFY]
    options = page.locator(".option")
    await page.goto(site)
    await say(page, "密码")
    await expect(options).to_have_count(2)
    before = await bubbles(page)
    await page.reload()
    await expect(options).to_have_count(2)
    assert await bubbles(page) == before
    await clear(page, "不清空")
    assert await bubbles(page) == before
    await page.locator(".option").first.click()
    await shows(page, "收到。")
    await page.reload()
    await expect(page.locator(".option[aria-pressed=true]")).to_have_text("1忘记密码怎么找回？")
    await clear(page, "只清空对话")
    await expect(page.locator("#messages .me")).to_have_count(0)
    await shows(page, "对话清空了。工单还在“我的工单”里。")
    assert await page.evaluate("document.getElementById('scroll').scrollTop") == 0
    await say(page, "又来了")
    await shows(page, "收到。")
    assert (api.messages[2]["session"], api.fresh) == ("token-1", [False])


@ON_BOTH
async def test_on_a_shared_computer_the_person_is_forgotten_too(page: Page, site: str, api: FakeApi) -> None:
    await page.goto(site)
    await say(page, "密码")
    await shows(page, "收到。")
    await page.locator("#clear").click()
    await shows(page, "请先到我的工单里记下来")
    async with page.expect_response("**/api/v1/session"):
        await page.locator("#clearing button", has_text="连工单一起忘掉").click()
    await expect(page.locator("#messages .me")).to_have_count(0)
    assert await bubbles(page) == []
    await say(page, "又来了")
    await shows(page, "收到。")
    assert await page.evaluate("localStorage.getItem('chsi-bot-session')") == "token-2"
    assert (api.messages[1]["session"], api.fresh) == ("token-2", [False, True])
