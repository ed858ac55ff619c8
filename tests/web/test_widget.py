"""The chat on another site: only where it is allowed, in a frame of its own, with the keyboard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from faq.library import Library
from tests.bot.gateway import Gateway, running_gateway, settings_for
from tests.fakes.rasa_server import FakeRasa
from tests.small_project import write_small_project
from tests.web.browser import WAIT_S, Page
from web.widget import read_origins


def test_origins_are_read_from_addresses() -> None:
    text = "https://a.example/x, http://b.example:81,https://a.example"
    assert read_origins(text) == ("https://a.example", "http://b.example:81")
    assert read_origins(" ") == ()


class Host:
    """Another site, on a port of its own."""

    script = ""

    def app(self) -> web.Application:
        """One page with the script tag."""
        app = web.Application()
        app.router.add_get("/", self.page)
        app.router.add_get("/favicon.ico", self.icon)
        return app

    async def icon(self, _: web.Request) -> web.Response:
        """None."""
        return web.Response(status=204)

    async def page(self, _: web.Request) -> web.Response:
        """Styles of its own, and the tag."""
        text = f"""<!DOCTYPE html><style>button {{ display: none !important }}</style><h1>某某大学</h1>
          <script src="{self.script}" async data-label="问一问"></script>"""
        return web.Response(text=text, content_type="text/html")


@pytest.fixture
async def host() -> AsyncIterator[tuple[Host, str]]:
    site = Host()
    async with TestServer(site.app()) as server:
        yield site, str(server.make_url("")).rstrip("/")


@pytest.fixture
async def gateway(tmp_path: Path, host: tuple[Host, str], request: pytest.FixtureRequest) -> AsyncIterator[Gateway]:
    allowed = {"this": host[1], "another": "https://www.example.edu.cn", "none": ""}[request.param]
    library = Library.open(write_small_project(tmp_path / "project"))
    async with FakeRasa() as rasa:
        settings = settings_for(rasa)
        settings = replace(settings, server=replace(settings.server, widget_origins=allowed))
        async with running_gateway(tmp_path, library, rasa, settings) as running:
            host[0].script = str(running.client.make_url("/widget.js"))
            yield running


@pytest.mark.parametrize("gateway", ["none"], indirect=True)
async def test_without_a_site_there_is_no_widget(gateway: Gateway) -> None:
    for path in ("/widget", "/widget.js"):
        async with gateway.client.get(path) as response:
            assert response.status == 404


@pytest.mark.parametrize("gateway", ["another"], indirect=True)
async def test_only_the_frame_may_be_framed_and_only_there(gateway: Gateway) -> None:
    async with gateway.client.get("/widget") as response:
        assert response.headers["Content-Security-Policy"].endswith("frame-ancestors https://www.example.edu.cn")
        assert "X-Frame-Options" not in response.headers
        assert "Set-Cookie" not in response.headers
        assert '<base target="_blank">' in await response.text()
    async with gateway.client.get("/") as response:
        assert response.headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
        assert response.headers["X-Frame-Options"] == "DENY"
    async with gateway.client.get("/widget.js") as response:
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert response.content_type == "text/javascript"


async def opened(page: Page, host: tuple[Host, str], event: str) -> Any:
    """Open the widget by keyboard; gives the first such event after that."""
    await page.goto(host[1])
    await page.wait_for("document.querySelector('chsi-bot-widget')")
    assert "childFrames" not in (await page.call("Page.getFrameTree"))["frameTree"]
    await page.press("Tab")
    expected = page._expect(event)
    await page.press("Enter")
    return await asyncio.wait_for(expected, WAIT_S)


@pytest.mark.browser
@pytest.mark.parametrize("gateway", ["this"], indirect=True)
async def test_a_keyboard_opens_the_frame_goes_into_it_and_comes_back(
    page: Page, gateway: Gateway, host: tuple[Host, str]
) -> None:
    loaded = await opened(page, host, "Page.frameStoppedLoading")
    frames = (await page.call("Page.getFrameTree"))["frameTree"]["childFrames"]
    assert [(one["frame"]["id"], one["frame"]["url"]) for one in frames] == [
        (loaded["frameId"], str(gateway.client.make_url("/widget")))
    ]
    assert await page.evaluate("document.activeElement.localName") == "chsi-bot-widget"
    await page.press("Escape")  # inside the frame
    await told(page, "false")
    await page.press("Enter")  # the focus is on the button again
    await told(page, "true")
    await page.press("Tab", shift=True)  # out of the frame, to what comes before it
    await page.evaluate("document.activeElement.blur()")
    await page.press("Escape")  # on the host's own page
    await told(page, "false")
    assert page.errors == []


async def told(page: Page, expanded: str) -> None:
    """Wait until the button says whether the talk is open: its tree is closed to the host's scripts."""
    async with asyncio.timeout(WAIT_S):
        while True:
            root = (await page.call("DOM.getDocument", depth=-1, pierce=True))["root"]
            if f"'aria-expanded', '{expanded}'" in str(root):
                return


@pytest.mark.browser
@pytest.mark.parametrize("gateway", ["another"], indirect=True)
async def test_a_site_that_is_not_named_is_refused(page: Page, gateway: Gateway, host: tuple[Host, str]) -> None:
    said = await opened(page, host, "Log.entryAdded")
    assert 'directive: "frame-ancestors https://www.example.edu.cn"' in said["entry"]["text"]
