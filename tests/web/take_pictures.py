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
from pathlib import Path

from PIL import Image

from tests.web.browser import Page, open_page, running_chromium
from tests.web.chatting import say

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs/images"
PHONE, DESK = (390, 844), (1200, 820)
REPLY = "请用找回密码功能，见 https://account.chsi.com.cn/ ，再告诉我们结果。"


async def keep(page: Page, name: str) -> None:
    """Save what is seen when everything has come to rest."""
    await page.wait_for("document.getAnimations().every((one) => one.playState !== 'running')")
    picture = Image.open(io.BytesIO(await page.screenshot())).convert("RGB")
    picture.quantize(colors=128).save(FOLDER / f"{name}.png", optimize=True)  # a quarter of the size, looks the same
    print(f"docs/images/{name}.png")


async def take(url: str) -> None:
    """All of them, one after the other."""
    with running_chromium() as devtools:
        async with open_page(devtools) as page:
            await page.resize(*DESK)
            await page.goto(f"{url}/")
            await say(page, "密码忘了，怎么弄回来")
            await page.wait_for("document.querySelectorAll('#messages .bubble').length > 2")
            await page.wait_for_text("找回")
            await keep(page, "chat")
        async with open_page(devtools) as page:
            await page.resize(*PHONE)
            await page.goto(f"{url}/")
            await say(page, "注册的时候说我身份证已经被注册了")
            await page.wait_for("document.querySelectorAll('#messages .bubble').length > 2")
            await keep(page, "chat-phone")
            await page.goto(f"{url}/help?q=密码")
            await keep(page, "search-phone")
            await page.goto(f"{url}/help")
            await keep(page, "help-phone")
        async with open_page(devtools) as page:
            await page.resize(*PHONE)
            await page.goto(f"{url}/")
            for words, then in (
                ("提交工单", "请发您在学信网的用户名"),
                ("忘了", "请发出问题页面的截图"),
                ("没有", "请用一两句话说说问题"),
                ("登录时一直提示系统繁忙，三天了", "请核对"),
                ("提交", "工单已提交"),
            ):
                await say(page, words)
                await page.wait_for_text(then)
            number = re.findall(r"T[0-9A-Z]{7}", await page.evaluate("document.body.innerText"))[-1]
            command = [str(ROOT / "run"), "tickets", "--agent", "小李", "reply", number, REPLY]
            answering = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)
            assert await answering.wait() == 0
            await page.wait_for_text("回复客服")
            await keep(page, "ticket-phone")


def main() -> None:
    """Read the address and go."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    asyncio.run(take(parser.parse_args().url.rstrip("/")))


if __name__ == "__main__":
    main()
