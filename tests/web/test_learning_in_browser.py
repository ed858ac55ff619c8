"""An editor turns two misses into a live answer, a lead reads the day: by clicks, on a big screen and on a phone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import bot.gateway.desk_learning
from common.clock import FakeClock
from faq.checks.content import check_content
from faq.library import Library
from learning.shelf import copy_content, write_files
from learning.verdict import Moved, ReviewVerdict
from learning.workbench import ChangeDraft
from tests.bot.gateway import Gateway, running_gateway
from tests.fakes.rasa_server import FakeRasa
from tests.learning.project import write_project
from tests.web.browser import Page
from tests.web.desk_stage import PASSWORD, sign_in
from tests.web.test_pages_in_browser import TOO_WIDE
from tickets.accounts import Role
from tickets.outcomes import Ending, TurnOutcome, record_outcome

pytestmark = pytest.mark.browser

MISSED = ("登录密码咋弄回来呀", "登录的密码咋弄得回来")


class Checking:
    """Reviews by the check alone, at once; known questions are `test_reviewing`'s matter."""

    def __init__(self, shelf: object, *_: object) -> None:
        self._shelf = shelf
        self._drafts: dict[str, ChangeDraft] = {}

    def begin(self, draft: ChangeDraft, instead_of: str = "") -> None:
        self._drafts[draft.key] = draft

    def draft(self, key: str) -> ChangeDraft | None:
        return self._drafts.get(key)

    def progress(self, draft: ChangeDraft) -> str:
        return ""

    async def verdict(self, draft: ChangeDraft, wait_s: float) -> ReviewVerdict:
        place = Path(str(self._shelf._root)).parent / f"draft-{draft.key}"  # type: ignore[attr-defined]
        if not place.exists():
            copy_content(self._shelf._root, place)  # type: ignore[attr-defined]
            write_files(place, draft.files)
        moved = (Moved("密码丢了", "反问", "直接答 reset_password", "reset_password"),)
        return ReviewVerdict(tuple(map(str, check_content(place))), moved, 12, "可以上线。")

    async def close(self) -> None:
        return


@pytest.fixture
async def gateway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Gateway]:
    monkeypatch.setattr(bot.gateway.desk_learning, "ReviewProcess", Checking)
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


DESK, PHONE = (1280, 800), (390, 844)


async def fits(page: Page, size: tuple[int, int] = DESK) -> None:
    """Nothing sticks out, on a desk and on a phone; it is left as large as it was."""
    for other in sorted((DESK, PHONE), key=lambda one: one == size):
        await page.resize(*other)
        await page.next_frame()
        assert await page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
async def test_two_misses_become_a_live_answer(page: Page, gateway: Gateway, size: tuple[int, int]) -> None:
    await page.resize(*size)
    await sign_in(page, gateway, "编辑", "/desk/misses")
    await page.wait_for("document.querySelectorAll('.groups li').length === 1")
    await fits(page, size)
    async with page.leaving():
        await page.click(".groups a")
    await page.wait_for("document.querySelectorAll('input[name=text]:checked').length === 2")
    await fits(page, size)
    # A text that stands in another entry already is refused in place, and nothing changes.
    await page.evaluate("document.querySelector('[name=also]').value = '怎么查自己的用户名'")
    await page.click("button", "预览")
    await page.wait_for("document.querySelector('#verdict.refused')?.innerText.includes('怎么查自己的用户名')")
    assert await page.evaluate("!document.querySelector('#verdict button')")
    await page.evaluate("document.querySelector('[name=also]').value = ''")
    await page.click("button", "预览")
    await page.wait_for("!!document.querySelector('#verdict.good button')")
    shown = await page.evaluate("document.querySelector('#preview').innerText")
    for words in ("聊天里", "微信里", "找回密码", *MISSED, "直接答 reset_password"):
        assert words in shown
    await fits(page, size)
    async with page.leaving():
        await page.click("#verdict button", "上线")
    await page.wait_for("document.querySelector('.told')?.innerText.includes('已上线')")
    await page.wait_for_text("这几天没有没答上来的")
    library = gateway.served.parts.library
    library.refresh()
    assert [library.decide(text).band for text in MISSED] == ["answer", "answer"]
    promised = (gateway.root / "faq/questions/desk.yml").read_text(encoding="utf-8")
    assert all(f"- question: {text}\n  entry: reset_password\n" in promised for text in MISSED)
    # And back, with one click: the misses are there again.
    async with page.leaving():
        await page.click(".told button", "撤销")
    await page.wait_for("document.querySelectorAll('.groups li').length === 1")
    assert MISSED[0] not in (gateway.root / "faq/entries/added.yml").read_text(encoding="utf-8")


async def test_an_entry_is_edited_with_its_preview_beside(page: Page, gateway: Gateway) -> None:
    await page.resize(1280, 800)
    await sign_in(page, gateway, "编辑", "/desk/entries?q=密码")
    async with page.leaving():
        await page.click(".list a", "忘记密码怎么找回？")
    await page.wait_for_text("现在的样子")
    await fits(page)
    await page.evaluate(
        "{ const box = document.querySelector('[name=answer]'); box.value = '在登录页点“忘记密码”，按提示做。';"
        " box.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    await page.wait_for("document.querySelector('#preview .wechat').innerText.includes('忘记密码”')")
    await page.click("button", "检查，看影响")
    await page.wait_for("!!document.querySelector('#verdict.good button')")
    async with page.leaving():
        await page.click("#verdict button", "上线")
    await page.wait_for("document.querySelector('.told')?.innerText.includes('已上线')")
    text = (gateway.root / "faq/entries/added.yml").read_text(encoding="utf-8")
    assert "点“忘记密码”" in text
    assert text.count("# 答案要短") == 2


async def test_a_lead_reads_the_day(page: Page, gateway: Gateway) -> None:
    await page.resize(*DESK)
    await sign_in(page, gateway, "主管", "/desk/day")
    for size in (DESK, PHONE):
        await page.resize(*size)
        await page.goto(str(gateway.client.make_url("/desk/day")))
        await page.wait_for("document.querySelectorAll('.chart canvas').length === 3")
        tiles = "[...document.querySelectorAll('.tile')].map((tile) => tile.innerText.split('\\n'))"
        shown = await page.evaluate(tiles)
        assert (shown[0], shown[3]) == (["问了", "3", "前一天 0"], ["没答上", "2", "67%"])
        await fits(page, size)
        # The boxes name the day of the figures, and nothing has to be pointed at to read the last one.
        boxes = "[...document.querySelectorAll('.filters [type=date]')].map((box) => box.value)"
        assert len(set(await page.evaluate(boxes))) == 1
        legend = await page.evaluate("document.querySelector('.chart .u-legend').innerText")
        assert "–" not in legend, legend
        async with page.leaving():
            await page.click(".filters a", "30 天")
        await page.wait_for("document.querySelectorAll('.chart canvas').length === 3")
        await fits(page, size)
    # A phone that is turned, a window that is made narrower: the drawings follow.
    await page.resize(*DESK)
    await page.wait_for("document.querySelector('.chart canvas').clientWidth > 400")
    await page.resize(*PHONE)
    await page.wait_for("document.querySelector('.chart canvas').clientWidth < 400")
    await fits(page, PHONE)
    assert page.errors == []
