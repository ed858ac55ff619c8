"""What looking, searching and judging leave behind: nothing that another site asks for, and of one address not much."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.serving import doors
from faq.engine.library import Library
from tests.bot.gateway import API, Gateway, running_gateway
from tests.bot.test_doors import behind_a_proxy, statuses
from tests.fakes.rasa_server import FakeRasa

CROSS = {"Sec-Fetch-Site": "cross-site"}
LOOKED = (
    {},
    {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "empty"},
    {**CROSS, "Sec-Fetch-Dest": "document"},  # a link of another site, or of a search engine
)
UNASKED = (
    {**CROSS, "Sec-Fetch-Dest": "image"},
    {**CROSS, "Sec-Fetch-Dest": "iframe"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "none", "Sec-Fetch-Dest": "document", "Sec-Purpose": "prefetch;prerender"},
)
VERDICT = {"faq_id": "reset_password", "helpful": False}


async def left_by(gateway: Gateway, headers: dict[str, str]) -> tuple[int, int]:
    """How many searches in vain and how many reads two looks have left."""
    for path in ("/help?q=qwzxqwzx", "/help/reset_password"):
        async with gateway.client.get(path, headers=headers) as response:
            assert response.status == 200
    await gateway.served.parts.count_usage()
    reads = gateway.served.parts.usage.popular().get("reset_password", 0)
    return gateway.rows("SELECT count(*) FROM search_miss")[0][0], reads


@pytest.mark.parametrize("headers", LOOKED)
async def test_who_looks_leaves_that_it_was_looked_at(gateway: Gateway, headers: dict[str, str]) -> None:
    assert await left_by(gateway, headers) == (1, 1)


@pytest.mark.parametrize("headers", UNASKED)
async def test_what_nobody_looks_at_leaves_nothing(gateway: Gateway, headers: dict[str, str]) -> None:
    assert await left_by(gateway, headers) == (0, 0)


async def test_one_reader_is_one_however_often(gateway: Gateway) -> None:
    for _ in range(3):
        await left_by(gateway, {})
    assert gateway.served.parts.usage.popular() == {"reset_password": 1}


async def test_searches_in_vain_of_one_address_are_a_few(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "_MISSES", 2)
    async with behind_a_proxy(tmp_path, small_library, rasa) as gateway:
        for address, name in (("1", "qa"), ("1", "qb"), ("1", "qc"), ("2", "qd")):
            path = f"/help?q=qwzx{name}qwzx"
            assert await statuses(gateway, 1, f"203.0.113.{address}", "GET", path) == [200]
        kept = gateway.rows("SELECT text FROM search_miss ORDER BY text")
    assert kept == [("qwzxqaqwzx",), ("qwzxqbqwzx",), ("qwzxqdqwzx",)]


async def test_verdicts_without_a_session_are_limited_by_address(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "_NAMELESS_FEEDBACK", 2)
    async with behind_a_proxy(tmp_path, small_library, rasa) as gateway:
        feedback = f"{API}/feedback"
        assert await statuses(gateway, 3, "203.0.113.1", "POST", feedback, json=VERDICT) == [200, 200, 429]
        assert await statuses(gateway, 1, "203.0.113.2", "POST", feedback, json=VERDICT) == [200]
        named = {**VERDICT, "session": await gateway.session("a")}
        assert await statuses(gateway, 1, "203.0.113.1", "POST", feedback, json=named) == [200]
        assert gateway.rows("SELECT count(*) FROM feedback") == [(4,)]


async def test_a_days_verdicts_of_an_address_end_however_many_sessions_it_begins(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    async with behind_a_proxy(tmp_path, small_library, rasa, address_feedback_per_day=2) as gateway:
        found = []
        for name in ("a", "b", "c"):
            named = {**VERDICT, "session": await gateway.session(name)}
            found += await statuses(gateway, 1, "203.0.113.1", "POST", f"{API}/feedback", json=named)
        assert found == [200, 200, 429]


@pytest.mark.parametrize("said", ["收到短信 662899", "662899", "收到的码是 662899", "我收到 662899 但是提示错误"])
async def test_codes_are_hidden_in_comments_and_searches_as_in_talk(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, said: str
) -> None:
    async with running_gateway(tmp_path, small_library, rasa) as gateway:
        async with gateway.client.post(f"{API}/feedback", json={**VERDICT, "comment": said}) as response:
            assert response.status == 200
        async with gateway.client.get("/help", params={"q": f"{said} qwzxqwzx"}) as response:
            assert response.status == 200
        kept = str(gateway.rows("SELECT comment FROM feedback")) + str(gateway.rows("SELECT text FROM search_miss"))
    assert "662899" not in kept.replace("662899 qwzxqwzx", "") and "〔验证码〕" in kept


async def test_a_page_under_a_strange_name_is_nobody_here(gateway: Gateway) -> None:
    """Another site whose name is made to lead here may ask, but brings no cookie of ours; an address opens nothing."""
    rebound = {"Host": "evil.example", "Origin": "http://evil.example"}
    async with gateway.client.get(f"{API}/tickets", headers=rebound) as response:
        assert (await response.json())["tickets"] == []
    async with gateway.client.get(f"{API}/news", headers=rebound) as response:
        assert response.status == 204
    async with gateway.client.get("/desk", headers=rebound, allow_redirects=False) as response:
        assert response.status in (302, 303, 401)
