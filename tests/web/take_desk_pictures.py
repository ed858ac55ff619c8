"""Takes the pictures of docs/desk.md, so that they never show an older look; needs no running service.

    .venv/bin/python -m tests.web.take_desk_pictures

Serves a desk with invented people, tickets and talks over the project's knowledge base, from a folder of its own.
All but that of 运行, which wants every process of a real installation.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
from datetime import timedelta
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright, expect
from sqlalchemy import insert

from benchmarks.desk_figures import DAYS, make_turns
from common.clock import FakeClock
from faq.engine.library import Library
from learning.shelf import copy_content
from tests.bot.gateway import Gateway, running_gateway
from tests.fakes.rasa_server import FakeRasa, say
from tests.web.browsing import DESK, PHONE, ROOT, launch, leaving, screen
from tests.web.desk_stage import PASSWORD, Stage, furnish, sign_in
from tests.web.take_pictures import keep
from tickets.accounts import Role
from tickets.outcomes import Ending, TurnOutcome, record_outcome
from tickets.schema import turn_outcome
from tickets.searches import record_miss
from tickets.ticket_texts import set_topics, without_topic

_TURNS = 4_000
_FIRST_GROUPS_MS = 240_000
"""The sentence model is loaded for them; that takes long on a busy machine."""
_MISSED = {
    "图像校对点不了": 4,
    "学信网图像校对打不开": 3,
    "毕业照图像校对一直转圈": 2,
    "买学生票提示未通过学籍核验": 5,
    "学生优惠核验失败跟学籍有关吗": 2,
    "验证报告下载下来是空白的": 3,
    "在线验证报告打开空白": 1,
    "附近哪里能打印报告": 1,
}
_TOPICS = {"证件号": "学信网账号", "换了手机号": "学信网账号", "图像校对": "图像采集"}


def fill(gateway: Gateway) -> Stage:
    """What the rooms show: tickets, ninety days of talks, misses."""
    parts, now = gateway.served.parts, gateway.clock.now()
    stage = furnish(gateway)
    parts.accounts.add("test", "主管", [Role.LEAD], PASSWORD)
    topics = {
        key: next((topic for word, topic in _TOPICS.items() if word in text), "学信档案")
        for key, text in without_topic(parts.database, parts.agents.vault).items()
    }
    set_topics(parts.database, topics)
    turns = [{**turn, "text": None} for turn in make_turns(random.Random(7), _TURNS, now - timedelta(days=DAYS - 1))]
    with parts.database.begin() as connection:
        connection.execute(insert(turn_outcome), turns)
        for place, (text, times) in enumerate(_MISSED.items()):
            for time in range(times):
                turn = TurnOutcome("web", f"web-missed{place}-{time}", Ending.MISSED, None, None, text)
                record_outcome(connection, turn, now - timedelta(hours=5 * time + place))
    record_miss(parts.database, "学生票核验", now)
    return stage


async def desk_page(browser: Browser, gateway: Gateway, name: str, path: str, size: tuple[int, int] = DESK) -> Page:
    """A page of the desk as somebody sees it who signs in there."""
    page = await (await browser.new_context(**screen(*size))).new_page()
    await sign_in(page, gateway, name, path)
    return page


async def take_talk(browser: Browser, gateway: Gateway) -> None:
    """Somebody waits with a question, an agent takes it, both say something."""
    live, rasa = gateway.served.parts.live, gateway.rasa
    page = await desk_page(browser, gateway, "小林", "/desk/talks")
    await page.locator("#here").check()
    live.at_desk.seen("小林")
    rasa.answers.append(
        say(
            "先换个浏览器，或者换手机流量再开一次。还打不开，把页面上的提示发给我。",
            {"custom": {"trace": {"band": "answer", "faq_id": "site_unavailable", "candidates": []}}},
            intent="ask_other_service",
        )
    )
    for text in ("学信档案打开一直是白页，怎么办", "转人工", "手机上也是白页"):
        await gateway.post(session="anna", text=text)
    [talk] = live.waiting()
    await page.goto(str(gateway.client.make_url(f"/desk/talks/{talk.id}")))
    async with leaving(page):
        await page.locator("button", has_text="接通").click()
    live.say("小林", talk.id, "您好，点浏览器地址栏左边的图标，把这个网站的数据清一下。", "k1")
    await gateway.post(session="anna", text="清了，好像可以了")
    await gateway.post(session="ben", text="毕业证书编号查不到")
    await gateway.post(session="ben", text="人工")
    await page.reload()
    await expect(page.locator(".talks li")).to_have_count(2)
    await page.locator(".toasts p").click()
    await keep(page, "desk-talk")


async def take(gateway: Gateway) -> None:
    """All of them, one after the other."""
    stage = fill(gateway)
    async with async_playwright() as driver:
        browser = await launch(driver)
        page = await desk_page(browser, gateway, "小林", "/desk/tickets?view=all")
        await keep(page, "desk-queue")
        await page.goto(str(gateway.client.make_url(f"/desk/tickets/{stage.main}")))
        await keep(page, "desk-ticket")
        phone = await desk_page(browser, gateway, "小林", f"/desk/tickets/{stage.main}", PHONE)
        await keep(phone, "desk-phone")
        page = await desk_page(browser, gateway, "编辑", "/desk/entries")
        await page.goto(str(gateway.client.make_url("/desk/misses")), timeout=_FIRST_GROUPS_MS)
        await expect(page.locator(".groups li").nth(2)).to_be_visible(timeout=_FIRST_GROUPS_MS)
        await keep(page, "desk-misses")
        page = await desk_page(browser, gateway, "主管", "/desk/day")
        async with leaving(page):
            await page.locator(".filters a", has_text="30 天").click()
        await expect(page.locator(".chart canvas")).to_have_count(3)
        await keep(page, "desk-day")
        await take_talk(browser, gateway)
        await browser.close()


async def serve_and_take() -> None:
    """A gateway of its own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="desk-pictures-") as folder:
        copy_content(ROOT, Path(folder))
        library = Library.open(ROOT, FakeClock())
        async with FakeRasa() as rasa, running_gateway(Path(folder), library, rasa) as gateway:
            await take(gateway)


if __name__ == "__main__":
    asyncio.run(serve_and_take())
