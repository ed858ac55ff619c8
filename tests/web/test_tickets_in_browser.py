"""What the chat page does for tickets: screenshots go out, agents' answers come in."""

from __future__ import annotations

import asyncio
import base64

import pytest
from playwright.async_api import Page, expect

from tests.web.browsing import IN_BROWSER, ON_BOTH, complaints, shows
from tests.web.chatting import bubbles, has_bubbles, say
from tests.web.fake_api import FakeApi, answer, text_reply

pytestmark = IN_BROWSER

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


TRAY = "[...document.querySelectorAll('#tray img')].map((one) => one.alt)"


async def choose(page: Page, names: list[str]) -> None:
    """Choose files; they are in the tray when this returns."""
    pixel = base64.b64decode(PIXEL)
    await page.locator("#files").set_input_files(
        [{"name": name, "mimeType": "image/png", "buffer": pixel} for name in names]
    )
    await expect(page.locator("#tray li")).to_have_count(min(len(names), 5))


@ON_BOTH
async def test_screenshots_are_shown_sent_and_retried(page: Page, site: str, api: FakeApi) -> None:
    api.failures = [503] * 5
    await page.goto(site)
    await page.locator("#box").fill("就是这个页面")
    await choose(page, ["a.png", "b.png"])
    assert api.messages == []  # nothing goes before it is sent
    await page.locator("#send").click()
    await page.locator(".state button", has_text="重试").click()
    await shows(page, "收到。")
    sent = {
        "session": "token-1",
        "text": "就是这个页面",
        "images": [base64.b64decode(PIXEL)] * 2,
        "message_id": api.messages[0]["message_id"],
    }
    assert api.messages == [sent] * 6
    shown = "[...document.querySelectorAll('.me img')].map((one) => [one.alt, one.naturalWidth])"
    assert await page.evaluate(shown) == [["截图 1", 1], ["截图 2", 1]]
    assert await bubbles(page) == ["我：就是这个页面", "机器人：收到。"]


async def test_while_a_screenshot_is_read_the_page_says_so(page: Page, site: str, api: FakeApi) -> None:
    looking = page.locator("#typing .doing")
    api.held = asyncio.Event()
    await page.goto(site)
    await choose(page, ["a.png"])
    await page.locator("#send").click()
    await expect(looking).to_be_visible()
    await say(page, "这是啥意思")
    api.held.set()
    await has_bubbles(page, 4)
    assert [sent.get("text") for sent in api.messages] == ["", "这是啥意思"]
    api.held = asyncio.Event()
    await say(page, "没有图的")
    await expect(page.locator("#typing")).to_be_visible()
    assert not await looking.is_visible()
    api.held.set()


async def test_a_screenshot_lost_with_the_page_must_be_chosen_again(page: Page, site: str, api: FakeApi) -> None:
    api.failures = [400]
    await page.goto(site)
    await choose(page, ["a.png"])
    await page.locator("#send").click()
    await shows(page, "没有发出去")
    await page.reload()
    await shows(page, "没有发出去（请重新选择截图）")
    assert await bubbles(page) == ["我：［1 张截图］"]
    assert await page.locator(".state button").count() == 0


@ON_BOTH
async def test_pictures_can_be_taken_back_and_enlarged(page: Page, site: str, api: FakeApi) -> None:
    await page.goto(site)
    await choose(page, ["a.png", "b.png"])
    assert await page.evaluate(TRAY) == ["要发的截图 1", "要发的截图 2"]
    await shows(page, "按右边的发送才发出去")
    await page.locator("#tray button").last.click()
    assert await page.evaluate(TRAY) == ["要发的截图 1"]
    await page.locator("#send").click()
    await shows(page, "收到。")
    assert len(api.messages[0]["images"]) == 1
    await page.locator(".me .enlarge").click()
    await expect(page.locator("#picture-view")).to_be_visible()
    await expect(page.locator("#picture-large img")).to_have_js_property("naturalWidth", 1)
    await page.keyboard.press("Escape")
    await expect(page.locator("#picture-view")).to_be_hidden()
    assert await complaints(page) == []


