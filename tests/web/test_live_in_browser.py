"""A talk end to end: somebody on a phone asks for a person, an agent at a desk takes over and gives them back."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.async_api import Page, expect

from faq.engine.library import Library
from tests.bot.conftest import small_library as small_library
from tests.bot.gateway import Gateway, running_gateway, until
from tests.fakes.rasa_server import FakeRasa
from tests.web.browsing import DESK, IN_BROWSER, ON_BOTH, PHONE, OpenPage, complaints, keep, resize, screen, shows
from tests.web.chatting import say
from tests.web.desk_stage import PASSWORD, PICTURE
from tickets.accounts import Role

pytestmark = IN_BROWSER


@ON_BOTH
async def test_an_agent_takes_over_and_gives_back(
    page: Page, open_page: OpenPage, tmp_path: Path, small_library: Library
) -> None:
    desk = await open_page(**screen(*DESK))
    async with FakeRasa() as rasa, running_gateway(tmp_path, small_library, rasa) as gateway:
        site = await signs_in(desk, gateway)
        await expect(desk.locator(".bar nav .badge")).to_be_attached()  # the stream is open
        await chooses_to_take_talks(desk, gateway)

        await page.goto(f"{site}/")
        await say(page, "登录页一直转圈")
        await shows(page, "echo:登录页一直转圈")
        await say(page, "转人工")
        await shows(page, "正在为您接通人工客服")
        await shows(desk, "等了 0 秒")
        await keep(desk, "live-waiting")
        await desk.locator(".talks a.waiting").click()
        await shows(desk, "登录页一直转圈")
        await desk.locator(".talk-head button", has_text="接通").click()
        await shows(page, "客服 小李 接通了")
        await expect(desk.locator("#text")).to_be_focused()
        await desk.keyboard.insert_text("您好，换个浏览器试试？")
        await desk.keyboard.press("Enter")
        await shows(page, "您好，换个浏览器试试？")
        await say(page, "换了，好了")
        await shows(desk, "换了，好了")
        assert await desk.locator("#text").input_value() == ""
        # A picture by itself, then words that `/` found; the person sees both, and a code is masked before it is shown.
        await desk.locator("#images").set_input_files(PICTURE)
        await expect(desk.locator("#chosen img")).to_be_visible()
        await desk.locator("#say button", has_text="发送").click()
        await expect(desk.locator("#lines .agent img")).to_be_visible()
        await expect(desk.locator("#chosen")).to_be_hidden()
        await expect(page.locator(".agent .shots img")).to_have_js_property("naturalWidth", 40)
        await desk.locator("#text").fill("/密码")
        await expect(desk.locator("#answers [aria-selected=true]")).to_be_visible()
        await desk.keyboard.press("Enter")
        await expect(desk.locator("#text")).to_have_value(re.compile(".{6}", re.DOTALL))
        await desk.keyboard.press("Enter")
        await expect(desk.locator("#lines .agent")).to_have_count(3)
        await say(page, "482913")
        await shows(page, "验证码不要告诉任何人")
        await shows(desk, "〔验证码〕")
        said = "[...document.querySelectorAll('#lines li:not(.divider)')].map((line) => line.className)"
        assert await desk.evaluate(said) == [
            *("requester", "bot", "requester", "bot", "agent", "requester"),
            *("agent", "agent", "requester"),
        ]
        await keep(desk, "live-talk")
        await keep(page, "live-asker")
        for size, name in ((PHONE, "live-talk-phone"), (DESK, "")):
            await resize(desk, *size)
            wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            assert not await desk.evaluate(wide)
            if name:
                await keep(desk, name)
        await desk.locator(".ends button", has_text="已解决").click()
        await shows(page, "我（机器人）回来了")
        await shows(desk, "对话结束了")  # and leads to its ticket
        heard = len(rasa.turns)
        await say(page, "谢谢")
        await shows(page, "echo:谢谢")
        assert [turn["text"] for turn in rasa.turns[heard:]] == ["谢谢"]
        assert (await complaints(page), await complaints(desk)) == ([], [])


async def signs_in(desk: Page, gateway: Gateway) -> str:
    """An agent opens the room of live talks; returns the address of the site."""
    site = str(gateway.client.make_url("")).rstrip("/")
    gateway.served.parts.accounts.add("test", "小李", [Role.AGENT], PASSWORD)
    await desk.goto(f"{site}/desk/sign-in?next=/desk/talks")
    await desk.locator("input[name=name]").fill("小李")
    await desk.locator("input[name=password]").fill(PASSWORD)
    await desk.keyboard.press("Enter")
    await shows(desk, "没有人在等")
    return site


async def chooses_to_take_talks(desk: Page, gateway: Gateway) -> None:
    """Signing in makes nobody present; the choice is shown on every page, remembered, and only theirs who made it."""
    present = gateway.served.parts.live.at_desk.present
    await expect(desk.locator("#here")).not_to_be_checked()
    await expect(desk.locator("#not-here")).to_be_visible()
    assert present() == ()
    await desk.locator("#here").check()
    await expect(desk.locator("#not-here")).to_be_hidden()
    for _ in range(2):
        await expect(desk.locator(".bar nav a.takes")).to_have_text("在线")
        await until(lambda: present() == ("小李",))  # the stream is open
        await desk.reload()
    await expect(desk.locator("#here")).to_be_checked()
    names = await desk.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('chsi-desk-here'))")
    assert names == ["chsi-desk-here:小李"]
    await until(lambda: present() == ("小李",))


async def test_more_tabs_than_a_browser_has_connections(
    open_page: OpenPage, page: Page, tmp_path: Path, small_library: Library
) -> None:
    """Six to one address: the tabs share the streams, and who is left goes on listening for all."""
    desk = await open_page(**screen(*DESK))
    async with FakeRasa() as rasa, running_gateway(tmp_path, small_library, rasa) as gateway:
        site = await signs_in(desk, gateway)
        await chooses_to_take_talks(desk, gateway)
        tabs = [await desk.context.new_page() for _ in range(7)]
        for tab in tabs:
            await tab.goto(f"{site}/desk/tickets")
            await expect(tab.locator(".bar nav a.takes")).to_be_visible()
        await desk.close()
        await page.goto(f"{site}/")
        await say(page, "登录页一直转圈")
        await say(page, "转人工")
        for tab in (tabs[0], tabs[-1]):
            await expect(tab.locator(".bar nav .badge")).to_have_text("1", use_inner_text=True)
        assert await complaints(tabs[-1]) == []
