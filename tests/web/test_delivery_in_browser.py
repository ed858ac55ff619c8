"""What the chat page does when a message does not get through: waits, tries again, says why."""

from __future__ import annotations

import json
import re

from playwright.async_api import Page, expect

from tests.web.browsing import IN_BROWSER, ON_BOTH, shows
from tests.web.chatting import bubbles, clear, has_bubbles, say
from tests.web.fake_api import FakeApi

pytestmark = IN_BROWSER


async def test_a_failing_message_is_tried_again_under_the_same_id(page: Page, site: str, api: FakeApi) -> None:
    api.failures = [503, 0, 429]
    await page.goto(site)
    await say(page, "你好")
    await shows(page, "收到。")
    assert len(api.messages) == 4
    assert {json.dumps(sent, sort_keys=True) for sent in api.messages} == {json.dumps(api.messages[0], sort_keys=True)}
    assert await page.locator(".state").count() == 0


@ON_BOTH
async def test_what_finally_failed_can_be_retried(page: Page, site: str, api: FakeApi) -> None:
    api.failures = [503] * 5
    await page.goto(site)
    await say(page, "你好")
    await shows(page, "没有发出去（系统出了点问题）")
    assert len(api.messages) == 5
    await expect(page.locator("#announcer")).to_have_text("没有发出去：系统出了点问题。可以按“重试”再发。")
    await page.locator(".state button", has_text="重试").click()
    await shows(page, "收到。")
    assert len(api.messages) == 6
    assert len({sent["message_id"] for sent in api.messages}) == 1
    assert await bubbles(page) == ["我：你好", "机器人：收到。"]


async def test_a_refused_message_is_not_tried_again(page: Page, site: str, api: FakeApi) -> None:
    api.failures = [400]
    await page.goto(site)
    await say(page, "你好")
    await shows(page, "没有发出去（系统出了点问题）")
    assert len(api.messages) == 1
    assert await page.locator(".state button").count() == 0


async def test_a_connection_that_breaks_is_waited_for_as_long_as_it_takes(page: Page, site: str, api: FakeApi) -> None:
    await page.goto(site)
    # The waits between attempts pass at once; the patience with one attempt stays.
    await page.evaluate("""globalThis.setTimeout = ((real) => (work, ms) =>
      real(work, ms >= 800 && ms <= 30000 && ms !== 20000 ? 1 : ms))(setTimeout)""")
    api.failures = [0] * 12
    await say(page, "你好")
    await shows(page, "收到。")
    assert len(api.messages) == 13


async def test_the_reason_of_a_wait_is_said_as_it_is(page: Page, site: str, api: FakeApi) -> None:
    api.failures, api.retry_after = [429], "30"
    await page.goto(site)
    await say(page, "你好")
    waiting = re.compile(r"发得太快了，\d+ 秒后自动再发")
    await expect(page.locator("body")).to_contain_text(waiting, use_inner_text=True)
    api.failures, api.retry_after = [503], "30"
    await page.goto(site + "/?again")
    await clear(page, "只清空对话")
    await say(page, "你好")
    await shows(page, "系统正忙，正在重发…")


async def test_the_waits_between_attempts_double(page: Page, site: str) -> None:
    await page.goto(site)
    waits = """import([...document.scripts].at(-1).src.replace("chat.js", "delivery.js")).then(
      ({ waitBefore }) => [2, 3, 4, 5, 9].map((attempt) => waitBefore(attempt, null)).concat(waitBefore(2, 3000)))"""
    assert await page.evaluate(waits) == [800, 1600, 3200, 6400, 30000, 3000]


@ON_BOTH
async def test_messages_wait_for_the_connection_and_go_in_order(page: Page, site: str, api: FakeApi) -> None:
    await page.goto(site)
    await page.context.set_offline(True)
    await expect(page.locator("#offline")).to_be_visible()
    await say(page, "第一句")
    await say(page, "第二句")
    await shows(page, "没有网络，恢复后会自动发出去（请别关掉这一页）")
    await page.locator(".top-link", has_text="帮助").click()  # would be the browser's own error, and what waits lost
    await shows(page, "没有网络，别的页现在打不开。")
    await page.context.set_offline(False)
    await has_bubbles(page, 5)
    assert [sent["text"] for sent in api.messages] == ["第一句", "第二句"]
    assert (await bubbles(page))[-4:] == ["我：第一句", "机器人：收到。", "我：第二句", "机器人：收到。"]
    await expect(page.locator("#offline")).to_be_hidden()