async def test_what_will_not_be_taken_is_said_before_it_is_sent(page: Page, site: str, api: FakeApi) -> None:
    await page.goto(site)
    await choose(page, [f"{number}.png" for number in range(7)])
    note = page.locator("#picture-note")
    await expect(note).to_have_text(
        "没有放进来：“5.png”放不下，一次最多 5 张；“6.png”放不下，一次最多 5 张。", use_inner_text=True
    )
    give = """(() => {
      const given = new DataTransfer();
      given.items.add(new File(["x"], "a.txt", {type: "text/plain"}));
      given.items.add(new File([new Uint8Array(11_000_000)], "big.gif", {type: "image/gif"}));
      document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: given, bubbles: true, cancelable: true}));
    })()"""
    await page.locator("#tray button").last.click()
    await page.evaluate(give)
    said = "没有放进来：“a.txt”不是图片；“big.gif”有 11 MB，最多 10 MB。"
    await expect(note).to_have_text(said, use_inner_text=True)
    assert len(await page.evaluate(TRAY)) == 4
    assert api.messages == []


async def test_a_large_photo_is_made_smaller_here(page: Page, site: str, api: FakeApi) -> None:
    await page.goto(site)
    paste = """(async () => {
      const canvas = new OffscreenCanvas(3000, 1500);
      const context = canvas.getContext("2d");
      const noise = context.createImageData(3000, 1500);
      for (let place = 0; place < noise.data.length; place += 1) noise.data[place] = (place * 2654435761) >>> 24;
      context.putImageData(noise, 0, 0);
      const blob = await canvas.convertToBlob({type: "image/png"});
      const given = new DataTransfer();
      given.items.add(new File([blob], "photo.png", {type: "image/png"}));
      const event = new ClipboardEvent("paste", {clipboardData: given, bubbles: true, cancelable: true});
      document.getElementById("box").dispatchEvent(event);
      return blob.size;
    })()"""
    before = await page.evaluate(paste)
    await expect(page.locator("#tray li")).to_have_count(1)
    await page.locator("#send").click()
    await shows(page, "收到。")
    (sent,) = api.messages[0]["images"]
    assert sent[:3] == b"\xff\xd8\xff" and before > 1_500_000 and len(sent) < before


UPDATE = {"id": 7, "number": "T-1", "agent": "小李", "text": "请重新登录试试。", "at": "2026-11-23T10:00+08:00"}


@ON_BOTH
async def test_an_agents_answer_appears_at_once_once_and_as_a_persons(page: Page, site: str, api: FakeApi) -> None:
    await page.goto(site)
    await say(page, "你好")
    await shows(page, "收到。")
    api.updates, api.unread = [UPDATE], 1
    api.news.set()
    await shows(page, "请重新登录试试。")
    assert api.streams >= 1
    assert await bubbles(page) == ["我：你好", "机器人：收到。", "机器人：请重新登录试试。"]
    shown = """[...document.querySelectorAll('.agent .speaker, .agent .reply')].map((one) =>
      [one.innerText, one.querySelector('a')?.pathname ?? one.pathname + one.hash])"""
    assert await page.evaluate(shown) == [
        ["客服 小李 · 工单 T-1", "/ticket/T-1"],
        ["回复客服", "/ticket/T-1#answer-T-1"],
    ]
    assert await page.locator("#unread").inner_text() == "1"
    await page.reload()
    await expect(page.locator("#messages .agent")).to_have_count(1)
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await say(page, "谢谢")
    await has_bubbles(page, 6)
    assert len(await bubbles(page)) == 5


@ON_BOTH
@pytest.mark.parametrize("here", [True, False])
async def test_a_closed_ticket_is_not_answered_but_said_how_to_go_on(
    page: Page, site: str, api: FakeApi, here: bool
) -> None:
    """Closed in the chat, or on the ticket's page and by the agent."""
    await page.goto(site)
    await say(page, "你好")
    await shows(page, "收到。")
    api.updates = [UPDATE]
    api.news.set()
    await shows(page, "回复客服")
    if here:
        api.answers = [answer(text_reply("好的，工单 T-1 已关闭。"), closed="T-1")]
        await say(page, "工单解决了")
    else:
        api.closed = ["T-1"]
        await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await shows(page, "还有问题，回复“提交工单”再交一张")
    await expect(page.locator("a.reply")).to_have_count(0)


@ON_BOTH
async def test_every_page_marks_unread_answers(page: Page, site: str, api: FakeApi) -> None:
    api.unread = 2
    await page.goto(site)
    await say(page, "你好")
    await shows(page, "收到。")
    for path in ("/help", "/help/reset_password"):
        await page.goto(site + path)
        await expect(page.locator("#unread")).to_have_text("2", use_inner_text=True)
    api.unread = 3  # an agent answers while somebody reads
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await expect(page.locator("#unread")).to_have_text("3", use_inner_text=True)
    assert await complaints(page) == []
