"""After a long conversation full of private values, on every way in, no file holds one of them in the clear."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from faq.engine.library import Library
from tests.bot.test_ticket_page import hidden, sealed_path
from tests.bot.wechat.stage import OPENID, Stage, running_stage
from tests.common.leaks import leaked, mixed_samples
from tests.fakes.rasa_server import FakeRasa, say

WEB, WECHAT, FORMS, BROKEN = 70, 50, 15, 15
ASKING = {"custom": {"trace": {"asking": "username"}}}
NAMED = "138887766"
"""Begins what a program names its messages and forms by: telephone numbers, of all things."""
_MINUTE_S = 61


@pytest.fixture
def everything_logged(tmp_path: Path) -> Iterator[None]:
    """Every record, of whatever level and library, into a file beside the database."""
    (tmp_path / "var/log").mkdir(parents=True, mode=0o700)
    handler = logging.FileHandler(tmp_path / "var/log/all.log", encoding="utf-8")
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield
    root.setLevel(level)
    root.removeHandler(handler)
    handler.close()


async def post(stage: Stage, http: aiohttp.ClientSession, path: str, **body: Any) -> dict[str, Any]:
    """A post to the API that must be taken, a minute after the one before."""
    stage.clock.advance(_MINUTE_S)
    async with http.post(stage.server.make_url(f"/api/v1/{path}"), json=body) as response:
        assert response.status == 200, (path, await response.text())
        answer: dict[str, Any] = await response.json()
        return answer


async def submit(stage: Stage, http: aiohttp.ClientSession, username: str, description: str) -> None:
    """The ticket form of the page, on a day of its own."""
    stage.clock.advance(86_400)
    async with http.get(stage.server.make_url("/ticket")) as response:
        fields = hidden(await response.text())
    body = aiohttp.FormData({**fields, "username": username, "description": description}, default_to_multipart=True)
    address = stage.server.make_url(sealed_path("/ticket", fields))
    async with http.post(address, data=body, allow_redirects=False) as response:
        assert response.status == 303, await response.text()


@pytest.mark.slow
async def test_150_messages_leave_no_raw_value_in_any_file(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, everything_logged: None
) -> None:
    samples = mixed_samples(WEB + WECHAT + FORMS + BROKEN)
    rest = iter(samples)
    async with (
        running_stage(tmp_path, small_library, rasa) as stage,
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http,
    ):
        session = (await post(stage, http, "session"))["session"]
        for number in range(WEB):
            text = next(rest).text
            await post(stage, http, "messages", session=session, text=text, message_id=f"{NAMED}{number:02d}")
        for _ in range(WECHAT):
            stage.clock.advance(_MINUTE_S)
            await stage.platform.say(OPENID, next(rest).text)
            await stage.idle()
        for _ in range(FORMS):
            sample = next(rest)
            await submit(stage, http, "13912345678", f"注册时提示已被注册。{sample.text}")
            await post(stage, http, "feedback", faq_id="reset_password", helpful=False, comment=sample.text)
            async with http.get(stage.server.make_url("/api/v1/search"), params={"q": sample.text}) as response:
                assert response.status == 200
        body = {"form": f"{NAMED}99", "username": "13912345678", "description": f"还是登不上。{samples[0].text}"}
        stage.clock.advance(86_400)
        await post(stage, http, "tickets", session=session, **body)
        rasa.answers.append(say("您的用户名是？", ASKING))
        await post(stage, http, "messages", session=session, text="提交工单")
        await post(stage, http, "messages", session=session, text="zhangwei-secret-01")
        rasa.status = 500
        for _ in range(BROKEN):
            await post(stage, http, "messages", session=session, text=next(rest).text)
        assert len(rasa.turns) >= WEB + WECHAT + BROKEN
        while_running = leaked(tmp_path / "var", samples)
        assert stage.rows("SELECT count(*) FROM private_value WHERE kind = 'phone'")[0][0] > 0  # sealed, so it works
        assert stage.rows("SELECT count(*) FROM ticket")[0][0] == FORMS + 1
        for value in (b"13912345678", b"zhangwei-secret-01", NAMED.encode()):
            assert value not in stage.stored_bytes()
    assert while_running == []
    assert leaked(tmp_path / "var", samples) == []
    assert "/webhooks/gateway/webhook" in (tmp_path / "var/log/all.log").read_text(encoding="utf-8")  # it did log


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    samples = mixed_samples(40)
    assert len({sample.family for sample in samples}) >= 10
    (tmp_path / "a.db").write_bytes("\n".join(sample.text for sample in samples).encode())
    assert len({value for _, _, value in leaked(tmp_path, samples)}) >= 40
