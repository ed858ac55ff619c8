"""The JSON API: what it gives, and everything it refuses."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from faq.engine.library import Library
from tests.bot.gateway import API, Gateway, assert_error, assert_headers, running_gateway, settings_for
from tests.fakes.rasa_server import FakeRasa, say

JSON = {"Content-Type": "application/json"}
OK_TEXT = "「text」要写成文字"
NOT_JSON = "内容不是合法的 JSON"
NOT_OBJECT = '内容要写成 JSON 对象，例如 {"text": "忘记密码怎么办"}'
BAD_ID = "「message_id」只能用字母、数字和 _ . : -，最多 80 个字符"
BAD_OPTION = "「option」不是有效的选项编号"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", NOT_JSON),
        (b"text=hello", NOT_JSON),
        (b"\xff\xfe", NOT_JSON),
        (b'{"text": "a"', NOT_JSON),
        pytest.param(b"[" * 5000, NOT_JSON, id="deep-list"),
        pytest.param(b'{"text": ' + b"1" * 5000 + b"}", NOT_JSON, id="huge-number"),
        (b"null", NOT_OBJECT),
        (b"[]", NOT_OBJECT),
        (b'"text"', NOT_OBJECT),
        (b"{}", OK_TEXT),
        (b'{"text": null}', OK_TEXT),
        (b'{"text": 1}', OK_TEXT),
        (b'{"text": ["a"]}', OK_TEXT),
        (b'{"text": {"a": 1}}', OK_TEXT),
        (b'{"text": "a", "session": 1}', "「session」要写成文字"),
        (b'{"text": "a", "session": false}', "「session」要写成文字"),
        (b'{"text": "a", "option": []}', "「option」要写成文字"),
        (b'{"text": "a", "message_id": 7}', "「message_id」要写成文字"),
        (b'{"text": "a", "option": "x\\"}{"}', BAD_OPTION),
        (b'{"text": "a", "option": "A"}', BAD_OPTION),
        (b'{"text": "a", "option": "fact:wangxiao13_mima=abc778"}', BAD_OPTION),
        (b'{"text": "a", "option": "a=b=c"}', BAD_OPTION),
        (b'{"text": "a", "option": "none\\n"}', BAD_OPTION),
        (b'{"text": "a", "option": "' + b"a" * 71 + b'"}', BAD_OPTION),
        (b'{"text": "a", "message_id": "' + b"a" * 81 + b'"}', BAD_ID),
        (b'{"text": "a", "message_id": "a b"}', BAD_ID),
        ('{"text": "a", "message_id": "消息"}'.encode(), BAD_ID),
        (b'{"text": "a", "session": "' + b"a" * 201 + b'"}', "「session」太长"),
    ],
)
async def test_a_message_that_is_none_is_refused(gateway: Gateway, rasa: FakeRasa, body: bytes, sentence: str) -> None:
    async with gateway.client.post(f"{API}/messages", data=body, headers=JSON) as response:
        await assert_error(response, 400, sentence)
    assert rasa.turns == []
    assert gateway.rows("SELECT count(*) FROM inbox") == [(0,)]


@pytest.mark.parametrize("option", ["fact:phone=usable", f"fact:{'f' * 30}={'v' * 30}"])
async def test_what_a_guide_offers_can_be_tapped(gateway: Gateway, rasa: FakeRasa, option: str) -> None:
    tap = f'/choose_option{{"option": "{option}"}}'
    rasa.answers.append(say({"text": "原手机号还能收短信吗？", "buttons": [{"title": "能收短信", "payload": tap}]}))
    await gateway.post(session="s", text="忘记密码")
    await gateway.post(session="s", text="能收短信", option=option)
    assert rasa.turns[1]["text"] == tap


@pytest.mark.parametrize("path", ["/messages", "/feedback"])
async def test_a_body_too_large_is_refused(gateway: Gateway, path: str) -> None:
    async with gateway.client.post(API + path, data=b'{"text": "' + b"a" * 64 * 1024 + b'"}', headers=JSON) as response:
        await assert_error(response, 413, "内容太大了，请缩短后再发")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/messages", 405),
        ("PUT", "/api/v1/messages", 405),
        ("POST", "/api/v1/search", 405),
        ("DELETE", "/api/v1/faq/reset_password", 405),
        ("GET", "/api/v1/feedback", 405),
        ("POST", "/healthz", 405),
        ("GET", "/metrics", 404),
        ("GET", "/api", 404),
        ("GET", "/api/v1/", 404),
        ("GET", "/api/v1/faq/", 404),
        ("GET", "/api/v1/faq/no_such_entry", 404),
        ("GET", "/api/v1/faq/%2e%2e%2fsecret", 404),
        ("GET", "/webhooks/gateway/webhook", 404),
        ("POST", "/webhooks/rest/webhook", 404),
        ("POST", "/model/parse", 404),
        ("GET", "/.env", 404),
        ("GET", "/var/bot.db", 404),
        ("GET", "/%ff", 404),
    ],
)
async def test_unknown_routes_and_methods(gateway: Gateway, method: str, path: str, status: int) -> None:
    async with gateway.client.request(method, path) as response:
        await assert_error(response, status)


async def test_every_answer_of_the_api_has_the_headers(gateway: Gateway) -> None:
    async with gateway.client.post(f"{API}/messages", json={"text": "你好"}) as response:
        assert_headers(response)
        assert response.charset == "utf-8"
    for path in (f"{API}/search?q=密码", f"{API}/hot", f"{API}/faq/reset_password", "/healthz", "/readyz", "/"):
        async with gateway.client.get(path) as response:
            assert response.status == 200
            assert_headers(response)


async def test_a_first_message_gets_a_session_that_goes_on(gateway: Gateway, rasa: FakeRasa) -> None:
    first = await gateway.post(text="你好")
    second = await gateway.post(text="再问", session=first["session"])
    other = await gateway.post(text="别人")
    assert second["session"] == first["session"] != other["session"]
    senders = [turn["sender"] for turn in rasa.turns]
    assert senders[0] == senders[1] != senders[2]
    assert first["session"] not in json.dumps(rasa.turns)


async def test_forged_tokens_reach_nobody(gateway: Gateway, rasa: FakeRasa) -> None:
    token = (await gateway.post(text="我的"))["session"]
    identity, _, mac = token.partition(".")
    for forged in (
        identity,
        f"{identity}.",
        f"{identity}.{mac[:-1]}",
        f"{identity}.{mac}0",
        f"x.{mac}",
        "é.é",
        "\ud800",
    ):
        body = {"text": "偷看", "session": forged, "message_id": "m"}
        async with gateway.client.post(f"{API}/messages", json=body) as response:
            await assert_error(response, 401)
    assert len(rasa.turns) == 1


async def test_a_session_may_send_so_many_messages_a_minute(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    settings = settings_for(rasa, session_messages_per_minute=2)
    async with running_gateway(tmp_path, small_library, rasa, settings) as gateway:
        for _ in range(2):
            await gateway.post(session="a", text="你好")
        body = {"session": await gateway.session("a"), "text": "你好"}
        async with gateway.client.post(f"{API}/messages", json=body) as response:
            await assert_error(response, 429, "发得太快了，请稍等一会儿再试")
            assert response.headers["Retry-After"] == "30"
        await gateway.post(session="b", text="你好")
        gateway.clock.advance(30)
        await gateway.post(session="a", text="你好")
        async with gateway.private("/metrics") as response:
            assert 'bot_refused_total{reason="session_limit"} 1.0' in await response.text()
    assert len(rasa.turns) == 4


async def test_an_address_may_send_so_many_messages_a_minute(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    settings = settings_for(rasa, address_messages_per_minute=2)
    settings = replace(settings, server=replace(settings.server, trusted_proxies=1))

    async with running_gateway(tmp_path, small_library, rasa, settings) as gateway:

        async def status_from(address: str, path: str = "/messages", **body: Any) -> int:
            forwarded = {"X-Forwarded-For": address}
            async with gateway.client.post(API + path, json=body, headers=forwarded) as response:
                if response.status != 200:
                    await assert_error(response, 429)
                return response.status

        statuses = [await status_from("203.0.113.1", text="你好") for _ in range(3)]
        assert statuses == [200, 200, 429]  # new sessions do not help
        assert await status_from("203.0.113.1", "/feedback", faq_id="reset_password", helpful=True) == 429
        assert await status_from("6.6.6.6, 203.0.113.1", text="你好") == 429
        assert await status_from("203.0.113.2", text="你好") == 200
    assert len(rasa.turns) == 3


def listed(entry_id: str, title: str, category: str = "学信网账号") -> dict[str, str]:
    return {"id": entry_id, "title": title, "category": category}


async def test_search(gateway: Gateway) -> None:
    best = {**listed("reset_password", "忘记密码怎么办？"), "marks": [[0, 4]], "excerpt": ""}
    assert await gateway.get("/search?q=忘记密码") == {
        "ok": True,
        "results": [best],
        "total": 1,
        "categories": [{"name": "学信网账号", "count": 1}],
    }
    everything = await gateway.get("/search?q=忘了&limit=9999")
    assert (everything["total"], len(everything["results"])) == (2, 2)
    assert everything["results"][0]["excerpt"] == "密码忘了"
    few = await gateway.get("/search?q=忘了&limit=1")
    assert (few["total"], len(few["results"])) == (2, 1)
    assert (await gateway.get("/search?q=忘了&limit=0"))["results"] == []
    for nothing in ("/search", "/search?q=", "/search?q=%20/%20", "/search?q=火星"):
        assert await gateway.get(nothing) == {"ok": True, "results": [], "total": 0, "categories": []}


async def test_a_search_in_vain_is_kept_masked_and_counted(gateway: Gateway) -> None:
    for query in ("火星 13800138000", "火星 13800138000", "忘记密码"):
        async with gateway.client.get("/help", params={"q": query}) as response:
            assert response.status == 200
    assert gateway.rows("SELECT text, times FROM search_miss") == [("火星 〔手机号〕", 2)]


@pytest.mark.parametrize("limit", ["", "-1", "1.5", "ten", "１", "²", pytest.param("1" * 5000, id="long")])
async def test_search_refuses_a_strange_limit(gateway: Gateway, limit: str) -> None:
    async with gateway.client.get(f"{API}/search?q=a&limit={limit}") as response:
        await assert_error(response, 400, "「limit」要写成不超过四位的数字")


async def test_hot_questions_that_are_valid_today(gateway: Gateway) -> None:
    assert await gateway.get("/hot") == {
        "ok": True,
        "results": [listed("reset_password", "忘记密码怎么办？"), listed("find_username", "忘记用户名怎么办？")],
    }


async def test_one_entry_with_all_a_page_needs(gateway: Gateway) -> None:
    entry = await gateway.get("/faq/phone_registered")
    assert entry == {
        "ok": True,
        **listed("phone_registered", "手机号已被注册怎么办？"),
        "html": "<p>换一个手机号，或者申诉。</p>",
        "text": "换一个手机号，或者申诉。",
        "more": [],
        "actions": [],
        "answer_en": "",
        "contacts": [{"name": "客服邮箱", "text": "kefu@chsi.com.cn，三个工作日内回复"}],
        "source": "来源：学信网帮助中心，2025-09。最新来源 2025-09，整理于 2026-11-22，没有在官网实时核对",
        "reviewed": "2026-11-22",
        "related": [],
    }
    assert (await gateway.get("/faq/reset_password"))["related"] == [
        {"id": "find_username", "title": "忘记用户名怎么办？"}
    ]


async def test_an_entry_of_the_past_is_gone(gateway: Gateway) -> None:
    async with gateway.client.get(f"{API}/faq/old_notice") as response:
        await assert_error(response, 404, "没有这个问题，它可能已经改名或删除")


FEEDBACK = {"faq_id": "reset_password", "helpful": False}


async def test_feedback_is_stored_under_the_conversation(gateway: Gateway, rasa: FakeRasa) -> None:
    token = (await gateway.post(text="密码忘了"))["session"]
    bodies = [
        {**FEEDBACK, "session": token, "reason": "看不懂", "comment": " 第二步\u0000没看懂 "},
        {"faq_id": "find_username", "helpful": True},
    ]
    for body in bodies:
        async with gateway.client.post(f"{API}/feedback", json=body) as response:
            assert (response.status, await response.json()) == (200, {"ok": True})
    stored = gateway.rows("SELECT conversation_key, faq_id, helpful, reason, comment FROM feedback ORDER BY id")
    assert stored[0] == (rasa.turns[0]["sender"], "reset_password", 0, "看不懂", "第二步没看懂")
    assert stored[1][1:] == ("find_username", 1, "", "")
    async with gateway.private("/metrics") as response:
        text = await response.text()
    assert 'bot_feedback_total{helpful="false"} 1.0' in text
    assert 'bot_feedback_total{helpful="true"} 1.0' in text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"faq_id": None}, "「faq_id」要写成文字"),
        ({"faq_id": 3}, "「faq_id」要写成文字"),
        ({"faq_id": "no_such_entry"}, "「faq_id」不是知识库里的条目"),
        ({"helpful": None}, "「helpful」要写成 true 或 false"),
        ({"helpful": "yes"}, "「helpful」要写成 true 或 false"),
        ({"helpful": 1}, "「helpful」要写成 true 或 false"),
        ({"reason": "不喜欢"}, "「reason」只能是：看不懂、操作后不成功、其他"),
        ({"reason": 1}, "「reason」要写成文字"),
        ({"comment": []}, "「comment」要写成文字"),
        ({"session": {}}, "「session」要写成文字"),
    ],
)
async def test_feedback_that_is_none_is_refused(gateway: Gateway, change: dict[str, Any], sentence: str) -> None:
    async with gateway.client.post(f"{API}/feedback", json={**FEEDBACK, **change}) as response:
        await assert_error(response, 400, sentence)
    assert gateway.rows("SELECT count(*) FROM feedback") == [(0,)]


async def test_a_form_says_the_same_as_json(gateway: Gateway, rasa: FakeRasa) -> None:
    with aiohttp.MultipartWriter("form-data") as form:
        form.append("密码忘了 13800138000").set_content_disposition("form-data", name="text")
        form.append(await gateway.session("s")).set_content_disposition("form-data", name="session")
    async with gateway.client.post(f"{API}/messages", data=form) as response:
        assert response.status == 200
        assert (await response.json())["replies"][0]["text"] == "echo:密码忘了 〔手机号〕"
    await gateway.post(text="再问", session="s")
    assert rasa.turns[0]["sender"] == rasa.turns[1]["sender"]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"--x\r\n", "multipart/form-data"),
        (b"nonsense", "multipart/form-data; boundary=x"),
        (b"--x\r\n\r\nno name\r\n--x--\r\n", "multipart/form-data; boundary=x"),
        (
            b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xff\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (
            b'--x\r\nContent-Disposition: form-data; name="image"\r\n\r\nno picture\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\na\r\n' * 25 + b"--x--\r\n",
            "multipart/form-data; boundary=x",
        ),
    ],
)
async def test_a_form_that_is_none_is_refused(gateway: Gateway, rasa: FakeRasa, body: bytes, content_type: str) -> None:
    async with gateway.client.post(f"{API}/messages", data=body, headers={"Content-Type": content_type}) as response:
        await assert_error(response, 400)
    assert rasa.turns == []
