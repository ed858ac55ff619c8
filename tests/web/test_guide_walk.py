"""A guide as plain pages: where somebody stands is all in the address, and an address may be anything."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from common.help_desk import HelpDesk
from common.settings import Settings
from faq.content.loader import Content
from faq.guiding.guidance import Guidance
from tests.faq.guiding.project import write_project
from tests.web.content import CONTACTS, make_entry
from web.guide_walk import GuideWalkPage
from web.static_files import StaticFiles
from web.templating import Templates

Client = TestClient[web.Request, web.Application]
ENTRIES = (make_entry("reset", "密码丢了怎么办？", guide="lost"), make_entry("other", "别的"))

CONTENT = Content(ENTRIES, CONTACTS, "1")


@dataclass(frozen=True)
class Led:
    """One entry with a guide, and one without."""

    guidance: Guidance
    content: Content = CONTENT


@pytest_asyncio.fixture
async def client(tmp_path: Path) -> AsyncIterator[Client]:
    app = web.Application()
    templates = Templates(StaticFiles(), HelpDesk.of(Settings()))
    GuideWalkPage(Led(Guidance.open(write_project(tmp_path))), templates).add_routes(app)
    async with TestClient(TestServer(app)) as opened:
        yield opened


async def read(client: Client, path: str) -> str:
    answer = await client.get(path)
    assert answer.status == 200
    return await answer.text()


def choices(page: str) -> list[str]:
    """The addresses of the answers, without their page."""
    listed = page.partition('<ul class="steps">')[2].partition("</ul>")[0]
    found = [part.partition('"')[0].replace("&amp;", "&") for part in listed.split('href="')[1:]]
    return ["&".join(f"{name}={value}" for name, value in parse_qsl(urlsplit(one).query)) for one in found]


async def test_every_answer_is_a_link_and_the_way_back_too(client: Client) -> None:
    page = await read(client, "/help/reset/steps")
    assert "第 1 步" in page and "手机号还能用吗？" in page and "1. 能用" not in page
    assert choices(page) == ["a=phone=usable", "a=phone=unusable", "a=phone=unknown"]
    assert "上一步" not in page
    page = await read(client, "/help/reset/steps?a=phone%3Dusable")
    assert "第 2 步" in page and "用手机找回。" in page
    assert choices(page) == ["a=phone=usable&a=worked=done", "a=phone=usable&a=worked=failed"]
    assert '<a href="/help/reset/steps" rel="nofollow">上一步</a>' in page
    page = await read(client, "/help/reset/steps?a=phone%3Dusable&a=worked%3Dfailed")
    assert "走到头了" in page and "找人工吧。" in page and choices(page) == []
    assert 'href="/human?about=reset"' in page


async def test_an_answer_that_was_never_offered_ends_the_replay(client: Client) -> None:
    for query in ("a=phone", "a=phone=broken", "a=worked=done", "a=<b>=x", "a=&a=", "a=" + "x" * 5000):
        assert "第 1 步" in await read(client, f"/help/reset/steps?{query}")
    assert "第 2 步" in await read(client, "/help/reset/steps?a=phone=usable&a=nothing=here")


async def test_without_a_guide_it_is_the_article(client: Client) -> None:
    answer = await client.get("/help/other/steps", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (302, "/help/other")
    assert (await client.get("/help/no_such/steps")).status == 404
