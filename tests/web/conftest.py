"""A browser, a tab of it, and the pages over a fake API."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from aiohttp.test_utils import TestServer

from tests.web.browser import PROGRAM, Page, keep, open_page, running_chromium
from tests.web.fake_api import FakeApi


@pytest.fixture(scope="session")
def devtools() -> Iterator[str]:
    """The address of the session's one chromium."""
    if PROGRAM is None:
        pytest.skip("没有 chromium：apt-get install chromium fonts-noto-cjk")
    with running_chromium() as address:
        yield address


@pytest.fixture
async def page(devtools: str, request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    """A tab the size of a phone; what it shows at the end is kept in the folder `$BROWSER_PICTURES` names."""
    async with open_page(devtools) as opened:
        yield opened
        await keep(opened, request.node.name)


@pytest.fixture
def api() -> FakeApi:
    """The API behind the pages."""
    return FakeApi()


@pytest.fixture
async def site(api: FakeApi) -> AsyncIterator[str]:
    """The address of the pages."""
    async with TestServer(api.app()) as server:
        yield str(server.make_url("")).rstrip("/")
        api.news.set()  # or its open streams would keep the server waiting
