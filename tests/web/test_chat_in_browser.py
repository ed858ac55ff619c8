"""The chat page as people use it, in a real browser."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from tests.web.browser import Page
from tests.web.chatting import bubbles, say
from tests.web.fake_api import FakeApi, answer, text_reply

pytestmark = pytest.mark.browser

WAITING = "document.querySelector('#typing:not([hidden])')"
CLARIFY = answer(
    text_reply(
        "您是不是想问：\n1. 忘记密码怎么找回？\n2. 都不是\n\n点选或回复序号都可以。",
        ("reset_password", "忘记密码怎么找回？"),
        ("none", "都不是"),
    ),
    band="clarify",
)
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


async def test_a_question_is_shown_at_once_and_answered(page: Page, site: str, api: FakeApi) -> None:
    api.held = asyncio.Event()
    await page.goto(site)
    await say(page, "忘记密码了")
    await page.wait_for(WAITING)
    assert await bubbles(page) == ["我：忘记密码了"]
    assert await page.evaluate("document.getElementById('box').value") == ""
    api.held.set()
    await page.wait_for(f"!{WAITING}")
    assert await bubbles(page) == ["我：忘记密码了", "机器人：收到。"]
    [sent] = api.messages
    assert {**sent, "message_id": len(sent["message_id"])} == {
        "session": "token-1",
        "text": "忘记密码了",
        "message_id": 32,
    }
    await say(page, "再问一句")
    await page.wait_for("document.querySelectorAll('#messages .bubble').length === 5")
    assert api.messages[1]["session"] == "token-1"
    assert page.errors == []


async def test_an_option_is_tapped(page: Page, site: str, api: FakeApi) -> None:
    api.answers = [CLARIFY]
    await page.goto(site)
    await say(page, "密码")
    await page.click(".option", "忘记密码怎么找回？")
    await page.wait_for_text("收到。")
    assert await bubbles(page) == [
        "我：密码",
        "机器人：您是不是想问：\n点选或回复序号都可以。".replace("\n", "\n\n"),
        "我：忘记密码怎么找回？",
        "机器人：收到。",
    ]
    sent = api.messages[1]
    assert (sent["session"], sent["text"], sent["option"]) == ("token-1", "忘记密码怎么找回？", "reset_password")
    pressed = await page.evaluate("document.querySelector('.option[aria-pressed=true]').innerText")
    assert pressed == "1\n忘记密码怎么找回？"


async def test_a_hot_question_and_a_person_are_one_tap_away(page: Page, site: str, api: FakeApi) -> None:
    await page.goto(site)
    await page.click(".chip", "忘记用户名怎么办？")
    await page.wait_for("document.querySelectorAll('#messages .bubble').length === 3")
    await page.click("#human")
    await page.wait_for("document.querySelectorAll('#messages .bubble').length === 5")
    assert [(sent["text"], sent["option"]) for sent in api.messages] == [
        ("忘记用户名怎么办？", "recover_username"),
        ("转人工客服", "human"),
    ]
    await page.click("#hot")
    await page.click("#messages > li:last-child .chip", "什么是“学信档案”？")
    await page.wait_for("document.querySelectorAll('#messages .bubble').length === 7")
    assert api.messages[2]["option"] == "what_is_archive"


async def test_enter_that_ends_a_composition_does_not_send(page: Page, site: str, api: FakeApi) -> None:
    await page.goto(site)
    await page.evaluate("addEventListener('keydown', (event) => (window.lastKey = [event.key, event.isComposing]))")
    await page.click("#box")
    await page.compose("wangji")
    await page.press("Enter")
    assert await page.evaluate("window.lastKey") == ["Enter", True]
    assert await bubbles(page) == []
    await page.type("忘记")  # the input method puts in the chosen word
    await page.press("Enter", shift=True)
    await page.type("密码")
    await page.press("Enter")
    await page.wait_for_text("收到。")
    assert [sent["text"] for sent in api.messages] == ["忘记\n密码"]


async def test_a_failing_message_is_tried_again_under_the_same_id(page: Page, site: str, api: FakeApi) -> None:
    api.failures = [503, 0, 429]
    await page.goto(site)
    await say(page, "你好")
    await page.wait_for_text("收到。")
    assert len(api.messages) == 4
    assert {json.dumps(sent, sort_keys=True) for sent in api.messages} == {json.dumps(api.messages[0], sort_keys=True)}
    assert await page.evaluate("document.querySelectorAll('.state').length") == 0


async def test_what_finally_failed_can_be_retried(page: Page, site: str, api: FakeApi) -> None:
    api.failures = [503] * 5
    await page.goto(site)
    await say(page, "你好")
    await page.wait_for_text("没有发出去（系统出了点问题）")
    assert len(api.messages) == 5
    assert await page.wait_for("document.getElementById('announcer').textContent") == (
        "没有发出去：系统出了点问题。可以按“重试”再发。"
    )
    await page.click(".state button", "重试")
    await page.wait_for_text("收到。")
    assert len(api.messages) == 6
    assert len({sent["message_id"] for sent in api.messages}) == 1
    assert await bubbles(page) == ["我：你好", "机器人：收到。"]


async def test_a_refused_message_is_not_tried_again(page: Page, site: str, api: FakeApi) -> None:
    api.failures = [400]
    await page.goto(site)
    await say(page, "你好")
    await page.wait_for_text("没有发出去（系统出了点问题）")
    assert len(api.messages) == 1
    assert await page.evaluate("document.querySelectorAll('.state button').length") == 0


async def test_a_connection_that_breaks_is_waited_for_as_long_as_it_takes(page: Page, site: str, api: FakeApi) -> None:
    await page.goto(site)
    # The waits between attempts pass at once; the patience with one attempt stays.
    await page.evaluate("""globalThis.setTimeout = ((real) => (work, ms) =>
      real(work, ms >= 800 && ms <= 30000 && ms !== 20000 ? 1 : ms))(setTimeout)""")
    api.failures = [0] * 12
    await say(page, "你好")
    await page.wait_for_text("收到。")
    assert len(api.messages) == 13


async def test_the_reason_of_a_wait_is_said_as_it_is(page: Page, site: str, api: FakeApi) -> None:
    api.failures, api.retry_after = [429], "30"
    await page.goto(site)
    await say(page, "你好")
    await page.wait_for(r"/发得太快了，\d+ 秒后自动再发/.test(document.body.innerText)")
    api.failures, api.retry_after = [503], "30"
    await page.goto(site + "/?again")
    await page.click("#clear")
    await page.click("#clearing button", "只清空对话")
    await say(page, "你好")
    await page.wait_for_text("系统正忙，正在重发…")


async def test_what_is_too_long_is_said_before_it_is_sent(page: Page, site: str, api: FakeApi) -> None:
    await page.goto(site)
    await page.click("#box")
    await page.type("长" * 1007)
    await page.wait_for_text("一条最多 1000 字，多了 7 字")
    await page.press("Enter")
    assert await page.evaluate("document.getElementById('send').disabled")
    assert api.messages == []
    await page.evaluate("(box.value = '长'.repeat(1000), box.dispatchEvent(new Event('input')))")
    await page.press("Enter")
    await page.wait_for_text("收到。")
    assert len(api.messages[0]["text"]) == 1000


async def test_a_step_can_be_gone_back_from_and_a_ticket_says_how_it_is_found_again(
    page: Page, site: str, api: FakeApi
) -> None:
    steps = [text_reply(text, ("fact:mail=usable", "能")) for text in ("邮箱还能收邮件吗？", "手机号还在用吗？")]
    api.answers = [answer(step, step_number=number) for number, step in enumerate(steps, 1)]
    api.answers.append(answer(steps[0], step_number=1))
    await page.goto(site)
    await say(page, "密码忘了")
    await page.wait_for_text("第 1 步")
    assert await page.evaluate("document.querySelectorAll('.back').length") == 0
    await page.click(".option", "能")
    await page.click(".back", "上一步")
    await page.wait_for("document.querySelectorAll('#messages .bubble').length === 7")
    assert [sent["text"] for sent in api.messages] == ["密码忘了", "能", "上一步"]
    assert await page.evaluate("document.querySelectorAll('.back').length") == 0
    api.tickets = [{"number": "T2345678", "code": "ABCD-EFGH"}]
    api.answers = [answer(text_reply("工单已提交，编号 T2345678。"), ticket="T2345678")]
    await say(page, "提交")
    await page.wait_for_text("找回码：ABCD-EFGH。换了手机或浏览器")
    card = "document.querySelector('.ticket-card a').getAttribute('href')"
    assert await page.evaluate(card) == "/ticket/T2345678"
    assert "ABCD-EFGH" not in await page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    await page.reload()
    await page.wait_for_text("找回码：ABCD-EFGH。")
    assert page.errors == []


async def test_details_open_in_their_place(page: Page, site: str, api: FakeApi) -> None:
    reply = text_reply("先别急。", ("more:reset_password", "详细说明"), ("human", "转人工"))
    api.answers = [answer(reply, band="answer", faq_id="reset_password")]
    api.entries = {"reset_password": {"ok": True, "more": [{"title": "注意", "html": "<p>别重复注册。</p>"}]}}
    await page.goto(site)
    await say(page, "忘记密码")
    await page.click(".option", "详细说明")
    await page.wait_for_text("别重复注册。")
    assert len(api.messages) == 1
    assert await page.evaluate("[...document.querySelectorAll('.option')].map((one) => one.innerText)") == ["2\n转人工"]
    assert len(await bubbles(page)) == 2


async def test_details_that_cannot_be_had_are_asked_for(page: Page, site: str, api: FakeApi) -> None:
    api.answers = [answer(text_reply("先别急。", ("more:gone", "详细说明")))]
    await page.goto(site)
    await say(page, "忘记密码")
    await page.click(".option", "详细说明")
    await page.wait_for_text("收到。")
    assert api.messages[1]["option"] == "more:gone"


KEPT = {
    "id": 5,
    "at": "2026-11-20T10:00:00+08:00",
    "text": "密码忘了",
    "pictures": 0,
    "replies": [text_reply("到登录页找回。", ("human", "转人工"))],
    "trace": {"band": "answer", "faq_id": "reset_password"},
}


async def test_another_day_goes_on_where_it_ended(page: Page, site: str, api: FakeApi) -> None:
    api.history = [KEPT]
    await page.goto(site)
    assert await bubbles(page) == []  # nobody yet: nothing is asked for
    await say(page, "你好")
    await page.wait_for_text("收到。")
    await page.evaluate("sessionStorage.clear()")
    await page.reload()
    await page.wait_for_text("到登录页找回。")
    assert await bubbles(page) == ["我：密码忘了", "机器人：到登录页找回。\n\n来源与全文"]
    await page.click("#clear")
    await page.click("#clearing button", "只清空对话")
    await page.wait_for("document.querySelectorAll('#messages .me').length === 0")
    await say(page, "又来了")
    await page.wait_for_text("收到。")
    assert api.erased == ["token-1"]


async def test_the_waits_between_attempts_double(page: Page, site: str) -> None:
    await page.goto(site)
    waits = """import([...document.scripts].at(-1).src.replace("chat.js", "delivery.js")).then(
      ({ waitBefore }) => [2, 3, 4, 5, 9].map((attempt) => waitBefore(attempt, null)).concat(waitBefore(2, 3000)))"""
    assert await page.evaluate(waits) == [800, 1600, 3200, 6400, 30000, 3000]


async def test_messages_wait_for_the_connection_and_go_in_order(page: Page, site: str, api: FakeApi) -> None:
    await page.goto(site)
    await page.set_offline(True)
    await page.wait_for("!document.getElementById('offline').hidden")
    await say(page, "第一句")
    await say(page, "第二句")
    await page.wait_for_text("没有网络，恢复后会自动发出去（请别关掉这一页）")
    await page.click(".top-link", "帮助")  # would be the browser's own error, and what waits here lost
    await page.wait_for_text("没有网络，别的页现在打不开。")
    await page.set_offline(False)
    await page.wait_for("document.querySelectorAll('#messages .bubble').length === 5")
    assert [sent["text"] for sent in api.messages] == ["第一句", "第二句"]
    assert await page.evaluate("document.getElementById('offline').hidden")


async def test_an_answer_is_laid_out_with_links_and_leads_to_its_article(page: Page, site: str, api: FakeApi) -> None:
    api.answers, api.entries = [ANSWER], {"reset_password": RICH}
    await page.goto(site)
    await say(page, "忘记密码")
    await page.wait_for("document.querySelector('.bubble .source-link')")
    shown = await page.evaluate("[...document.querySelectorAll('#messages .bubble')].at(-1).innerHTML")
    page_link = '<a href="https://www.chsi.com.cn/" target="_blank" rel="noopener noreferrer">学信网</a>'
    assert shown == (
        f"<ol><li>打开{page_link}，"
        '<a href="/help/recover_username" data-faq="recover_username">找回用户名</a></li></ol>'
        '<a class="source-link" href="/help/reset_password" target="_blank" rel="noopener">来源与全文</a>'
    )
    await page.click("a[data-faq]")
    await page.wait_for_text("收到。")
    assert (api.messages[1]["text"], api.messages[1]["option"]) == ("找回用户名", "recover_username")


async def test_nothing_stands_between_what_is_also_meant_and_its_buttons(page: Page, site: str, api: FakeApi) -> None:
    also = text_reply(f"{PLAIN}\n也可能是：\n1. 忘记用户名怎么办？", ("find_username", "忘记用户名怎么办？"))
    api.entries, api.answers = {"reset_password": RICH}, [answer(also, band="answer", faq_id="reset_password")]
    await page.goto(site)
    await say(page, "密码忘了")
    await page.wait_for("document.querySelector('.bubble .source-link')")
    shown = await page.evaluate("[...document.querySelectorAll('#messages .bubble')].at(-1).innerText")
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
async def test_an_answer_can_be_rated_once(
    page: Page, site: str, api: FakeApi, taps: list[str], sent: list[Any]
) -> None:
    api.answers = [ANSWER]
    await page.goto(site)
    await say(page, "忘记密码")
    for tap in taps:
        await page.click(".verdict button", tap)
    await page.wait_for("document.querySelector('.verdict').innerText.includes('谢谢')")
    assert api.feedback == [{"session": "token-1", "faq_id": "reset_password", **body} for body in sent]
    await page.reload()
    await page.wait_for("document.querySelectorAll('#messages .bubble').length === 3")
    assert await page.evaluate("document.querySelectorAll('.verdict').length") == 0


async def test_going_on_sends_the_verdict_without_a_reason(page: Page, site: str, api: FakeApi) -> None:
    api.answers = [ANSWER]
    await page.goto(site)
    await say(page, "忘记密码")
    await page.click(".verdict button", "没用")
    await say(page, "还是不行")
    await page.wait_for_text("收到。")
    assert api.feedback == [{"session": "token-1", "faq_id": "reset_password", "helpful": False}]


async def test_suggestions_appear_while_typing(page: Page, site: str, api: FakeApi) -> None:
    api.found = [{"id": "reset_password", "title": "忘记密码怎么找回？", "category": "学信网账号"}]
    await page.goto(site)
    await page.click("#box")
    await page.type("密码")
    await page.wait_for("!document.getElementById('suggestions').hidden")
    await page.press("ArrowDown")
    assert await page.evaluate("document.activeElement.getAttribute('aria-activedescendant')") == "suggestion-0"
    await page.press("Enter")
    await page.wait_for_text("收到。")
    assert [(sent["text"], sent["option"]) for sent in api.messages] == [("忘记密码怎么找回？", "reset_password")]
    assert api.searches == ["密码"]


async def test_numbers_never_go_into_a_search(page: Page, site: str, api: FakeApi) -> None:
    await page.goto(site)
    await page.click("#box")
    await page.type("手机号13800000000")
    await page.evaluate("new Promise((resolve) => setTimeout(resolve, 400))")  # longer than the pause before a search
    await page.press("Enter")
    await page.wait_for_text("收到。")
    assert api.searches == []


async def test_a_reload_keeps_the_conversation_and_clearing_forgets_it(page: Page, site: str, api: FakeApi) -> None:
    api.answers = [CLARIFY]
    await page.goto(site)
    await say(page, "密码")
    await page.wait_for("document.querySelectorAll('.option').length === 2")
    before = await bubbles(page)
    await page.reload()
    await page.wait_for("document.querySelectorAll('.option').length === 2")
    assert await bubbles(page) == before
    await page.click("#clear")
    await page.click("#clearing button", "不清空")
    assert await bubbles(page) == before
    await page.click("#clear")
    await page.click("#clearing button", "只清空对话")
    await page.wait_for("document.querySelectorAll('#messages .me').length === 0")
    await say(page, "又来了")
    await page.wait_for_text("收到。")
    assert (api.messages[1]["session"], api.fresh) == ("token-1", [False])


async def test_on_a_shared_computer_the_person_is_forgotten_too(page: Page, site: str, api: FakeApi) -> None:
    await page.goto(site)
    await say(page, "密码")
    await page.wait_for_text("收到。")
    await page.click("#clear")
    await page.wait_for_text("请先到我的工单里记下来")
    await page.click("#clearing button", "连工单一起忘掉")
    await page.wait_for("localStorage.getItem('chsi-bot-session') === 'token-2'")
    assert await bubbles(page) == []
    await say(page, "又来了")
    await page.wait_for_text("收到。")
    assert (api.messages[1]["session"], api.fresh) == ("token-2", [False, True])


async def test_new_messages_are_announced(page: Page, site: str, api: FakeApi) -> None:
    api.answers = [CLARIFY]
    await page.goto(site)
    await say(page, "密码")
    said = await page.wait_for("document.querySelector('#announcer[aria-live=polite]').textContent")
    assert said == (
        "学信机器人：您是不是想问：\n1. 忘记密码怎么找回？\n2. 都不是\n\n点选或回复序号都可以。\n有 2 个选项可以点。"
    )


async def test_a_question_in_the_address_waits_in_the_box(page: Page, site: str, api: FakeApi) -> None:
    await page.goto(f"{site}/?q=%E5%BF%98%E8%AE%B0%E5%AF%86%E7%A0%81")
    await page.wait_for("!document.getElementById('send').disabled")
    assert api.messages == []
    await page.click("#send")
    await page.wait_for_text("收到。")
    assert [sent["text"] for sent in api.messages] == ["忘记密码"]
