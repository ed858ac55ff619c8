"""Coming back to a ticket from another browser, over HTTP: with limits, and without telling what exists."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import aiohttp

from faq.engine.library import Library
from tests.bot.gateway import Gateway
from tests.bot.test_doors import behind_a_proxy
from tests.bot.test_ticket_page import PROBLEM, hidden, sealed_path, sent, shown_form
from tests.bot.test_web_tickets import agents
from tests.fakes.rasa_server import FakeRasa
from tests.tickets.samples import make_image
from tickets.model import Status
from tickets.numbers import make_number

NOT_FOUND = "工单号和找回码对不上"


async def opened(gateway: Gateway) -> tuple[str, str]:
    """A ticket of this browser with a picture: its number and recovery code."""
    fields = await shown_form(gateway)
    filled = {**fields, "forgotten": "yes", "description": PROBLEM}
    async with sent(gateway, filled, [make_image()]) as response:
        place = response.headers["Location"]
    page = await body(gateway, place)
    code = re.search(r'class="code"[^>]*>([^<]+)<', page)
    assert code
    return place.split("/")[2].partition("?")[0], code[1]


async def body(gateway: Gateway, path: str, status: int = 200) -> str:
    async with gateway.client.get(path) as response:
        assert response.status == status
        return unescape(await response.text())


async def recovery(gateway: Gateway, number: str, code: str, address: str = "192.0.2.1") -> Any:
    form = hidden(await body_raw(gateway))
    fields = aiohttp.FormData({"number": number, "code": code}, default_to_multipart=True)
    path = sealed_path("/ticket-recovery", form)
    headers = {"X-Forwarded-For": address}
    async with gateway.client.post(path, data=fields, headers=headers, allow_redirects=False) as response:
        return response.status, response.headers.get("Location", ""), unescape(await response.text())


async def body_raw(gateway: Gateway) -> str:
    async with gateway.client.get("/ticket-recovery") as response:
        return await response.text()


def another_browser(gateway: Gateway) -> None:
    gateway.client.session.cookie_jar.clear()


async def test_another_browser_goes_on_with_number_and_code(gateway: Gateway) -> None:
    number, code = await opened(gateway)
    another_browser(gateway)
    await body(gateway, f"/ticket/{number}", 404)
    status, place, _ = await recovery(gateway, number.lower(), code.lower().replace("-", ""))
    assert (status, place) == (303, f"/ticket/{number}?done=recovered")
    page = await body(gateway, place)
    assert "找到了。" in page and PROBLEM in page
    picture = re.search(r'<img src="(/ticket/[^"]+)"', page)
    assert picture
    async with gateway.client.get(picture[1]) as response:
        assert (response.status, response.content_type) == (200, "image/png")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    another_browser(gateway)
    async with gateway.client.get(picture[1]) as response:
        assert response.status == 404


async def test_what_was_copied_may_be_put_into_either_field(gateway: Gateway) -> None:
    number, code = await opened(gateway)
    copied = f"工单 {number} 找回码 {code}"
    for typed in ((copied, ""), ("", copied), (copied, copied), (number, f"找回码 {code}")):
        another_browser(gateway)
        assert (await recovery(gateway, *typed))[0] == 303


async def test_wrong_codes_say_the_same_as_numbers_that_are_not_there(gateway: Gateway) -> None:
    number, code = await opened(gateway)
    another_browser(gateway)
    answers = set()
    for wrong in ((number, "AAAA-AAAA"), (make_number(), code), (make_number(), "AAAA-AAAA")):
        status, _, page = await recovery(gateway, *wrong)
        assert status == 400
        answers.add(re.sub(r"form=[^\"]+|value=\"[^\"]*\"", "", page))
    assert len(answers) == 1 and NOT_FOUND in answers.pop()


async def test_what_was_typed_stays_and_a_page_that_was_not_found_leads_here(gateway: Gateway) -> None:
    number, _ = await opened(gateway)
    another_browser(gateway)
    page = await body(gateway, f"/ticket/{number}", 404)
    assert f'href="/ticket-recovery?number={number}"' in page
    assert f'value="{number}"' in await body(gateway, f"/ticket-recovery?number={number}")
    assert 'name="number" value=""' in await body(gateway, "/ticket-recovery?number=%22%3E%3Cb%3E")
    _, _, page = await recovery(gateway, number, "AAAA-AAAB")
    assert 'value="AAAA-AAAB"' in page


async def test_guessing_is_stopped_even_with_the_right_code(gateway: Gateway) -> None:
    number, code = await opened(gateway)
    another_browser(gateway)
    statuses = [(await recovery(gateway, number, "AAAA-AAAA"))[0] for _ in range(10)]
    assert statuses == [400] * 10
    status, _, page = await recovery(gateway, number, code)
    assert (status, "过一小时再试" in page) == (429, True)
    gateway.clock.advance(3600)
    assert (await recovery(gateway, number, code))[0] == 303


async def test_what_cannot_be_right_is_said_and_is_no_try(gateway: Gateway) -> None:
    number, code = await opened(gateway)
    another_browser(gateway)
    for incomplete in (("", ""), ("x", code), (number, ""), (number, code[:6])) * 3:
        status, _, page = await recovery(gateway, *incomplete)
        assert (status, "都要填" in page) == (400, True)
    assert (await recovery(gateway, number, code))[0] == 303


async def test_who_guesses_at_one_ticket_does_not_keep_the_house_from_theirs(gateway: Gateway) -> None:
    """Nine wrong tries in a dormitory locked the tickets of all who shared its address."""
    (number, code), other = await opened(gateway), make_number()
    another_browser(gateway)
    assert [(await recovery(gateway, other, "AAAA-AAAA"))[0] for _ in range(11)] == [400] * 10 + [429]
    assert (await recovery(gateway, number, code))[0] == 303


async def test_who_guesses_at_a_ticket_does_not_keep_its_owner_out(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    """Ten wrong codes of anybody locked a ticket for an hour, for its owner too."""
    async with behind_a_proxy(tmp_path, small_library, rasa, address_tickets_per_minute=1000) as gateway:
        number, code = await opened(gateway)
        another_browser(gateway)
        guesses = [(await recovery(gateway, number, "AAAA-AAAA", "198.51.100.1"))[0] for _ in range(12)]
        assert guesses == [400] * 10 + [429] * 2
        assert (await recovery(gateway, number, code, "203.0.113.7"))[0] == 303
        another_browser(gateway)
        for network in range(2, 10):  # and from everywhere there is an end to it
            for _ in range(10):
                await recovery(gateway, number, "AAAA-AAAA", f"198.51.100.{network}")
        guesses = [(await recovery(gateway, number, "AAAA-AAAA", "198.51.100.10"))[0] for _ in range(10)]
        assert guesses == [400] * 9 + [429]


async def test_a_form_of_another_visitor_recovers_nothing(gateway: Gateway) -> None:
    number, code = await opened(gateway)
    another_browser(gateway)
    fields = aiohttp.FormData({"number": number, "code": code}, default_to_multipart=True)
    async with gateway.client.post("/ticket-recovery?form=x&seal=y", data=fields, allow_redirects=False) as response:
        assert response.status == 400
    await body(gateway, f"/ticket/{number}", 404)


async def test_the_thread_names_the_agent_makes_links_and_takes_a_rating(gateway: Gateway) -> None:
    number, _ = await opened(gateway)
    gateway.clock.advance(1)
    agents(gateway).reply("小李", number, "看 https://www.chsi.com.cn/help。<b>粗</b>")
    assert "新答复" in await body(gateway, "/ticket")
    async with gateway.client.get(f"/ticket/{number}") as response:
        raw = await response.text()
    assert "客服 小李" in raw and "新答复" in raw
    link = '<a href="https://www.chsi.com.cn/help" rel="noopener noreferrer" target="_blank">'
    assert link in raw and "&lt;b&gt;粗&lt;/b&gt;" in raw
    gateway.clock.advance(1)
    assert "新答复" not in await body(gateway, "/ticket")
    assert "这次处理怎么样" not in raw  # the agent waits for an answer: to judge would look like an end
    agents(gateway).reply("小李", number, "这样就行了", status=Status.RESOLVED)
    async with gateway.client.get(f"/ticket/{number}") as response:
        raw = await response.text()
    form = hidden(raw.partition("/rate?")[0][-1:] + "?" + raw.partition("/rate?")[2])
    path = sealed_path(f"/ticket/{number}/rate", form) + "&rating=good"
    empty = aiohttp.FormData({"x": ""}, default_to_multipart=True)
    async with gateway.client.post(path, data=empty, allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (303, f"/ticket/{number}?done=rated")
    assert "您的评价：满意" in await body(gateway, f"/ticket/{number}")
