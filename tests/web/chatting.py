"""Talking to the chat page, and reading what it shows."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.web.fake_api import answer, text_reply

CLARIFY = answer(
    text_reply(
        "您是不是想问：\n1. 忘记密码怎么找回？\n2. 都不是\n\n点选或回复序号都可以。",
        ("reset_password", "忘记密码怎么找回？"),
        ("none", "都不是"),
    ),
    band="clarify",
)
_BUBBLES = """[...document.querySelectorAll("#messages .bubble")].slice(1).map((one) =>
  (one.closest(".me") ? "我：" : "机器人：") + one.innerText)"""


async def say(page: Page, text: str) -> None:
    """Type a text and send it."""
    box = page.locator("#box")
    await box.fill(text)
    await box.press("Enter")


async def bubbles(page: Page) -> list[str]:
    """All bubbles after the welcome, with who said them."""
    found: list[str] = await page.evaluate(_BUBBLES)
    return found


async def has_bubbles(page: Page, count: int) -> None:
    """Wait until there are so many bubbles, the welcome among them."""
    await expect(page.locator("#messages .bubble")).to_have_count(count)


async def clear(page: Page, how: str) -> None:
    """Press 清空, and in its dialog the button with that text."""
    await page.locator("#clear").click()
    await page.locator("#clearing button", has_text=how).click()
