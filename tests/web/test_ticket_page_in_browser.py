"""The plain ticket page as it is seen: it fits every width, reads well in light and dark, and works without scripts."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect
from yarl import URL

from tests.bot.gateway import Gateway
from tests.bot.test_web_tickets import agents
from tests.web.browsing import (
    DESK,
    IN_BROWSER,
    ON_BOTH,
    PHONE,
    WECHAT,
    OpenPage,
    complaints,
    leaving,
    resize,
    screen,
    shows,
)
from tests.web.looks import FAINT, TOO_WIDE, fits_in_wechat, objections
from tests.web.test_tickets_in_browser import PIXEL
from tickets.model import Person, Status, Submission

pytestmark = IN_BROWSER
LONG = "x" * 300
REFUSED = "Failed to load resource: the server responded with a status of 400 (Bad Request)"


async def visit(page: Page, gateway: Gateway) -> Person:
    """Open the page; gives who its visitor is to the desk."""
    address = str(gateway.client.make_url("/ticket"))
    await page.goto(address)
    token = next(cookie["value"] for cookie in await page.context.cookies(address) if cookie["name"] == "visitor")
    return Person("web", gateway.served.parts.sessions.conversation_key(token))


async def press(page: Page, text: str) -> None:
    """Press a button that leads to another page, and wait until that is loaded."""
    async with leaving(page):
        await page.locator("button", has_text=text).click()


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
async def test_it_fits_and_can_be_read(open_page: OpenPage, gateway: Gateway, width: int, dark: bool) -> None:
    page = await open_page(**screen(width, 800, dark=dark), java_script_enabled=False)
    person = await visit(page, gateway)
    number = opened(gateway, person)
    for path in ("/ticket", f"/ticket/{number}"):
        await page.goto(str(gateway.client.make_url(path)))
        await page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert await page.evaluate(TOO_WIDE) == []
        assert await page.evaluate(FAINT) == []
        assert await page.evaluate("document.querySelectorAll('h1').length") == 1
        assert "请重新登录试试" in await page.evaluate("document.body.innerText")
    assert await complaints(page) == []


async def test_a_ticket_is_added_to_and_closed(open_page: OpenPage, gateway: Gateway) -> None:
    page = await open_page(java_script_enabled=False)
    person = await visit(page, gateway)
    number = opened(gateway, person)
    await page.goto(str(gateway.client.make_url(f"/ticket/{number}")))
    await page.locator("textarea").fill("今天又试了一次还是不行")
    await press(page, "发给客服")
    shown = await page.evaluate("document.body.innerText")
    assert "已补充，客服会一起看。" in shown and "今天又试了一次还是不行" in shown
    await page.locator("summary", has_text="解决了，关闭工单").click()  # asks once more, without scripts too
    assert gateway.served.parts.desk.reader.own_ticket(person, number).status is Status.OPEN
    await press(page, "确认关闭")
    assert f"工单 {number}：已关闭" in await page.locator("h1").inner_text()
    assert gateway.served.parts.desk.reader.own_ticket(person, number).status is Status.CLOSED
    assert await complaints(page) == []


async def test_what_is_new_is_in_sight_when_the_page_opens(page: Page, gateway: Gateway) -> None:
    await resize(page, *PHONE)
    person = await visit(page, gateway)
    number = opened(gateway, person)
    gateway.served.parts.agents.reply("小林", number, "请再试一次。\n" * 12)
    gateway.clock.advance(1)
    gateway.served.parts.agents.reply("小林", number, "这是新的答复")
    await page.goto(str(gateway.client.make_url(f"/ticket/{number}")))
    await expect(page.locator(".line.reply").first).to_be_in_viewport()
    await page.locator("textarea").fill("今天又试了一次还是不行")
    async with page.expect_navigation():
        await page.get_by_role("button", name="发给客服").click()
    await expect(page.locator(".line", has_text="今天又试了一次")).to_be_in_viewport()
    await expect(page.get_by_text("已补充，客服会一起看。")).to_be_in_viewport()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_back_and_reload_show_a_refused_form_without_asking_to_post_again(
    open_page: OpenPage, gateway: Gateway, size: tuple[int, int]
) -> None:
    page = await open_page(**screen(*size), java_script_enabled=False)
    number = opened(gateway, await visit(page, gateway))
    for path, typed, button, fault in (
        ("/ticket", {"#username": "13900000016", "#description": "不行"}, "提交工单", "写得太少"),
        ("/ticket-recovery", {"#number": number, "#code": "AAAA-AAAB"}, "找回", "对不上"),
        (f"/ticket/{number}", {"textarea": ""}, "发给客服", "请写一句要补充的话"),
    ):
        address = str(gateway.client.make_url(path))
        await page.goto(address)
        for field, text in typed.items():
            await page.locator(field).fill(text)
        await press(page, button)
        assert page.url.startswith(f"{address}?again=")
        for way in ("stay", "reload", "back"):
            if way == "reload":
                await page.reload()
            elif way == "back":
                async with leaving(page):
                    await page.locator(".top-links a").first.click()
                await page.go_back()
            await shows(page, fault)
            assert {field: await page.locator(field).input_value() for field in typed} == typed, (path, way)
    await page.goto(str(gateway.client.make_url("/ticket")))
    await page.locator("#username").fill("13900000016")
    await page.locator("#description").fill("不行")
    await press(page, "提交工单")
    await page.locator("#description").fill("登录以后一直转圈")
    await press(page, "提交工单")
    await shows(page, "已收到，答复会出现在这一页。")
    await page.go_back()  # taken: it does not stand there as if it had not been
    await expect(page.locator("#username")).to_have_value("")
    assert await complaints(page) == []


@ON_BOTH
async def test_a_tap_on_a_picture_shows_it_in_large(page: Page, gateway: Gateway) -> None:
    await page.goto(str(gateway.client.make_url("/ticket")))
    await page.evaluate(CHOOSE % (PIXEL, "a.png", "image/png"))
    await page.locator(".tick input").click()
    await page.locator("#description").fill("登录以后一直转圈")
    await press(page, "提交工单")
    picture = page.locator(".contacts .shots a")
    await expect(picture.locator("img")).to_have_js_property("complete", True)
    await picture.focus()
    for way in ("tap", "keyboard"):
        await (picture.click() if way == "tap" else page.keyboard.press("Enter"))
        await expect(page.locator("#picture-view")).to_be_visible()
        await expect(page.locator("#picture-large img")).to_have_js_property("naturalWidth", 1)
        assert await objections(page) == []
        await (page.locator("#picture-large").click() if way == "tap" else page.keyboard.press("Escape"))
        await expect(page.locator("#picture-view")).to_be_hidden()
        await expect(picture).to_be_focused()
    assert len(page.context.pages) == 1
    assert await complaints(page) == []


CHOOSE = """(() => {
  const bytes = Uint8Array.from(atob(%r), (one) => one.charCodeAt(0));
  const chosen = new DataTransfer();
  chosen.items.add(new File([bytes], %r, {type: %r}));
  const field = document.getElementById("image");
  field.files = chosen.files;
  field.dispatchEvent(new Event("change"));
})()"""


@ON_BOTH
async def test_pictures_are_chosen_in_our_words_one_after_the_other(page: Page, gateway: Gateway) -> None:
    await page.goto(str(gateway.client.make_url("/ticket")))
    held = "[...document.getElementById('image').files].map((one) => one.name)"
    await expect(page.locator("#image.hidden")).to_be_attached()
    assert await page.locator(".choose").inner_text() == "选择图片"
    for name, kind in (("a.png", "image/png"), ("b", ""), ("c.txt", "text/plain")):
        await page.evaluate(CHOOSE % (PIXEL, name, kind))
    await shows(page, "没有放进来：“c.txt”不是图片。")
    assert await page.evaluate(held) == ["a.png", "b"]
    await page.locator(".picker button").last.click()
    assert await page.evaluate(held) == ["a.png"]
    await page.locator("#username").focus()
    for _ in range(2):  # past the tick: the field is hidden, not out of reach
        await page.keyboard.press("Tab")
    await expect(page.locator("#image")).to_be_focused()
    assert await page.evaluate("getComputedStyle(document.querySelector('.choose')).outlineStyle") == "solid"
    await page.locator(".tick input").click()
    await page.locator("button", has_text="提交工单").click()  # too little: the focus is where something is to be done
    await expect(page.locator("#description")).to_be_focused()
    await page.keyboard.insert_text("注册时一直提示证件号已注册")
    await press(page, "提交工单")
    assert "1 张" in await page.locator(".contacts").inner_text()
    await an_answer_comes_by_itself(page, gateway)
    assert await complaints(page) == [REFUSED]


@ON_BOTH
async def test_without_a_connection_nothing_that_was_typed_is_lost(page: Page, gateway: Gateway) -> None:
    await page.goto(str(gateway.client.make_url("/help")))
    await page.goto(str(gateway.client.make_url("/ticket")))
    await page.evaluate(CHOOSE % (PIXEL, "a.png", "image/png"))
    await page.locator("#username").fill("13900000016")
    await page.locator("#description").fill("太短")
    await page.context.set_offline(True)
    await page.locator("button", has_text="提交工单").click()
    await expect(page.locator(".unsent")).to_contain_text("没有网络，还没有提交。")
    await expect(page.locator(".unsent")).to_be_focused()
    await page.context.set_offline(False)
    await page.locator("button", has_text="提交工单").click()
    await expect(page.locator("#description")).to_be_focused()  # said what is wrong, on this very page
    await shows(page, "已经收到 1 张，不用再选。")
    assert await page.locator("#username").input_value() == "13900000016"
    await page.keyboard.insert_text("，登录以后一直转圈")
    await expect(page.locator("[aria-invalid]")).to_have_count(0)
    await press(page, "提交工单")
    assert "1 张" in await page.locator(".contacts").inner_text()
    await page.go_back()  # a form, not the browser's question whether to post again
    await expect(page.locator("#username")).to_be_visible()
    assert len(gateway.rows("SELECT number FROM ticket")) == 1


async def an_answer_comes_by_itself(page: Page, gateway: Gateway) -> None:
    """An agent answers while the page is open; what is being typed stays."""
    number = URL(page.url).name
    await page.locator("summary", has_text="补充文字或图片").click()
    await page.locator("details textarea").fill("还有一句")
    gateway.clock.advance(1)
    agents(gateway).reply("小李", number, "请重新登录试试")
    await shows(page, "客服 小李")
    assert "请重新登录试试" in await page.locator(".line.new").inner_text()
    assert await page.locator("details textarea").input_value() == "还有一句"
    await page.locator("#news button", has_text="客服有新答复").click()
    assert await page.evaluate("document.activeElement.classList.contains('line')")
    agents(gateway).reply("小李", number, "还有一步")
    await shows(page, "还有一步")  # seen here, so it is not news elsewhere
    await page.goto(str(gateway.client.make_url("/help")))
    gateway.clock.advance(1)
    agents(gateway).reply("小李", number, "最后一步")
    await page.reload()
    await expect(page.locator("#unread")).to_have_text("1", use_inner_text=True)  # nobody chatted: the cookie is known


@ON_BOTH
async def test_the_pages_of_tickets_suit_axe_and_fit_inside_wechat(
    page: Page, open_page: OpenPage, gateway: Gateway
) -> None:
    person = await visit(page, gateway)
    number = opened(gateway, person)
    mine = ("/ticket", f"/ticket/{number}", "/ticket/T2222222", "/ticket-recovery")
    paths = (*mine, "/human", "/privacy", "/no_such_page")
    for address in [str(gateway.client.make_url(path)) for path in paths]:
        await page.goto(address)
        assert await objections(page) == [], address
    for path, button in (("/ticket", "提交工单"), ("/ticket-recovery", "找回"), (f"/ticket/{number}", "发给客服")):
        await page.goto(str(gateway.client.make_url(path)))
        await page.locator("button", has_text=button).last.click()
        await expect(page.locator(".fault[role=alert]")).to_be_visible()
        assert await objections(page) == [], (path, "with what is wrong")
    in_wechat = await open_page(user_agent=WECHAT, storage_state=await page.context.storage_state())
    for address in [str(gateway.client.make_url(path)) for path in paths]:
        await fits_in_wechat(in_wechat, address)
