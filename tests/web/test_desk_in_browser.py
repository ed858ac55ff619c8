"""An agent's day at the desk, on a big screen and on a phone: everything by clicks and keys, nothing overflowing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from common.clock import FakeClock
from faq.library import Library
from tests.bot.gateway import Gateway, running_gateway
from tests.fakes.rasa_server import FakeRasa
from tests.small_project import write_small_project
from tests.web.browser import Page, open_page
from tests.web.desk_stage import ANNA, PHONE, furnish, sign_in
from tests.web.test_pages_in_browser import FAINT, TOO_WIDE

pytestmark = pytest.mark.browser


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
