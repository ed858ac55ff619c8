"""Takes README's pictures of the pages from a running service, so that they never show an older look.

    make serve                                  # in another terminal
    .venv/bin/python -m tests.web.take_pictures [--url http://127.0.0.1:8080]

Opens a ticket with invented words and answers it as an agent: not for an installation where people write.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import re

from PIL import Image
from playwright.async_api import Page, async_playwright, expect

from tests.web.browsing import PHONE, ROOT, launch, screen, shows
from tests.web.chatting import say

FOLDER = ROOT / "docs/images"
REPLY = "请用找回密码功能，见 https://account.chsi.com.cn/ ，再告诉我们结果。"


async def keep(page: Page, name: str) -> None:
    """Save what is seen when everything has come to rest."""
    picture = Image.open(io.BytesIO(await page.screenshot(animations="disabled"))).convert("RGB")
    picture.quantize(colors=128).save(FOLDER / f"{name}.png", optimize=True)  # a quarter of the size, looks the same
    print(f"docs/images/{name}.png")


async def take(url: str) -> None:
    """All of them, one after the other."""
    async with async_playwright() as driver:
        browser = await launch(driver)
        page = await browser.new_page(**screen(1200, 820))
        await page.goto(f"{url}/")
        await say(page, "密码忘了，怎么弄回来")
        await expect(page.locator("#messages .bubble").nth(2)).to_be_visible()
        await keep(page, "chat")
        page = await browser.new_page(**screen(*PHONE))
        await page.goto(f"{url}/")
        await say(page, "注册的时候说我身份证已经被注册了")
        await expect(page.locator("#messages .bubble").nth(2)).to_be_visible()
        await keep(page, "chat-phone")
        await page.goto(f"{url}/help?q=密码")
        await keep(page, "search-phone")
        await page.goto(f"{url}/help")
        await keep(page, "help-phone")
        page = await browser.new_page(**screen(*PHONE))
        await page.goto(f"{url}/")
        for words, then in (
            ("提交工单", "请发您在学信网的用户名"),
            ("忘了", "请发出问题页面的截图"),
            ("没有", "请用一两句话说说问题"),
            ("登录时一直提示系统繁忙，三天了", "请核对"),
            ("提交", "工单已提交"),
        ):
            await say(page, words)
            await shows(page, then)
        number = re.findall(r"T[0-9A-Z]{7}", await page.locator("body").inner_text())[-1]
        command = [str(ROOT / "run"), "tickets", "--agent", "小李", "reply", number, REPLY]
        answering = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)
        assert await answering.wait() == 0
        await shows(page, "回复客服")
        await keep(page, "ticket-phone")
        await browser.close()


def main() -> None:
    """Read the address and go."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    asyncio.run(take(parser.parse_args().url.rstrip("/")))


if __name__ == "__main__":
    main()
