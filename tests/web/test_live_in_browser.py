"""A talk end to end: somebody on a phone asks for a person, an agent at a desk takes over and gives them back."""

from __future__ import annotations

from pathlib import Path

import pytest

from faq.library import Library
from tests.bot.conftest import rasa as rasa
from tests.bot.conftest import small_library as small_library
from tests.bot.gateway import running_gateway
from tests.fakes.rasa_server import FakeRasa
from tests.web.browser import Page, keep, open_page
from tests.web.chatting import say
from tests.web.test_desk_in_browser import PICK_PICTURE
from tickets.accounts import Role

pytestmark = pytest.mark.browser
PASSWORD = "correct-horse-42"


async def test_an_agent_takes_over_and_gives_back(
    page: Page, devtools: str, tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    async with running_gateway(tmp_path, small_library, rasa) as gateway, open_page(devtools) as desk:
        site = str(gateway.client.make_url("")).rstrip("/")
        gateway.served.parts.accounts.add("test", "小李", [Role.AGENT], PASSWORD)
        await desk.resize(1280, 800)
        await desk.goto(f"{site}/desk/sign-in?next=/desk/talks")
        await desk.click("input[name=name]")
        await desk.type("小李")
        await desk.click("input[name=password]")
        await desk.type(PASSWORD)
        await desk.press("Enter")
        await desk.wait_for_text("没有人在等")
        await desk.wait_for("document.querySelector('.bar nav .badge')")  # the stream is open: an agent is there

        await page.goto(f"{site}/")
        await say(page, "登录页一直转圈")
        await page.wait_for_text("echo:登录页一直转圈")
        await say(page, "转人工")
        await page.wait_for_text("正在为您接通人工客服")
        await desk.wait_for_text("等了 0 秒")
        await keep(desk, "live-waiting")
        await desk.click(".talks a.waiting")
        await desk.wait_for_text("登录页一直转圈")
        await desk.click(".talk-head button", "接通")
        await page.wait_for_text("客服 小李 接通了")
        await desk.wait_for("document.activeElement.id === 'text'")
        await desk.type("您好，换个浏览器试试？")
        await desk.press("Enter")
        await page.wait_for_text("您好，换个浏览器试试？")
        await say(page, "换了，好了")
        await desk.wait_for_text("换了，好了")
        assert await desk.evaluate("document.querySelector('#text').value") == ""
        # A picture by itself, then words that `/` found; the person sees both, and a code is masked before it is shown.
        await desk.evaluate(PICK_PICTURE)
        await desk.wait_for("document.querySelector('#chosen img')")
        await desk.click("#say button", "发送")
        await desk.wait_for("document.querySelector('#lines .agent img')")
        await desk.wait_for("document.getElementById('chosen').hidden")
        await page.wait_for("document.querySelector('.agent .shots img')?.naturalWidth > 0")
        await desk.click("#text")
        await desk.type("/密码")
        await desk.wait_for("document.querySelector('#answers [aria-selected=true]')")
        await desk.press("Enter")
        await desk.wait_for("document.getElementById('text').value.length > 5")
        await desk.press("Enter")
        await desk.wait_for("document.querySelectorAll('#lines .agent').length === 3")
        await say(page, "482913")
        await page.wait_for_text("验证码不要告诉任何人")
        await desk.wait_for_text("〔验证码〕")
        said = "[...document.querySelectorAll('#lines li:not(.divider)')].map((line) => line.className)"
        assert await desk.evaluate(said) == [
            *("requester", "bot", "requester", "bot", "agent", "requester"),
            *("agent", "agent", "requester"),
        ]
        await keep(desk, "live-talk")
        await keep(page, "live-asker")
        for width, height, name in ((390, 844, "live-talk-phone"), (1280, 800, "")):
            await desk.resize(width, height)
            wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            assert not await desk.evaluate(wide)
            if name:
                await keep(desk, name)
        await desk.click(".ends button", "已解决")
        await page.wait_for_text("我（机器人）回来了")
        heard = len(rasa.turns)
        await say(page, "谢谢")
        await page.wait_for_text("echo:谢谢")
        assert [turn["text"] for turn in rasa.turns[heard:]] == ["谢谢"]
        assert (page.errors, desk.errors) == ([], [])
