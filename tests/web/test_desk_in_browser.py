"""An agent's day at the desk, on a big screen and on a phone: everything by clicks and keys, nothing overflowing."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Page, Route, expect

from common.clock import FakeClock
from faq.engine.library import Library
from tests.bot.gateway import Gateway, running_gateway, until
from tests.fakes.rasa_server import FakeRasa
from tests.small_project import write_small_project
from tests.tickets.samples import make_submission
from tests.web.browsing import DESK, IN_BROWSER, OpenPage, complaints, leaving, resize, screen, shows
from tests.web.desk_stage import ANNA, PASSWORD, PHONE, PICTURE, furnish, sign_in
from tests.web.looks import FAINT, TOO_WIDE
from tickets.accounts import Role
from tickets.model import Person, Status
from tickets.outbox import State, list_entries

pytestmark = IN_BROWSER


@pytest_asyncio.fixture(loop_scope="session")
async def gateway(tmp_path: Path) -> AsyncIterator[Gateway]:
    """The real gateway over a small knowledge base, with canned texts."""
    root = write_small_project(tmp_path / "project")
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq/canned.yml").write_text(
        "- title: 请补截图\n  text: 请给 {工单号} 补一张截图。\n", encoding="utf-8"
    )
    library = Library.open(root, FakeClock())
    async with FakeRasa() as rasa, running_gateway(tmp_path, library, rasa) as running:
        yield running


async def test_the_day_of_an_agent(open_page: OpenPage, gateway: Gateway) -> None:
    stage, parts = furnish(gateway), gateway.served.parts
    page = await open_page(**screen(*DESK))
    # From the link in a mail, through the door, to the ticket.
    await sign_in(page, gateway, "小林", f"/desk/tickets/{stage.main}")
    await shows(page, "上传的照片不合格")
    assert PHONE not in await page.evaluate("document.documentElement.outerHTML")
    # A key that leads nowhere says so: nobody goes on in another ticket without noticing.
    while await page.locator("#before").count():
        async with leaving(page):
            await page.keyboard.press("k")
    await page.keyboard.press("k")
    await shows(page, "没有上一张了")
    await page.goto(str(gateway.client.make_url(f"/desk/tickets/{stage.main}")))
    # The queue by keyboard: search, down, open.
    async with leaving(page):
        await page.keyboard.press("u")
    await expect(page.locator("#rows .row")).to_have_count(5)
    await page.keyboard.press("/")
    await page.keyboard.insert_text("不合格")
    async with leaving(page):
        await page.keyboard.press("Enter")
    await expect(page.locator("#rows .row")).to_have_count(1)
    await page.keyboard.press("j")
    async with leaving(page):
        await page.keyboard.press("Enter")
    await expect(page.locator(".ticket")).to_have_attribute("data-number", stage.main)
    # Mine; somebody else opens it too and is warned.
    await page.locator("button", has_text="分给我").click()
    await shows(page, "负责人：无 → 小林")
    second = await open_page(**screen(*DESK))
    await sign_in(second, gateway, "小王", f"/desk/tickets/{stage.main}")
    await shows(second, "小林 也在看")
    await second.close()
    # Raw data only with a reason, and only for now.
    await page.locator(".reveal summary").click()
    await page.locator("#reason").fill("核对")
    gateway.clock.advance(1)
    parts.agents.tag("小王", stage.main, "加急")  # the side is made anew: what is being written stays
    await expect(page.locator("#side .tags").first).to_contain_text("加急", use_inner_text=True)
    await page.keyboard.insert_text("手机号")
    assert await page.locator("#reason").input_value() == "核对手机号"
    await page.locator("button", has_text="显示号码原文").click()
    await shows(page, PHONE)
    # A canned text by `/`, some words more, sent; the box is empty and the delivery is shown.
    await page.keyboard.press("r")
    await page.keyboard.insert_text("/截图 补")
    await expect(page.locator("#answers [aria-selected=true]")).to_be_visible()
    await page.keyboard.press("Enter")
    await page.keyboard.insert_text("谢谢")
    await page.locator("button", has_text="发给用户").click()
    await shows(page, f"请给 {stage.main} 补一张截图。谢谢")
    await expect(page.locator(".told.sent")).to_be_visible()
    await expect(page.locator("#text")).to_have_value("")
    assert PHONE not in await page.evaluate("document.documentElement.outerHTML")
    # The person looks and adds something: both appear without a reload, and a draft stays.
    await page.locator("#text").fill("写到一半")
    gateway.clock.advance(1)
    parts.owners.look(ANNA, stage.main)
    parts.desk.add(ANNA, "<img src=x onerror=alert(1)>补好了", idempotency_key="a", number=stage.main)
    await shows(page, "补好了")
    await expect(page.locator(".told.seen")).to_be_visible()
    assert await page.locator("#text").input_value() == "写到一半"
    # A note, then the other ticket of the same person is merged into this one.
    await page.locator("#text").blur()
    await page.keyboard.press("n")
    await page.keyboard.insert_text("已核对，等照片")
    await page.locator("button", has_text="写下备注").click()
    await expect(page.locator(".said.note")).to_be_visible()
    assert await complaints(page) == []
    await page.goto(str(gateway.client.make_url(f"/desk/tickets/{stage.other}")))
    page.once("dialog", lambda dialog: dialog.accept())
    async with leaving(page):
        await page.locator("button", has_text=f"把 {stage.other} 并到这一张").click()
    await shows(page, "并进来的")
    await page.locator("button", has_text="标为已解决").click()
    await expect(page.locator("#head .state.resolved")).to_be_visible()
    assert await complaints(page) == []
    ticket = parts.desk.reader.ticket(stage.main)
    assert [(line.kind, line.author) for line in ticket.messages if line.author == "小林"] != []


async def test_what_is_still_owed_looks_due_and_closing_asks_first(open_page: OpenPage, gateway: Gateway) -> None:
    stage, parts = furnish(gateway), gateway.served.parts
    parts.agents.reply("小林", stage.main, "在核对，下午再回您", status=Status.OPEN)
    page = await open_page(**screen(*DESK))
    await sign_in(page, gateway, "小林", "/desk/tickets")
    row = page.locator(f".row.waiting[data-number={stage.main}]")
    await expect(row.locator(".row-side")).to_contain_text("还要再回", use_inner_text=True)
    await expect(row.locator(".row-side")).to_contain_text("还有 3 个工作日", use_inner_text=True)
    await expect(row.locator(".row-side")).to_contain_text("前要", use_inner_text=True)  # it says 明天要用
    # All of it in one line, one beside the other.
    boxes = [await one.bounding_box() or {} for one in await row.locator(".row-side .left, .who, time").all()]
    assert len(boxes) == 5
    assert all(one["x"] + one["width"] <= other["x"] for one, other in pairwise(boxes))
    assert max(abs(one["y"] - other["y"]) for one, other in pairwise(boxes)) < 8
    await page.goto(str(gateway.client.make_url(f"/desk/tickets/{stage.main}")))
    await expect(page.locator("#head")).to_contain_text("还有 3 个工作日", use_inner_text=True)
    # After a tag, keys are keys again; what `/` offers stands whole, the nearest answers before the phrases.
    await page.locator("#tag").fill("等照片")
    await page.keyboard.press("Enter")
    await expect(page.locator("#side .tags").first).to_contain_text("等照片", use_inner_text=True)
    await page.keyboard.press("r")
    await page.keyboard.insert_text("/")
    await expect(page.locator("#answers [aria-selected=true]")).to_be_visible()
    seen = "(() => { const box = document.querySelector('#answers').getBoundingClientRect();"
    bar = "const bar = document.querySelector('.bar').getBoundingClientRect().bottom;"
    assert await page.evaluate(f"{seen} {bar} return box.top >= bar && box.bottom <= innerHeight; }})()")
    await page.keyboard.press("Escape")
    await page.locator("#text").fill("")
    page.once("dialog", lambda dialog: dialog.dismiss())
    await page.locator("#side button", has_text="关闭").click()
    await expect(page.locator("#head .state.open")).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    await page.locator("#side button", has_text="关闭").click()
    await expect(page.locator("#head .state.closed")).to_be_visible()
    assert await complaints(page) == []


async def test_a_list_that_comes_after_the_ticket_was_closed_finds_no_box_and_complains_of_nothing(
    open_page: OpenPage, gateway: Gateway
) -> None:
    stage = furnish(gateway)
    page = await open_page(**screen(*DESK))
    await sign_in(page, gateway, "小林", f"/desk/tickets/{stage.main}")
    gate, is_asked = asyncio.Event(), asyncio.Event()

    async def slow(route: Route) -> None:
        is_asked.set()
        await gate.wait()
        await route.continue_()

    await page.route("**/desk/answers?*", slow)
    await page.keyboard.press("r")
    await page.keyboard.insert_text("/请")
    await is_asked.wait()
    # One list is on its way, and one more is waited for when the box goes; a later timer runs after an earlier one.
    gone = "document.getElementById('text').dispatchEvent(new Event('input', { bubbles: true }));"
    gone += "document.getElementById('box').remove();"
    await page.evaluate(f"() => {{ {gone} return new Promise((done) => setTimeout(done, 400)); }}")
    async with page.expect_response("**/desk/answers?*") as late:
        gate.set()
    await (await late.value).finished()
    assert await complaints(page) == []


async def test_a_slash_from_which_nothing_was_chosen_is_never_sent(open_page: OpenPage, gateway: Gateway) -> None:
    stage = furnish(gateway)
    page = await open_page(**screen(*DESK))
    await sign_in(page, gateway, "小林", f"/desk/tickets/{stage.main}")
    gate = asyncio.Event()

    async def slow(route: Route) -> None:
        await gate.wait()
        await route.continue_()

    await page.route("**/desk/answers?*", slow)
    await page.keyboard.press("r")
    await page.keyboard.insert_text("您好 /请补")
    # No draft of it either: who comes back finds what was really written.
    assert await page.evaluate(f"sessionStorage.getItem('desk-draft-{stage.main}')") == "您好 "
    # Enter before the list is there takes the first of it when it comes.
    await page.keyboard.press("Enter")
    await expect(page.locator("#text")).to_have_value("您好 /请补")
    gate.set()
    await expect(page.locator("#text")).to_have_value(f"您好 请给 {stage.main} 补一张截图。")
    # Sent in spite of it, it is refused, and stays to be mended; Ctrl+Enter sends from the whole form.
    for text in ("/", "//从没注册过", "好的 /"):
        await page.locator("#text").fill(text)
        await page.locator("[name=stays]").focus()
        async with page.expect_response("**/reply?*") as refused:
            await page.keyboard.press("Control+Enter")
        assert (await refused.value).status == 400
        await shows(page, "还没有选成一条")
    await page.locator("#text").fill("是/否都行")
    await page.locator("[name=stays]").check()
    await page.keyboard.press("Control+Enter")
    await shows(page, "已发给用户")


async def test_the_last_word_stays_in_sight_however_late_the_pictures_come(
    open_page: OpenPage, gateway: Gateway
) -> None:
    stage, parts = furnish(gateway), gateway.served.parts
    parts.agents.reply("小林", stage.main, "请换一张清楚的照片再试")
    parts.desk.add(ANNA, "谢谢小林，换好了，还是不行", idempotency_key="a", number=stage.main)
    page = await open_page(**screen(*DESK))

    async def late(route: Route) -> None:
        await asyncio.sleep(1.5)
        await route.continue_()

    await page.route("**/pictures/**", late)
    await sign_in(page, gateway, "小林", f"/desk/tickets/{stage.main}")
    place = """(() => {
        const of = (name) => [...document.querySelectorAll(name)].pop().getBoundingClientRect();
        return [of(".bar").bottom <= of("#talk > .said").top, of("#talk > .said").bottom <= of("#box").top];
    })()"""
    assert await page.evaluate(place) == [True, True]
    tall = "document.querySelector('#talk img').naturalHeight > 0"
    while not await page.evaluate(tall):
        await page.wait_for_timeout(100)
    await page.wait_for_timeout(100)
    assert await page.evaluate(place) == [True, True]


async def test_an_answered_ticket_is_found_again_and_one_in_hand_stays(open_page: OpenPage, gateway: Gateway) -> None:
    stage, parts = furnish(gateway), gateway.served.parts
    page = await open_page(**screen(*DESK))
    await sign_in(page, gateway, "小林", f"/desk/tickets/{stage.main}")
    while await page.locator("#before").count():
        async with leaving(page):
            await page.keyboard.press("k")
    first = str(await page.locator(".ticket").get_attribute("data-number"))
    # What we still owe an answer stays with us.
    await page.keyboard.press("r")
    await page.keyboard.insert_text("收到，在核对")
    await page.locator("label.inline", has_text="还要再回").click()
    await page.locator("button", has_text="发给用户").click()
    await shows(page, "收到，在核对")
    assert parts.desk.reader.ticket(first).status == Status.OPEN
    # What is answered leaves the list, the keys are keys again, and `k` leads back to it.
    await page.keyboard.press("r")
    await page.keyboard.insert_text("请用新的照片再传")
    await page.locator("button", has_text="发给用户").click()
    await shows(page, "请用新的照片再传")
    await expect(page.locator("#text")).not_to_be_focused()
    assert parts.desk.reader.ticket(first).status == Status.PENDING
    await page.reload()
    async with leaving(page):
        await page.keyboard.press("j")
    async with leaving(page):
        await page.keyboard.press("k")
    await expect(page.locator(".ticket")).to_have_attribute("data-number", first)
    assert await complaints(page) == []


async def test_the_day_of_an_agent_on_a_phone(page: Page, gateway: Gateway) -> None:
    """By taps alone: what is late, answered from a canned text, settled; three others taken over together."""
    stage, parts = furnish(gateway), gateway.served.parts
    await sign_in(page, gateway, "小林", f"/desk/tickets/{stage.main}")
    await page.locator("#text").fill("/补截图")
    await expect(page.locator("#answers [aria-selected=true]")).to_be_visible()
    await page.locator("#answers [data-text]", has_text="请补截图").last.click()
    await page.locator("#images").set_input_files(PICTURE)
    await expect(page.locator("#chosen img")).to_be_visible()
    await page.locator("label.inline", has_text="并标为已解决").click()
    await page.locator("button", has_text="发给用户").click()
    await expect(page.locator("#head .state.resolved")).to_be_visible()
    await expect(page.locator("#talk .said.reply img").first).to_have_attribute("src", re.compile(stage.main))
    async with leaving(page):
        await page.locator("#head .back").click()
    await expect(page.locator("#rows .row").nth(2)).to_be_visible()
    assert await page.locator("#bulk").is_hidden()
    for place in range(3):
        await page.locator("#rows .pick input").nth(place).click()
    await expect(page.locator("#bulk")).to_contain_text("选了 3 张", use_inner_text=True)
    assert await page.evaluate(TOO_WIDE) == []
    chosen = await page.evaluate(
        "[...document.querySelectorAll('#rows :checked')].map((one) => one.value.split('.')[0])"
    )
    # The list changes under the agent: what was picked stays picked.
    parts.agents.note("小王", chosen[0], "看过了")
    version = parts.agents.reader.ticket(chosen[0]).version
    await expect(page.locator(f'#rows [value="{chosen[0]}.{version}"]')).to_be_checked()
    await expect(page.locator("#rows :checked")).to_have_count(3)
    await page.locator("#bulk button", has_text="分派").click()
    await shows(page, "3 张分派了")
    await expect(page.locator("#bulk")).to_be_hidden()
    assert [parts.agents.reader.ticket(number).assignee for number in chosen] == ["小林"] * 3
    assert await complaints(page) == []


async def test_the_day_of_an_admin(open_page: OpenPage, gateway: Gateway) -> None:
    """What could not be sent is seen with its reason, tried again, and given up; at a desk and on a phone."""
    parts = gateway.served.parts
    parts.accounts.add("test", "管理", [Role.ADMIN], PASSWORD)
    page = await open_page(**screen(*DESK))
    for place, size in enumerate((DESK, (390, 844))):
        await resize(page, *size)
        number = parts.desk.open(Person("wechat", f"wx-{place}"), make_submission(f"form-{place}")).ticket.number
        parts.agents.reply("小林", number, "您好")  # no account is set up here
        await until(lambda: len(list_entries(parts.database, (State.DEAD,))) == 1)
        if place == 0:
            await sign_in(page, gateway, "管理")
        async with leaving(page):
            await page.locator(".bar nav a", has_text="运行").click()
        await shows(page, "这里没有接入渠道 wechat")
        # Tables scroll by themselves.
        assert await page.evaluate(TOO_WIDE.replace(".skip", ".skip, .scroll")) == []
        async with leaving(page):
            await page.locator("#outbox button", has_text="重发").click()
        await until(lambda: len(list_entries(parts.database, (State.DEAD,))) == 1)
        await page.reload()
        async with leaving(page):
            await page.locator("#outbox button", has_text="放弃").click()
        await expect(page.locator("body")).not_to_contain_text("这里没有接入渠道", use_inner_text=True)
    done = gateway.rows("SELECT action FROM audit_entry WHERE subject LIKE 'outbox:%' ORDER BY sequence")
    assert done == [("resend",), ("drop_delivery",)] * 2
    assert await complaints(page) == []


async def test_it_fits_a_phone_and_reads_well(page: Page, gateway: Gateway) -> None:
    stage = furnish(gateway)
    await sign_in(page, gateway, "小林", "/desk/tickets?view=all")
    for path in ("/desk/tickets?view=all", f"/desk/tickets/{stage.main}", "/desk/nowhere"):
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)
            await page.goto(str(gateway.client.make_url(path)))
            assert await page.evaluate(TOO_WIDE) == [], path
            assert await page.evaluate(FAINT) == [], (path, scheme)
