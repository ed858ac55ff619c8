"""The chat page as people use it, in a real browser: asking, choosing, being told."""

from __future__ import annotations

import asyncio

from playwright.async_api import Page, expect

from tests.web.browsing import IN_BROWSER, ON_BOTH, complaints, shows
from tests.web.chatting import CLARIFY, bubbles, has_bubbles, say
from tests.web.fake_api import FakeApi, answer, text_reply

pytestmark = IN_BROWSER


async def test_a_question_is_shown_at_once_and_answered(page: Page, site: str, api: FakeApi) -> None:
    api.held = asyncio.Event()
    await page.goto(site)
    await say(page, "忘记密码了")
    await expect(page.locator("#typing")).to_be_visible()
    assert await bubbles(page) == ["我：忘记密码了"]
    assert await page.locator("#box").input_value() == ""
    api.held.set()
    await expect(page.locator("#typing")).to_be_hidden()
    assert await bubbles(page) == ["我：忘记密码了", "机器人：收到。"]
    [sent] = api.messages
    assert {**sent, "message_id": len(sent["message_id"])} == {
        "session": "token-1",
        "text": "忘记密码了",
        "message_id": 32,
    }
    await say(page, "再问一句")
    await has_bubbles(page, 5)
    assert api.messages[1]["session"] == "token-1"
    assert await complaints(page) == []


@ON_BOTH
async def test_an_option_is_tapped(page: Page, site: str, api: FakeApi) -> None:
    api.answers = [CLARIFY]
    await page.goto(site)
    await say(page, "密码")
    await page.locator(".option", has_text="忘记密码怎么找回？").click()
    await shows(page, "收到。")
    assert await bubbles(page) == [
        "我：密码",
        "机器人：您是不是想问：\n点选或回复序号都可以。".replace("\n", "\n\n"),
        "我：忘记密码怎么找回？",
        "机器人：收到。",
    ]
    sent = api.messages[1]
    assert (sent["session"], sent["text"], sent["option"]) == ("token-1", "忘记密码怎么找回？", "reset_password")
    assert await page.locator(".option[aria-pressed=true]").inner_text() == "1\n忘记密码怎么找回？"


async def test_a_hot_question_and_a_person_are_one_tap_away(page: Page, site: str, api: FakeApi) -> None:
    await page.goto(site)
    await page.locator(".chip", has_text="忘记用户名怎么办？").click()
    await has_bubbles(page, 3)
    await page.locator("#human").click()
    await has_bubbles(page, 5)
    assert [(sent["text"], sent["option"]) for sent in api.messages] == [
        ("忘记用户名怎么办？", "recover_username"),
        ("人工客服", "human"),
    ]
    await page.locator("#hot").click()
    await page.locator("#messages > li:last-child .chip", has_text="什么是“学信档案”？").click()
    await has_bubbles(page, 7)
    assert api.messages[2]["option"] == "what_is_archive"


async def test_enter_that_ends_a_composition_does_not_send(page: Page, site: str, api: FakeApi) -> None:
    await page.goto(site)
    await page.evaluate("addEventListener('keydown', (event) => (window.lastKey = [event.key, event.isComposing]))")
    await page.locator("#box").click()
    input_method = await page.context.new_cdp_session(page)
    await input_method.send("Input.imeSetComposition", {"text": "wangji", "selectionStart": 6, "selectionEnd": 6})
    await page.keyboard.press("Enter")
    assert await page.evaluate("window.lastKey") == ["Enter", True]
    assert await bubbles(page) == []
    await page.keyboard.insert_text("忘记")  # the input method puts in the chosen word
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.insert_text("密码")
    await page.keyboard.press("Enter")
    await shows(page, "收到。")
    assert [sent["text"] for sent in api.messages] == ["忘记\n密码"]


async def test_what_is_too_long_is_said_before_it_is_sent(page: Page, site: str, api: FakeApi) -> None:
    await page.goto(site)
    box = page.locator("#box")
    await box.fill("长" * 1007)
    await shows(page, "一条最多 1000 字，多了 7 字")
    await box.press("Enter")
    await expect(page.locator("#send")).to_be_disabled()
    assert api.messages == []
    await say(page, "长" * 1000)
    await shows(page, "收到。")
    assert len(api.messages[0]["text"]) == 1000


