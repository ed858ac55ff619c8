"""Talking to the chat page, and reading what it shows."""

from __future__ import annotations

from tests.web.browser import Page

BUBBLES = """[...document.querySelectorAll("#messages .bubble")].slice(1).map((one) =>
  (one.closest(".me") ? "我：" : "机器人：") + one.innerText)"""


async def say(page: Page, text: str) -> None:
    """Type a text and send it."""
    await page.click("#box")
    await page.type(text)
    await page.press("Enter")


async def bubbles(page: Page) -> list[str]:
    """All bubbles after the welcome, with who said them."""
    found: list[str] = await page.evaluate(BUBBLES)
    return found
