"""Debian's chromium under Playwright: how it is started, what screens there are, what a page shows and logs."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.async_api import Browser, Page, Playwright, expect

PROGRAM = shutil.which("chromium")
WAIT_MS = 15_000
"""How long anything is waited for; a busy machine is no reason to fail."""
PHONE, DESK = (390, 844), (1280, 800)
WECHAT = "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0.50 WeChat/arm64"
IN_LOOP = pytest.mark.asyncio(loop_scope="session")
"""Runs a test in the loop of the session's one browser, where the servers are that the fixtures start."""
IN_BROWSER = [pytest.mark.browser, IN_LOOP]
"""The marks of tests with a page."""
ON_BOTH = pytest.mark.parametrize("page", [PHONE, DESK], ids=["phone", "desk"], indirect=True)
"""Runs a test of a flow on a phone and at a desk; what only one of them has is tested once."""
ROOT = Path(__file__).resolve().parents[2]
_FLAGS = ("--disable-gpu", "--disable-quic", "--disable-sync")  # the others we want are Playwright's own


class OpenPage(Protocol):
    """Opens a tab with storage of its own, on a phone unless the options of its context say otherwise."""

    async def __call__(self, **options: Any) -> Page: ...


async def launch(driver: Playwright) -> Browser:
    """Debian's chromium, without a window; nothing is downloaded."""
    expect.set_options(timeout=WAIT_MS)
    return await driver.chromium.launch(executable_path=PROGRAM, args=_FLAGS)


def screen(width: int, height: int, *, dark: bool = False) -> dict[str, Any]:
    """The options of a context with a screen of that size, light or dark; a narrow one is a phone's."""
    is_phone = width < 700
    return {
        "viewport": {"width": width, "height": height},
        "is_mobile": is_phone,
        "device_scale_factor": 2 if is_phone else 1,
        "color_scheme": "dark" if dark else "light",
    }


def leaving(page: Page) -> AbstractAsyncContextManager[Any]:
    """Goes around what leads to another page: waits until that one is loaded, so that its scripts are at work."""
    return page.expect_event("load")


async def resize(page: Page, width: int, height: int) -> None:
    """Turn the phone, or make the window larger or smaller."""
    await page.set_viewport_size({"width": width, "height": height})


async def shows(page: Page, text: str) -> None:
    """Wait until a text can be seen anywhere on the page."""
    await expect(page.locator("body")).to_contain_text(text, use_inner_text=True)


async def complaints(page: Page) -> list[str]:
    """All errors and warnings so far: what scripts threw, what they and the browser logged."""
    said = await page.console_messages(filter="all")
    logged = [message.text for message in said if message.type in ("error", "warning", "assert")]
    return logged + [str(error) for error in await page.page_errors(filter="all")]


async def keep(page: Page, name: str, *, always: bool = False) -> None:
    """Save what is seen in the folder `$BROWSER_PICTURES` names; without one only if `always`, in results/pictures."""
    folder = os.environ.get("BROWSER_PICTURES")
    if folder or always:
        file = ROOT / (folder or "results/pictures") / (re.sub(r"[^\w.-]+", "_", name) + ".png")
        await page.screenshot(path=file)