@ON_BOTH
async def test_a_step_can_be_gone_back_from_and_a_ticket_says_how_it_is_found_again(
    page: Page, site: str, api: FakeApi
) -> None:
    steps = [text_reply(text, ("fact:mail=usable", "能")) for text in ("邮箱还能收邮件吗？", "手机号还在用吗？")]
    api.answers = [answer(step, step_number=number) for number, step in enumerate(steps, 1)]
    api.answers.append(answer(steps[0], step_number=1))
    await page.goto(site)
    await say(page, "密码忘了")
    await shows(page, "第 1 步")
    assert await page.locator(".back").count() == 0
    await page.locator(".option", has_text="能").click()
    await page.locator(".back", has_text="上一步").click()
    await has_bubbles(page, 7)
    assert [sent["text"] for sent in api.messages] == ["密码忘了", "能", "上一步"]
    assert await page.locator(".back").count() == 0
    api.tickets = [{"number": "T2345678", "code": "ABCD-EFGH"}]
    api.answers = [answer(text_reply("工单已提交，编号 T2345678。"), ticket="T2345678")]
    await say(page, "提交")
    await shows(page, "找回码：ABCD-EFGH 复制 换了手机或浏览器")
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.locator(".ticket-card .copy").click()
    await shows(page, "已复制")
    assert await page.evaluate("navigator.clipboard.readText()") == "工单 T2345678 找回码 ABCD-EFGH"
    await expect(page.locator(".ticket-card a").first).to_have_attribute("href", "/ticket/T2345678")
    assert "ABCD-EFGH" not in await page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    await page.reload()
    await shows(page, "找回码：ABCD-EFGH ")
    assert await complaints(page) == []


@ON_BOTH
async def test_suggestions_appear_while_typing(page: Page, site: str, api: FakeApi) -> None:
    api.found = [{"id": "reset_password", "title": "忘记密码怎么找回？", "category": "学信网账号"}]
    await page.goto(site)
    box = page.locator("#box")
    await box.fill("密码")
    await expect(page.locator("#suggestions")).to_be_visible()
    await box.press("ArrowDown")
    await expect(page.locator(":focus")).to_have_attribute("aria-activedescendant", "suggestion-0")
    await box.press("Enter")
    await shows(page, "收到。")
    assert [(sent["text"], sent["option"]) for sent in api.messages] == [("忘记密码怎么找回？", "reset_password")]
    assert api.searches == ["密码"]


async def test_numbers_never_go_into_a_search(page: Page, site: str, api: FakeApi) -> None:
    await page.clock.install()
    await page.goto(site)
    box = page.locator("#box")
    await box.fill("手机号13800000000")
    await page.clock.run_for(1000)  # longer than the pause before a search
    await box.press("Enter")
    await page.clock.resume()
    await shows(page, "收到。")
    assert api.searches == []


async def test_new_messages_are_announced(page: Page, site: str, api: FakeApi) -> None:
    api.answers = [CLARIFY]
    await page.goto(site)
    await say(page, "密码")
    announcer = page.locator("#announcer[aria-live=polite]")
    await expect(announcer).not_to_be_empty()
    assert await announcer.text_content() == (
        "学信机器人：您是不是想问：\n1. 忘记密码怎么找回？\n2. 都不是\n\n点选或回复序号都可以。\n有 2 个选项可以点。"
    )


async def test_a_question_in_the_address_waits_in_the_box(page: Page, site: str, api: FakeApi) -> None:
    await page.goto(f"{site}/?q=%E5%BF%98%E8%AE%B0%E5%AF%86%E7%A0%81")
    await expect(page.locator("#send")).to_be_enabled()
    assert api.messages == []
    await page.locator("#send").click()
    await shows(page, "收到。")
    assert [sent["text"] for sent in api.messages] == ["忘记密码"]
