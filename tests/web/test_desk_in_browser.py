"""An agent's day at the desk, on a big screen and on a phone: everything by clicks and keys, nothing overflowing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from common.clock import FakeClock
from faq.library import Library
from tests.bot.gateway import Gateway, running_gateway, until
from tests.fakes.rasa_server import FakeRasa
from tests.small_project import write_small_project
from tests.tickets.samples import make_submission
from tests.web.browser import Page, open_page
from tests.web.desk_stage import ANNA, PASSWORD, PHONE, furnish, sign_in
from tests.web.test_pages_in_browser import FAINT, TOO_WIDE
from tickets.accounts import Role
from tickets.model import Person
from tickets.outbox import State, list_entries

pytestmark = pytest.mark.browser
PICK_PICTURE = """new Promise((done) => {
  const canvas = Object.assign(document.createElement("canvas"), {width: 40, height: 30});
  canvas.getContext("2d").fillRect(5, 5, 20, 10);
  canvas.toBlob((blob) => {
    const files = new DataTransfer();
    files.items.add(new File([blob], "shot.png", {type: "image/png"}));
    const input = document.getElementById("images");
    input.files = files.files;
    input.dispatchEvent(new Event("change", {bubbles: true}));
    done(true);
  });
})"""
"""As if somebody had chosen a picture of their own."""


@pytest.fixture
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


async def test_the_day_of_an_agent(page: Page, devtools: str, gateway: Gateway) -> None:
    stage, parts = furnish(gateway), gateway.served.parts
    await page.resize(1280, 800)
    # From the link in a mail, through the door, to the ticket.
    await sign_in(page, gateway, "小林", f"/desk/tickets/{stage.main}")
    await page.wait_for_text("上传的照片不合格")
    assert PHONE not in await page.evaluate("document.documentElement.outerHTML")
    # The queue by keyboard: search, down, open.
    async with page.leaving():
        await page.press("u")
    await page.wait_for("document.querySelectorAll('#rows .row').length === 5")
    await page.press("/")
    await page.type("不合格")
    async with page.leaving():
        await page.press("Enter")
    await page.wait_for("document.querySelectorAll('#rows .row').length === 1")
    await page.press("j")
    async with page.leaving():
        await page.press("Enter")
    await page.wait_for(f"document.querySelector('.ticket')?.dataset.number === '{stage.main}'")
    # Mine; somebody else opens it too and is warned.
    await page.click("button", "分给我")
    await page.wait_for_text("负责人：无 → 小林")
    async with open_page(devtools) as second:
        await sign_in(second, gateway, "小王", f"/desk/tickets/{stage.main}")
        await second.wait_for_text("小林 也在看")
    # Raw data only with a reason, and only for now.
    await page.evaluate("document.querySelector('.reveal').open = true")
    await page.evaluate("document.getElementById('reason').focus()")
    await page.type("核对手机号")
    await page.click("button", "显示号码原文")
    await page.wait_for_text(PHONE)
    # A canned text by `/`, some words more, sent; the box is empty and the delivery is shown.
    await page.press("r")
    await page.type("/补截图")
    await page.wait_for("document.querySelector('#answers [aria-selected=true]')")
    await page.press("Enter")
    await page.type("谢谢")
    await page.click("button", "发给用户")
    await page.wait_for_text(f"请给 {stage.main} 补一张截图。谢谢")
    await page.wait_for("document.querySelector('.told.sent') && document.getElementById('text').value === ''")
    assert PHONE not in await page.evaluate("document.documentElement.outerHTML")
    # The person looks and adds something: both appear without a reload, and a draft stays.
    await page.evaluate("document.getElementById('text').focus()")
    await page.type("写到一半")
    gateway.clock.advance(1)
    parts.owners.look(ANNA, stage.main)
    parts.desk.add(ANNA, "<img src=x onerror=alert(1)>补好了", idempotency_key="a", number=stage.main)
    await page.wait_for_text("补好了")
    await page.wait_for("document.querySelector('.told.seen')")
    assert await page.evaluate("document.getElementById('text').value") == "写到一半"
    # A note, then the other ticket of the same person is merged into this one.
    await page.evaluate("document.getElementById('text').blur()")
    await page.press("n")
    await page.type("已核对，等照片")
    await page.click("button", "写下备注")
    await page.wait_for("document.querySelector('.said.note')")
    assert page.errors == []
    await page.goto(str(gateway.client.make_url(f"/desk/tickets/{stage.other}")))
    await page.evaluate("window.confirm = () => true")
    async with page.leaving():
        await page.click("button", "把这张并进去")
    await page.wait_for_text("并进来的")
    await page.click("button", "标为已解决")
    await page.wait_for("document.querySelector('#head .state.resolved')")
    assert page.errors == []
    ticket = parts.desk.reader.ticket(stage.main)
    assert [(line.kind, line.author) for line in ticket.messages if line.author == "小林"] != []


async def test_the_day_of_an_agent_on_a_phone(page: Page, gateway: Gateway) -> None:
    """By taps alone: what is late, answered from a canned text, settled; three others taken over together."""
    stage, parts = furnish(gateway), gateway.served.parts
    await page.resize(390, 844)
    await sign_in(page, gateway, "小林", f"/desk/tickets/{stage.main}")
    await page.click("#text")
    await page.type("/补截图")
    await page.wait_for("document.querySelector('#answers [aria-selected=true]')")
    await page.click("#answers [data-text]", "请补截图")
    await page.evaluate(PICK_PICTURE)
    await page.wait_for("document.querySelector('#chosen img')")
    await page.click("label.inline", "并标为已解决")
    await page.click("button", "发给用户")
    await page.wait_for("document.querySelector('#head .state.resolved')")
    await page.wait_for(f"document.querySelector('#talk .said.reply img')?.src.includes('{stage.main}')")
    async with page.leaving():
        await page.click("#head .back")
    await page.wait_for("document.querySelectorAll('#rows .row').length >= 3")
    assert await page.evaluate("document.getElementById('bulk').hidden")
    for place in range(3):
        await page.evaluate(f"document.querySelectorAll('#rows .pick input')[{place}].click()")
    await page.wait_for("document.getElementById('bulk').innerText.includes('选了 3 张')")
    assert await page.evaluate(TOO_WIDE) == []
    chosen = await page.evaluate(
        "[...document.querySelectorAll('#rows :checked')].map((one) => one.value.split('.')[0])"
    )
    # The list changes under the agent: what was picked stays picked.
    parts.agents.note("小王", chosen[0], "看过了")
    version = parts.agents.reader.ticket(chosen[0]).version
    await page.wait_for(f"document.querySelector('#rows [value=\"{chosen[0]}.{version}\"]')?.checked")
    await page.wait_for("document.querySelectorAll('#rows :checked').length === 3")
    await page.click("#bulk button", "分派")
    await page.wait_for_text("3 张分派了")
    await page.wait_for("document.getElementById('bulk').hidden")
    assert [parts.agents.reader.ticket(number).assignee for number in chosen] == ["小林"] * 3
    assert page.errors == []


async def test_the_day_of_an_admin(page: Page, gateway: Gateway) -> None:
    """What could not be sent is seen with its reason, tried again, and given up; at a desk and on a phone."""
    parts = gateway.served.parts
    parts.accounts.add("test", "管理", [Role.ADMIN], PASSWORD)
    for place, size in enumerate(((1280, 800), (390, 844))):
        await page.resize(*size)
        number = parts.desk.open(Person("wechat", f"wx-{place}"), make_submission(f"form-{place}")).ticket.number
        parts.agents.reply("小林", number, "您好")  # no account is set up here
        await until(lambda: len(list_entries(parts.database, (State.DEAD,))) == 1)
        if place == 0:
            await sign_in(page, gateway, "管理")
        async with page.leaving():
            await page.click(".bar nav a", "运行")
        await page.wait_for_text("这里没有接入渠道 wechat")
        # Tables scroll by themselves.
        assert await page.evaluate(TOO_WIDE.replace(".skip", ".skip, .scroll")) == []
        async with page.leaving():
            await page.click("#outbox button", "重发")
        await until(lambda: len(list_entries(parts.database, (State.DEAD,))) == 1)
        await page.reload()
        async with page.leaving():
            await page.click("#outbox button", "放弃")
        assert not await page.evaluate("document.body.innerText.includes('这里没有接入渠道')")
    done = gateway.rows("SELECT action FROM audit_entry WHERE subject LIKE 'outbox:%' ORDER BY sequence")
    assert done == [("resend",), ("drop_delivery",)] * 2
    assert page.errors == []


async def test_it_fits_a_phone_and_reads_well(page: Page, gateway: Gateway) -> None:
    stage = furnish(gateway)
    await page.resize(390, 844)
    await sign_in(page, gateway, "小林", "/desk/tickets?view=all")
    for path in ("/desk/tickets?view=all", f"/desk/tickets/{stage.main}", "/desk/nowhere"):
        for dark in (False, True):
            await page.resize(390, 844, dark=dark)
            await page.goto(str(gateway.client.make_url(path)))
            assert await page.evaluate(TOO_WIDE) == [], path
            assert await page.evaluate(FAINT) == [], (path, dark)
