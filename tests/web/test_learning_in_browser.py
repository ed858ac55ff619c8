"""An editor turns two misses into a live answer, a lead reads the day: by clicks, on a big screen and on a phone."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

import bot.gateway.desk_learning
from common.clock import FakeClock
from faq.engine.library import Library
from tests.bot.gateway import Gateway, running_gateway
from tests.fakes.judge import FakeJudge
from tests.fakes.rasa_server import FakeRasa
from tests.fakes.trial import FakeTrial
from tests.learning.project import write_project
from tests.web.browsing import DESK, IN_BROWSER, PHONE, OpenPage, complaints, leaving, resize, screen, shows
from tests.web.desk_stage import PASSWORD, sign_in
from tests.web.looks import TOO_WIDE
from tickets.accounts import Role
from tickets.outcomes import Ending, TurnOutcome, record_outcome

pytestmark = IN_BROWSER

MISSED = ("登录密码咋弄回来呀", "登录的密码咋弄得回来")


@pytest_asyncio.fixture(loop_scope="session")
async def gateway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Gateway]:
    monkeypatch.setattr(bot.gateway.desk_learning, "ReviewProcess", FakeJudge)
    monkeypatch.setattr(bot.gateway.desk_learning, "TrialProcess", FakeTrial)
    root = write_project(tmp_path / "project")
    async with FakeRasa() as rasa, running_gateway(root, Library.open(root, FakeClock()), rasa) as running:
        parts = running.served.parts
        for name, role in (("编辑", Role.EDITOR), ("主管", Role.LEAD)):
            parts.accounts.add("test", name, [role], PASSWORD)
        with parts.database.begin() as connection:
            for place, text in enumerate(MISSED):
                missed = TurnOutcome("web", f"k{place}", Ending.MISSED, "reset_password", "forgot_password", text)
                record_outcome(connection, missed, running.clock.now())
            answered = TurnOutcome("wechat", "w", Ending.ANSWERED, "find_username", "forgot_username", "用户名忘了")
            record_outcome(connection, answered, running.clock.now())
        yield running


NEXT_FRAME = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
"""What watches its own size (charts) has heard of a new one."""


async def fits(page: Page, size: tuple[int, int] = DESK) -> None:
    """Nothing sticks out, on a desk and on a phone; it is left as large as it was."""
    for other in sorted((DESK, PHONE), key=lambda one: one == size):
        await resize(page, *other)
        await page.evaluate(NEXT_FRAME)
        assert await page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
async def test_two_misses_become_a_live_answer(open_page: OpenPage, gateway: Gateway, size: tuple[int, int]) -> None:
    page = await open_page(**screen(*size))
    await sign_in(page, gateway, "编辑", "/desk/misses")
    await expect(page.locator(".groups li")).to_have_count(1)
    await fits(page, size)
    async with leaving(page):
        await page.locator(".groups a").last.click()
    await expect(page.locator("input[name=text]:checked")).to_have_count(2)
    # What is taken away is no question of a new entry any more either, and what the editor wrote there stays.
    questions = page.locator("[name=questions]")
    await page.locator("label", has_text="写新条目").click()
    await questions.fill("\n".join((*MISSED, "自己写的一句")))
    await page.locator("input[name=text]").first.uncheck()
    await expect(questions).to_have_value(f"{MISSED[1]}\n自己写的一句")
    await page.locator("input[name=text]").first.check()
    await page.locator("label", has_text="加成问法").click()
    await fits(page, size)
    # A text that stands in another entry already is refused in place, and nothing changes.
    await page.locator("[name=also]").fill("怎么查自己的用户名")
    await page.locator("button", has_text="预览").click()
    await expect(page.locator("#preview .refused")).to_contain_text("怎么查自己的用户名", use_inner_text=True)
    assert await page.locator("#verdict button").count() == 0
    await page.locator("[name=also]").fill("")
    await page.locator("button", has_text="预览").click()
    await expect(page.locator("#verdict.doubtful button").first).to_be_visible()
    shown = await page.locator("#preview").inner_text()
    for words in ("聊天里", "微信里", "找回密码", *MISSED, "直接答 “忘记密码怎么找回？”", "用户名没了咋找"):
        assert words in shown
    assert "别的条目的问题" not in shown
    await fits(page, size)
    # What the entry would take from another one stays with that, with one tick; the rest is looked at, then it is live.
    await page.locator("label", has_text="留给原来的").click()
    await page.locator("#verdict button", has_text="再审一次").click()
    await expect(page.locator("#preview [name=keep]:checked")).to_have_count(1)
    await page.locator("#verdict button", has_text="上线").click()
    await expect(page.locator("#verdict [role=alert]")).to_contain_text("勾选上面一句", use_inner_text=True)
    await page.locator("label", has_text="我逐条看过").click()
    async with leaving(page):
        await page.locator("#verdict button", has_text="上线").click()
    await expect(page.locator(".told")).to_contain_text("已写进知识库", use_inner_text=True)
    await shows(page, "这几天没有没答上来的")
    library = gateway.served.parts.library
    library.refresh()
    assert [library.decide(text).band for text in MISSED] == ["answer", "answer"]
    promised = (gateway.root / "faq/questions/desk.yml").read_text(encoding="utf-8")
    assert all(f"- question: {text}\n  entry: reset_password\n" in promised for text in MISSED)
    # And back, with one click: the misses are there again.
    async with leaving(page):
        await page.locator(".told button", has_text="撤销").click()
    await expect(page.locator(".groups li")).to_have_count(1)
    assert MISSED[0] not in (gateway.root / "faq/entries/added.yml").read_text(encoding="utf-8")
    assert await complaints(page) == []


async def test_an_entry_is_edited_with_its_preview_beside(open_page: OpenPage, gateway: Gateway) -> None:
    page = await open_page(**screen(*DESK))
    await sign_in(page, gateway, "编辑", "/desk/entries?q=密码")
    async with leaving(page):
        await page.locator(".list a", has_text="忘记密码怎么找回？").click()
    await shows(page, "现在的样子")
    await fits(page)
    await page.locator("[name=answer]").fill("在登录页点“忘记密码”，按提示做。")
    await expect(page.locator("#preview .wechat")).to_contain_text("忘记密码”", use_inner_text=True)
    await page.locator("button", has_text="检查，看影响").click()
    await page.locator("label", has_text="我逐条看过").click()
    async with leaving(page):
        await page.locator("#verdict button", has_text="上线").click()
    await expect(page.locator(".told")).to_contain_text("已写进知识库", use_inner_text=True)
    text = (gateway.root / "faq/entries/added.yml").read_text(encoding="utf-8")
    assert "点“忘记密码”" in text
    assert text.count("# 答案要短") == 2
    assert await complaints(page) == []


NEW = {
    "title": "学生证丢了怎么补办？",
    "entry_id": "student_card",
    "questions": "学生证丢了\n补学生证\n学生证不见了\n学生证怎么再办一张\n学生证没了咋整",
    "answer": "问学校学籍部门，照学校的规定补办。",
    "source": "学信网帮助中心 | 2025-09",
    "reviewed": "2026-11-01",
}


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
async def test_a_new_entry_is_told_its_faults_survives_a_reload_and_is_tried(
    open_page: OpenPage, gateway: Gateway, size: tuple[int, int]
) -> None:
    page = await open_page(**screen(*size))
    await sign_in(page, gateway, "编辑", "/desk/misses")
    async with leaving(page):
        await page.locator(".groups a").last.click()
    await page.locator("label", has_text="写新条目").click()
    for name, text in (NEW | {"source": "", "reviewed": "", "questions": "学生证丢了\n密码忘了怎么找回"}).items():
        await page.locator(f".act.new [name={name}]").fill(text)
    await page.locator(".act.new summary").click()
    await page.locator("[name=actions]").fill("找学校 | faq:no_such_entry")
    await page.locator("button", has_text="预览").click()
    # All faults at once, each under its field; the first of them is in sight.
    for name in ("source", "reviewed", "questions", "actions"):
        await expect(page.locator(f".field:has([name={name}]) .fault").first).to_be_visible()
        await expect(page.locator(f"[name={name}]")).to_have_attribute("aria-invalid", "true")
    await expect(page.locator("#verdict")).to_have_count(0)
    await fits(page, size)
    # Nothing is lost: neither by a reload, nor by signing out and in again.
    await page.reload()
    await shows(page, "没写完的")
    await expect(page.locator("[name=title]")).to_have_value(NEW["title"])
    address = page.url
    await page.context.clear_cookies()
    await sign_in(page, gateway, "编辑", address.removeprefix(str(gateway.client.make_url("/")).rstrip("/")))
    await expect(page.locator("[name=answer]")).to_have_value(NEW["answer"])
    for name, text in NEW.items():
        await page.locator(f".act.new [name={name}]").fill(text)
    await page.locator("[name=actions]").fill("")
    await page.locator("button", has_text="预览").click()
    await expect(page.locator("#verdict.doubtful button").first).to_be_visible()
    await expect(page.locator(".fault")).to_have_count(0)
    # A few sentences before it goes live; asking them takes nothing back.
    await page.locator("[name=tries]").fill("学生证找不着了")
    await page.locator("button", has_text="试一试").click()
    await expect(page.locator("#tried tr", has_text="学生证找不着了")).to_contain_text(NEW["title"])
    await expect(page.locator("#tried .taken", has_text="忘记密码怎么找回？")).to_be_visible()
    await fits(page, size)
    await page.locator("label", has_text="我逐条看过").click()
    async with leaving(page):
        await page.locator("#verdict button", has_text="上线").click()
    await expect(page.locator(".told")).to_contain_text("已写进知识库", use_inner_text=True)
    assert await page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('desk-entry'))") == []
    assert "student_card" in (gateway.root / "faq/entries/added.yml").read_text(encoding="utf-8")
    assert await complaints(page) == []


async def test_a_lead_reads_the_day(open_page: OpenPage, gateway: Gateway) -> None:
    page = await open_page(**screen(*DESK))
    charts = page.locator(".chart canvas")
    await sign_in(page, gateway, "主管", "/desk/day")
    for size in (DESK, PHONE):
        await resize(page, *size)
        await page.goto(str(gateway.client.make_url("/desk/day")))
        await expect(charts).to_have_count(3)
        tiles = "[...document.querySelectorAll('.tile')].map((tile) => tile.innerText.split('\\n'))"
        shown = await page.evaluate(tiles)
        assert (shown[0], shown[3]) == (["问了", "3", "前一天 0"], ["没答上", "2", "67%"])
        await fits(page, size)
        # The boxes name the day of the figures, and nothing has to be pointed at to read the last one.
        boxes = "[...document.querySelectorAll('.filters [type=date]')].map((box) => box.value)"
        assert len(set(await page.evaluate(boxes))) == 1
        legend = await page.locator(".chart .u-legend").first.inner_text()
        assert "–" not in legend, legend
        async with leaving(page):
            await page.locator(".filters a", has_text="30 天").click()
        await expect(charts).to_have_count(3)
        await fits(page, size)
    # A phone that is turned, a window that is made narrower: the drawings follow.
    for size, below_400 in ((DESK, False), (PHONE, True)):
        await resize(page, *size)
        width = re.compile(r"^[123]?\d?\d(\.\d+)?px$" if below_400 else r"^([4-9]\d\d|\d{4})(\.\d+)?px$")
        await expect(charts.first).to_have_css("width", width)
    await fits(page, PHONE)
    assert await complaints(page) == []
