"""The plain ticket page as it is seen: it fits every width, reads well in light and dark, and works without scripts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from common.clock import FakeClock
from faq.library import Library
from tests.bot.gateway import Gateway, running_gateway
from tests.bot.test_web_tickets import agents
from tests.fakes.rasa_server import FakeRasa
from tests.small_project import write_small_project
from tests.web.browser import WAIT_S, Page
from tests.web.test_axe import axe as axe
from tests.web.test_axe import objections
from tests.web.test_pages_in_browser import FAINT, TOO_WIDE, fits_in_wechat
from tests.web.test_tickets_in_browser import PIXEL
from tickets.model import Person, Status, Submission

pytestmark = pytest.mark.browser
LONG = "x" * 300


@pytest.fixture
async def gateway(tmp_path: Path) -> AsyncIterator[Gateway]:
    """The real pages over a small knowledge base."""
    library = Library.open(write_small_project(tmp_path / "project"), FakeClock())
    async with FakeRasa() as rasa, running_gateway(tmp_path, library, rasa) as running:
        yield running


async def visit(page: Page, gateway: Gateway) -> Person:
    """Open the page without scripts; gives who its visitor is to the desk."""
    await page.call("Emulation.setScriptExecutionDisabled", value=True)
    await page.goto(str(gateway.client.make_url("/ticket")))
    address = str(gateway.client.make_url("/ticket"))
    cookies = (await page.call("Network.getCookies", urls=[address]))["cookies"]
    token = next(cookie["value"] for cookie in cookies if cookie["name"] == "visitor")
    return Person("web", gateway.served.parts.sessions.conversation_key(token))


async def press(page: Page, gateway: Gateway, text: str) -> None:
    """Press a button that leads to another page."""
    loaded = page._expect("Page.loadEventFired")
    await page.click("button", text)
    await asyncio.wait_for(loaded, WAIT_S)


def opened(gateway: Gateway, person: Person) -> str:
    """Two open tickets, one of them answered, and a closed one; gives the answered one's number."""
    desk = gateway.served.parts.desk
    descriptions = (f"注册时一直提示证件号已注册 {LONG}", "学籍查不到", "登录页面一直转圈")
    numbers = [desk.open(person, Submission(f"k{text}", None, text)).ticket.number for text in descriptions]
    desk.settle(person, numbers[2])
    agents(gateway).reply("客服", numbers[0], f"请重新登录试试 {LONG}")
    return numbers[0]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [320, 390, 1280])
async def test_it_fits_and_can_be_read(page: Page, gateway: Gateway, width: int, dark: bool) -> None:
    person = await visit(page, gateway)
    number = opened(gateway, person)
    for path in ("/ticket", f"/ticket/{number}"):
        await page.resize(width, 800, dark=dark)
        await page.goto(str(gateway.client.make_url(path)))
        await page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert await page.evaluate(TOO_WIDE) == []
        assert await page.evaluate(FAINT) == []
        assert await page.evaluate("document.querySelectorAll('h1').length") == 1
        assert "请重新登录试试" in await page.evaluate("document.body.innerText")
    assert page.errors == []


async def test_a_ticket_is_added_to_and_closed(page: Page, gateway: Gateway) -> None:
    person = await visit(page, gateway)
    number = opened(gateway, person)
    await page.goto(str(gateway.client.make_url(f"/ticket/{number}")))
    await page.click("textarea")
    await page.type("今天又试了一次还是不行")
    await press(page, gateway, "发给客服")
    shown = await page.evaluate("document.body.innerText")
    assert "已补充，客服会一起看。" in shown and "今天又试了一次还是不行" in shown
    await page.click("summary", "解决了，关闭工单")  # asks once more, without scripts too
    assert gateway.served.parts.desk.reader.own_ticket(person, number).status is Status.OPEN
    await press(page, gateway, "确认关闭")
    assert f"工单 {number}：已关闭" in await page.evaluate("document.querySelector('h1').innerText")
    assert gateway.served.parts.desk.reader.own_ticket(person, number).status is Status.CLOSED
    assert page.errors == []


CHOOSE = """(() => {
  const bytes = Uint8Array.from(atob(%r), (one) => one.charCodeAt(0));
  const chosen = new DataTransfer();
  chosen.items.add(new File([bytes], %r, {type: %r}));
  const field = document.getElementById("image");
  field.files = chosen.files;
  field.dispatchEvent(new Event("change"));
})()"""


async def test_pictures_are_chosen_in_our_words_one_after_the_other(page: Page, gateway: Gateway) -> None:
    await page.goto(str(gateway.client.make_url("/ticket")))
    held = "[...document.getElementById('image').files].map((one) => one.name)"
    await page.wait_for("document.querySelector('#image.hidden')")
    assert await page.evaluate("document.querySelector('.choose').innerText") == "选择图片"
    for name, kind in (("a.png", "image/png"), ("b", ""), ("c.txt", "text/plain")):
        await page.evaluate(CHOOSE % (PIXEL, name, kind))
    await page.wait_for_text("没有放进来：“c.txt”不是图片。")
    assert await page.evaluate(held) == ["a.png", "b"]
    await page.click(".picker button")
    assert await page.evaluate(held) == ["a.png"]
    await page.evaluate("document.getElementById('username').focus()")
    for _ in range(2):  # past the tick: the field is hidden, not out of reach
        await page.press("Tab")
    assert await page.evaluate("document.activeElement.id") == "image"
    assert await page.evaluate("getComputedStyle(document.querySelector('.choose')).outlineStyle") == "solid"
    await page.evaluate("document.querySelector('.tick input').click()")
    await press(page, gateway, "提交工单")  # too little was written: the focus is where something is to be done
    await page.wait_for("document.activeElement.id === 'description'")
    await page.type("注册时一直提示证件号已注册")
    await press(page, gateway, "提交工单")
    assert "1 张" in await page.evaluate("document.querySelector('.contacts').innerText")
    await an_answer_comes_by_itself(page, gateway)
    assert page.errors == ["Failed to load resource: the server responded with a status of 400 (Bad Request)"]


async def an_answer_comes_by_itself(page: Page, gateway: Gateway) -> None:
    """An agent answers while the page is open; what is being typed stays."""
    number = (await page.evaluate("location.pathname")).rpartition("/")[2]
    await page.click("summary", "补充文字或图片")
    await page.click("details textarea")
    await page.type("还有一句")
    gateway.clock.advance(1)
    agents(gateway).reply("小李", number, "请重新登录试试")
    await page.wait_for_text("客服 小李")
    assert "请重新登录试试" in await page.evaluate("document.querySelector('.line.new').innerText")
    assert await page.evaluate("document.querySelector('details textarea').value") == "还有一句"
    await page.click("#news button", "客服有新答复")
    assert await page.evaluate("document.activeElement.classList.contains('line')")


async def test_the_pages_of_tickets_suit_axe_and_fit_inside_wechat(page: Page, gateway: Gateway, axe: str) -> None:
    person = await visit(page, gateway)
    number = opened(gateway, person)
    await page.call("Emulation.setScriptExecutionDisabled", value=False)
    mine = ("/ticket", f"/ticket/{number}", "/ticket/T2222222", "/ticket-recovery")
    paths = (*mine, "/human", "/privacy", "/no_such_page")
    for address in [str(gateway.client.make_url(path)) for path in paths]:
        await page.goto(address)
        assert await objections(page, axe) == [], address
    for address in [str(gateway.client.make_url(path)) for path in paths]:
        await fits_in_wechat(page, address)
