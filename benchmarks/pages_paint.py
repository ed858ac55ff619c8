"""How soon a phone shows the askers' pages, and how soon a search answers what is being typed.

    python -m benchmarks.pages_paint [--url http://127.0.0.1:8080] [--rounds 5] [--wechat]

Without `--url` it serves the real gateway over the project's knowledge base from a temporary folder; with it, it looks
at a service that runs (an older version, say, for «before»). Chromium with a screen of 390×844, 1.6 Mbit/s, 150 ms
there and back, the processor at a quarter, each page in a browser that was never there: median of the rounds, in
milliseconds, with requests and kilobytes; with `--wechat` the browser calls itself WeChat's. The search is asked
without all that. Needs an idle machine.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import statistics
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, async_playwright

from bot.gateway.app import Gateway
from common.clock import SYSTEM_CLOCK
from common.settings import Settings
from faq.engine.library import Library
from learning.shelf import copy_content
from tests.web.browsing import WECHAT

ROOT = Path(__file__).resolve().parents[1]
_PAGES = {
    "聊天": "/",
    "帮助中心": "/help",
    "分类": "/help/c/%E5%AD%A6%E4%BF%A1%E7%BD%91%E8%B4%A6%E5%8F%B7",
    "搜索结果": "/help?q=%E5%AF%86%E7%A0%81",
    "文章": "/help/reset_password",
    "提交工单": "/ticket",
    "人工客服": "/human",
    "一步步": "/help/reset_password/steps",
    "找回工单": "/ticket-recovery",
    "隐私": "/privacy",
}
_TYPED = ("忘记密码怎么办", "学籍查不到", "证件号码已被注册", "验证码收不到", "xueji chaxun", "考研准考证", "換手機號")
_SLOW = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
_QUARTER = 4
_PAINTS = """() => new Promise((resolve) => {
  let largest = 0;
  new PerformanceObserver((list) => { largest = list.getEntries().at(-1).startTime; })
    .observe({type: "largest-contentful-paint", buffered: true});
  setTimeout(() => {
    const files = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    resolve({
      first: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
      largest,
      requests: files.length,
      bytes: files.reduce((sum, one) => sum + one.transferSize, 0),
    });
  }, 800);
})"""
_SEARCHES = """async (texts) => {
  const times = [];
  for (const text of texts) {
    for (let end = 1; end <= text.length; end += 1) {
      const begin = performance.now();
      await (await fetch(`/api/v1/search?limit=8&q=${encodeURIComponent(text.slice(0, end))}`)).json();
      times.push(performance.now() - begin);
    }
  }
  return times;
}"""


@asynccontextmanager
async def served() -> AsyncIterator[str]:
    """The gateway over the real content, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="bot-pages-") as folder:
        root = Path(folder)
        copy_content(ROOT, root)
        gateway = Gateway(Settings(), root, SYSTEM_CLOCK, Library.open(ROOT, SYSTEM_CLOCK, rarely_asked=True))
        async with TestServer(gateway.app) as server:
            yield str(server.make_url("")).rstrip("/")


async def paint(browser: Browser, address: str, agent: str | None) -> dict[str, float] | None:
    """One first visit; None where there is no such page."""
    context = await browser.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, device_scale_factor=2, user_agent=agent
    )
    page = await context.new_page()
    session = await context.new_cdp_session(page)
    await session.send("Network.enable")
    await session.send("Network.emulateNetworkConditions", _SLOW)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": _QUARTER})
    try:
        response = await page.goto(address, wait_until="load")
        if response is None or response.status != 200:
            return None
        found: dict[str, float] = await page.evaluate(_PAINTS)
        return found
    finally:
        await context.close()


async def measure(url: str, rounds: int, agent: str | None) -> None:
    """Print both tables."""
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--disable-gpu"])
        print("| 页 | 请求 | KB | 首次绘制 | 最大的一块 |\n|---|---|---|---|---|")
        for name, path in _PAGES.items():
            visits = [await paint(browser, url + path, agent) for _ in range(rounds)]
            seen = [visit for visit in visits if visit is not None]
            if not seen:
                print(f"| {name} | 没有这一页 | | | |")
                continue
            first, largest, requests, size = (_middle(seen, key) for key in ("first", "largest", "requests", "bytes"))
            print(f"| {name} | {requests:.0f} | {size / 1000:.1f} | {first:.0f} | {largest:.0f} |", flush=True)
        page = await browser.new_page()
        await page.goto(f"{url}/help")
        await page.evaluate(_SEARCHES, ["密"])  # the first search of all opens what it needs
        times = sorted(await page.evaluate(_SEARCHES, list(_TYPED)))
        worst = times[int(len(times) * 0.95)]
        found = f"中位 {statistics.median(times):.0f} 毫秒，95% 在 {worst:.0f} 毫秒内，最长 {times[-1]:.0f} 毫秒"
        print(f"\n边打边搜 {len(times)} 次：{found}")
        await browser.close()


def _middle(visits: list[dict[str, float]], key: str) -> float:
    return statistics.median(visit[key] for visit in visits)


async def run(arguments: Any) -> None:
    """Measure what runs, or what is started for it."""
    agent = WECHAT if arguments.wechat else None
    if arguments.url:
        await measure(arguments.url.rstrip("/"), arguments.rounds, agent)
        return
    async with served() as url:
        await measure(url, arguments.rounds, agent)


def main() -> None:
    """Read the arguments and go."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--wechat", action="store_true")
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
