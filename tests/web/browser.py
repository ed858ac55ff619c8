"""Drives Debian's chromium over its DevTools protocol, with nothing but aiohttp.

Protocol: https://chromedevtools.github.io/devtools-protocol/
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp

PROGRAM = shutil.which("chromium")
WAIT_S = 15.0
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
)
_KEYS = {"Enter": (13, "\r"), "Escape": (27, ""), "ArrowDown": (40, ""), "ArrowUp": (38, ""), "Tab": (9, "")}
_LEFT = (
    "Inspected target navigated or closed",
    "Execution context was destroyed.",
    "Cannot find default execution context",
)
_NEXT_FRAME = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
_WAIT = """new Promise((resolve) => {
  const now = () => { try { return %s; } catch { return false; } };
  const look = () => { const value = now(); if (value) resolve(value); else setTimeout(look, 15); };
  look();
})"""


@contextlib.contextmanager
def running_chromium() -> Iterator[str]:
    """A chromium of our own; gives the address of its DevTools."""
    assert PROGRAM is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [PROGRAM, *_FLAGS, f"--user-data-dir={profile}", "about:blank"],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        try:
            assert process.stderr is not None
            said = []
            for line in process.stderr:
                said.append(line)
                found = re.search(r"DevTools listening on (ws://\S+)", line)
                if found:
                    break
            else:
                raise AssertionError("chromium did not start: " + "".join(said))
            yield found[1]
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if process.stderr is not None:
                process.stderr.close()


class PageLeftError(Exception):
    """The page was left for another while it was being asked."""


class Page:
    """One tab: goes somewhere, acts like a person, and keeps every error it logged."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._events: list[tuple[str, asyncio.Future[Any]]] = []
        self.session = ""
        self.errors: list[str] = []

    async def listen(self) -> None:
        """Read what the browser says until it hangs up."""
        async for message in self._socket:
            body = message.json()
            future = self._waiting.pop(body.get("id", 0), None)
            if future is not None and not future.done():
                future.set_result(body)
            elif "method" in body:
                self._take(body["method"], body["params"])

    async def call(self, method: str, **params: Any) -> Any:
        """One command of the protocol."""
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        command = {"id": number, "method": method, "params": params}
        await self._socket.send_json({**command, "sessionId": self.session} if self.session else command)
        body = await asyncio.wait_for(self._waiting[number], WAIT_S)
        if body.get("error", {}).get("message") in _LEFT:
            raise PageLeftError
        assert "error" not in body, (method, body["error"])
        return body["result"]

    async def goto(self, address: str) -> None:
        """Open an address and wait until it is loaded."""
        loaded = self._expect("Page.loadEventFired")
        await self.call("Page.navigate", url=address)
        await asyncio.wait_for(loaded, WAIT_S)

    async def reload(self) -> None:
        """Load the page again."""
        loaded = self._expect("Page.loadEventFired")
        await self.call("Page.reload")
        await asyncio.wait_for(loaded, WAIT_S)

    @contextlib.asynccontextmanager
    async def leaving(self) -> AsyncIterator[None]:
        """Do something that leads to another page, and wait until that is loaded."""
        loaded = self._expect("Page.loadEventFired")
        yield
        await asyncio.wait_for(loaded, WAIT_S)

    async def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page."""
        result = await self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    async def wait_for(self, expression: str) -> Any:
        """Wait until an expression in the page is true, also in the page that the person is being led to."""
        try:
            async with asyncio.timeout(WAIT_S):
                while True:
                    with contextlib.suppress(PageLeftError):
                        return await self.evaluate(_WAIT % expression)
        except TimeoutError:
            shown = await self.evaluate("document.body.innerText")
            raise AssertionError(f"never true: {expression}\n{shown}\n{self.errors}") from None

    async def wait_for_text(self, text: str) -> None:
        """Wait until the page shows a text."""
        await self.wait_for(f"document.body.innerText.includes({text!r})")

    async def click(self, selector: str, text: str = "") -> None:
        """Click the middle of the last element that fits a selector (and has a text)."""
        script = f"""(() => {{
          const fits = (one) => one.innerText.includes({text!r}) && one.offsetParent;
          const element = [...document.querySelectorAll({selector!r})].filter(fits).at(-1);
          if (!element) return null;
          element.scrollIntoView({{block: "center", behavior: "instant"}});
          const box = element.getBoundingClientRect();
          return {{x: box.x + box.width / 2, y: box.y + box.height / 2}};
        }})()"""
        place = await self.wait_for(script)
        for kind in ("mousePressed", "mouseReleased"):
            await self.call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **place)

    async def type(self, text: str) -> None:
        """Put a text into what has the focus."""
        await self.call("Input.insertText", text=text)

    async def press(self, key: str, *, shift: bool = False) -> None:
        """Press and release a key."""
        code, text = _KEYS.get(key) or (ord(key.upper()), key)
        common = {"key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
        await self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    async def compose(self, text: str) -> None:
        """An input method shows a text that is not chosen yet."""
        await self.call("Input.imeSetComposition", text=text, selectionStart=len(text), selectionEnd=len(text))

    async def resize(self, width: int, height: int, *, dark: bool = False) -> None:
        """Be a screen of that size, light or dark."""
        mobile = width < 700
        screen = {"width": width, "height": height, "mobile": mobile, "deviceScaleFactor": 2 if mobile else 1}
        await self.call("Emulation.setDeviceMetricsOverride", **screen)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self.call("Emulation.setEmulatedMedia", features=[scheme])

    async def next_frame(self) -> None:
        """What watches its own size (charts) has heard of a new one. Only where scripts run."""
        await self.evaluate(_NEXT_FRAME)

    async def set_offline(self, offline: bool) -> None:
        """Cut or mend the connection."""
        speed = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        await self.call("Network.emulateNetworkConditions", offline=offline, **speed)

    async def screenshot(self) -> bytes:
        """What is seen, as PNG."""
        return base64.b64decode((await self.call("Page.captureScreenshot", format="png"))["data"])

    def _expect(self, method: str) -> asyncio.Future[Any]:
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._events.append((method, future))
        return future

    def _take(self, method: str, params: dict[str, Any]) -> None:
        for expected in [item for item in self._events if item[0] == method]:
            self._events.remove(expected)
            expected[1].set_result(params)
        if method == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            self.errors.append(details.get("exception", {}).get("description", details["text"]))
        elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning", "assert"):
            self.errors.append(str([argument.get("value") for argument in params["args"]]))
        elif method == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
            self.errors.append(params["entry"]["text"])


@contextlib.asynccontextmanager
async def open_page(devtools: str) -> AsyncIterator[Page]:
    """A tab with storage of its own, closed at the end."""
    async with aiohttp.ClientSession() as http, http.ws_connect(devtools, max_msg_size=0) as socket:
        page = Page(socket)
        listening = asyncio.create_task(page.listen())
        try:
            context = (await page.call("Target.createBrowserContext"))["browserContextId"]
            target = (await page.call("Target.createTarget", url="about:blank", browserContextId=context))["targetId"]
            page.session = (await page.call("Target.attachToTarget", targetId=target, flatten=True))["sessionId"]
            for domain in ("Page", "Runtime", "Log", "Network"):
                await page.call(f"{domain}.enable")
            await page.resize(390, 844)
            yield page
            page.session = ""
            await page.call("Target.disposeBrowserContext", browserContextId=context)
        finally:
            listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await listening


async def keep(page: Page, name: str) -> None:
    """Save what is seen, if `$BROWSER_PICTURES` names a folder for that."""
    folder = os.environ.get("BROWSER_PICTURES")
    if folder:
        picture = await page.screenshot()
        file = Path(folder, re.sub(r"[^\w.-]+", "_", name) + ".png")
        await asyncio.to_thread(file.parent.mkdir, parents=True, exist_ok=True)
        await asyncio.to_thread(file.write_bytes, picture)
