"""A browser, tabs of it, and the pages over a fake API."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from common.clock import FakeClock
from faq.engine.library import Library
from tests.bot.gateway import Gateway, running_gateway
from tests.fakes.rasa_server import FakeRasa
from tests.small_project import write_small_project
from tests.web.browsing import PHONE, PROGRAM, WAIT_MS, OpenPage, keep, launch, screen
from tests.web.fake_api import FakeApi


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The session's one chromium."""
    if PROGRAM is None:
        pytest.skip("没有 chromium：apt-get install chromium fonts-noto-cjk")
    async with async_playwright() as driver:
        running = await launch(driver)
        yield running
        await running.close()


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[OpenPage]:
    """Opens tabs; keeps what they show at the end of a test that failed, or of any if `$BROWSER_PICTURES` is set."""
    failed_before = request.session.testsfailed
    contexts: list[BrowserContext] = []

    async def open_one(**options: Any) -> Page:
        context = await browser.new_context(**{**screen(*PHONE), **options})
        context.set_default_timeout(WAIT_MS)
        contexts.append(context)
        return await context.new_page()

    yield open_one
    has_failed = request.session.testsfailed > failed_before
    try:
        for place, page in enumerate([page for context in contexts for page in context.pages]):
            await keep(page, request.node.name + (f"-{place + 1}" if place else ""), always=has_failed)
    finally:
        for context in contexts:
            await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(open_page: OpenPage, request: pytest.FixtureRequest) -> Page:
    """A phone, or what `ON_BOTH` says."""
    return await open_page(**screen(*getattr(request, "param", PHONE)))


@pytest_asyncio.fixture(loop_scope="session")
async def gateway(tmp_path: Path) -> AsyncIterator[Gateway]:
    """The real pages over a small knowledge base."""
    library = Library.open(write_small_project(tmp_path / "project"), FakeClock())
    async with FakeRasa() as rasa, running_gateway(tmp_path, library, rasa) as running:
        yield running


@pytest.fixture
def api() -> FakeApi:
    """The API behind the pages."""
    return FakeApi()


@pytest_asyncio.fixture(loop_scope="session")
async def site(api: FakeApi) -> AsyncIterator[str]:
    """The address of the pages, served in the browser's loop."""
    async with TestServer(api.app()) as server:
        yield str(server.make_url("")).rstrip("/")
        api.news.set()  # or its open streams would keep the server waiting
