"""The chat on another site: only where it is allowed, in a frame of its own, with the keyboard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Locator, Page, expect

from faq.engine.library import Library
from tests.bot.gateway import Gateway, running_gateway, settings_for
from tests.fakes.rasa_server import FakeRasa
from tests.small_project import write_small_project
from tests.web.browsing import IN_LOOP, ON_BOTH, complaints
from tests.web.looks import objections
from web.widget import read_origins

SAMPLE = Path(__file__).resolve().parents[2] / "deploy/widget.html"


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
        """The sample page with this gateway's address, a label and styles of its own."""
        text = SAMPLE.read_text(encoding="utf-8")
        for old, new in (
            ("https://help.example.cn/widget.js", self.script),
            ("在线咨询", "问一问"),
            ("</head>", "<style>button { display: none !important }</style></head>"),
        ):
            assert text.count(old) == 1
            text = text.replace(old, new)
        return web.Response(text=text, content_type="text/html")


@pytest_asyncio.fixture(loop_scope="session")
async def host() -> AsyncIterator[tuple[Host, str]]:
    site = Host()
    async with TestServer(site.app()) as server:
        yield site, str(server.make_url("")).rstrip("/")


@pytest_asyncio.fixture(loop_scope="session")
async def gateway(tmp_path: Path, host: tuple[Host, str], request: pytest.FixtureRequest) -> AsyncIterator[Gateway]:
    allowed = {"this": host[1], "another": "https://www.example.edu.cn", "none": ""}[request.param]
    library = Library.open(write_small_project(tmp_path / "project"))
    async with FakeRasa() as rasa:
        settings = settings_for(rasa)
        settings = replace(settings, server=replace(settings.server, widget_origins=allowed))
        async with running_gateway(tmp_path, library, rasa, settings) as running:
            host[0].script = str(running.client.make_url("/widget.js"))
            yield running


@IN_LOOP
@pytest.mark.parametrize("gateway", ["none"], indirect=True)
async def test_without_a_site_there_is_no_widget(gateway: Gateway) -> None:
    for path in ("/widget", "/widget.js"):
        async with gateway.client.get(path) as response:
            assert response.status == 404


@IN_LOOP
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


OPEN_ROOTS = """Element.prototype.attachShadow = ((real) => function (options) {
  return real.call(this, {...options, mode: "open"});
})(Element.prototype.attachShadow)"""
"""The widget's tree is closed to its host's scripts; for a test to see into it, it must be open."""


async def opened(page: Page, host: tuple[Host, str]) -> Locator:
    """Open the widget by keyboard; gives its button."""
    await page.add_init_script(OPEN_ROOTS)
    await page.goto(host[1])
    button = page.get_by_role("button")  # the only one: 问一问, open 收起
    await expect(button).to_have_accessible_name("问一问")
    await expect(button).to_have_attribute("aria-expanded", "false")
    assert page.frames == [page.main_frame]
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    return button


@IN_LOOP
@pytest.mark.browser
@pytest.mark.parametrize("gateway", ["this"], indirect=True)
@ON_BOTH
async def test_a_keyboard_opens_the_frame_goes_into_it_and_comes_back(
    page: Page, gateway: Gateway, host: tuple[Host, str]
) -> None:
    button = await opened(page, host)
    await expect(page.frame_locator("iframe").locator("#box")).to_be_focused()  # its script hears keys by now
    assert [frame.url for frame in page.frames[1:]] == [str(gateway.client.make_url("/widget"))]
    assert await page.evaluate("document.activeElement.localName") == "chsi-bot-widget"
    await page.keyboard.press("Escape")  # inside the frame
    await expect(button).to_have_attribute("aria-expanded", "false")
    await page.keyboard.press("Enter")  # the focus is on the button again
    await expect(button).to_have_attribute("aria-expanded", "true")
    await page.keyboard.press("Shift+Tab")  # out of the frame, to what comes before it
    await page.evaluate("document.activeElement.blur()")
    await page.keyboard.press("Escape")  # on the host's own page
    await expect(button).to_have_attribute("aria-expanded", "false")
    assert await complaints(page) == []
    await page.keyboard.press("Enter")
    assert await objections(page) == []  # after the complaints: axe speaks to frames, and is refused by another origin
    await page.goto(str(gateway.client.make_url("/widget")))
    assert await objections(page) == []


@IN_LOOP
@pytest.mark.browser
@pytest.mark.parametrize("gateway", ["another"], indirect=True)
async def test_a_site_that_is_not_named_is_refused(page: Page, gateway: Gateway, host: tuple[Host, str]) -> None:
    async with page.expect_console_message() as said:
        await opened(page, host)
    assert 'directive: "frame-ancestors https://www.example.edu.cn"' in (await said.value).text
