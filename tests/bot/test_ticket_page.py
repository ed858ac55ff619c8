"""The plain page for a ticket, which needs neither assistant nor JavaScript: submitting a new one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from faq.engine.library import Library
from tests.bot.gateway import Gateway, running_gateway, settings_for
from tests.bot.test_web_tickets import agents
from tests.fakes.rasa_server import FakeRasa
from tests.tickets.samples import make_image

MOBILE = "13800138000"
PROBLEM = "注册时一直提示证件号已注册"
BODY = {"form": "form-12345", "username": MOBILE, "description": PROBLEM}


def hidden(page: str) -> dict[str, str]:
    """What the form carries unseen: its hidden fields, and its name and seal in the address it posts to."""
    fields = {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)}
    if sealed := re.search(r"\?form=([\w-]*)&amp;seal=(\w*)", page):
        fields |= {"form": sealed[1], "seal": sealed[2]}
    return fields


def sealed_path(path: str, fields: dict[str, str]) -> str:
    """Where a form with these fields is posted to."""
    return f"{path}?form={fields.get('form', '')}&seal={fields.get('seal', '')}"


async def shown_form(gateway: Gateway) -> dict[str, str]:
    async with gateway.client.get("/ticket") as response:
        assert response.status == 200
        assert response.headers["Cache-Control"] == "no-store"
        return hidden(await response.text())


def sent(gateway: Gateway, fields: dict[str, str], pictures: Sequence[bytes] = ()) -> Any:
    """As a browser without scripts posts the form; without a chosen file it sends an empty part."""
    body = aiohttp.FormData(fields, default_to_multipart=True)
    for data in pictures or (b"",):
        body.add_field("image", data, filename="a.png" if data else "", content_type="image/png")
    return gateway.client.post(sealed_path("/ticket", fields), data=body, allow_redirects=False)


async def test_who_names_a_day_on_the_page_stands_first(gateway: Gateway) -> None:
    fields = await shown_form(gateway)
    filled = {**fields, "username": MOBILE, "description": f"{PROBLEM}，后天报名截止"}
    async with sent(gateway, filled) as response:
        number = response.headers["Location"].removeprefix("/ticket/").removesuffix("?done=opened")
    assert agents(gateway).reader.ticket(number).priority == "high"


async def test_the_plain_page_takes_a_ticket_and_shows_it(gateway: Gateway) -> None:
    fields = await shown_form(gateway)
    filled = {**fields, "username": MOBILE, "description": f"<b>{PROBLEM}</b>"}
    places = set()
    for _ in range(3):  # pressed three times
        async with sent(gateway, filled, [make_image(), make_image(color="blue")]) as response:
            assert response.status == 303
            places.add(response.headers["Location"])
    assert gateway.rows("SELECT count(*) FROM ticket") == [(1,)]
    (place,) = places
    assert place.endswith("?done=opened")
    async with gateway.client.get(place) as response:
        page = await response.text()
    number = place.removeprefix("/ticket/").removesuffix("?done=opened")
    assert "已收到，答复会出现在这一页。换了手机或浏览器，凭工单号和找回码再打开，请记下来。" in page
    assert f">工单 {number}：处理中</h1>" in page
    assert f"&lt;b&gt;{PROBLEM}&lt;/b&gt;" in page and "138****8000" in page and MOBILE not in page
    assert "<dd>2 张" in page and page.count(f'<img src="/ticket/{number}/pictures/') == 2 and "还没有答复" in page
    assert agents(gateway).reader.ticket(number).priority == "normal"
    agents(gateway).reply("客服", number, "请重新登录")
    async with gateway.client.get(place) as response:
        assert "请重新登录" in await response.text()
    async with gateway.client.get("/ticket") as response:
        assert f"您已有处理中的工单 {number}" in await response.text()
    assert MOBILE.encode() not in gateway.stored_bytes()


async def test_who_does_not_remember_the_username_ticks_a_box(gateway: Gateway) -> None:
    fields = await shown_form(gateway)
    async with sent(gateway, {**fields, "username": "", "forgotten": "yes", "description": PROBLEM}) as response:
        assert response.status == 303
    assert gateway.rows("SELECT username_kind FROM ticket") == [("forgotten",)]


NO_NAME = "请填用户名；不记得就勾选“不记得用户名”。"
TOO_LITTLE = "写得太少，客服不知道从哪里看起。请用一句话说明：在哪一步、页面上提示了什么。"


@pytest.mark.parametrize(
    ("username", "description", "faults"),
    [
        ("", "", [NO_NAME, TOO_LITTLE]),
        ("", PROBLEM, [NO_NAME]),
        (MOBILE, "不行", [TOO_LITTLE]),
        ("1380013800", PROBLEM, ["手机号应该是 11 位，您发的是 10 位或号段不对，请核对一下。"]),
    ],
)
async def test_what_was_typed_stays_when_something_is_wrong(
    gateway: Gateway, username: str, description: str, faults: list[str]
) -> None:
    fields = await shown_form(gateway)
    async with sent(gateway, {**fields, "username": username, "description": description}, [make_image()]) as response:
        assert response.status == 400
        page = await response.text()
    assert [unescape(fault) for fault in re.findall(r'class="fault" id="[\w-]+">([^<]+)<', page)] == faults
    assert f'name="username" value="{username}"' in page
    assert f">{description}</textarea>" in page
    assert "已经收到 1 张，不用再选" in page
    again = hidden(page)
    async with sent(gateway, {**again, "username": MOBILE, "description": PROBLEM}) as response:
        assert response.status == 303
    assert gateway.rows("SELECT count(*) FROM attachment WHERE ticket_id IS NOT NULL") == [(1,)]


BROWSER = {"Accept": "text/html,application/xhtml+xml"}


async def test_a_refused_form_has_an_address_of_its_own(gateway: Gateway) -> None:
    """Back and reload asked whether to post once more; now they show the form, and only to whoever filled it in."""
    filled = {**await shown_form(gateway), "username": MOBILE, "description": "不行"}
    for path in ("/ticket-recovery", "/ticket"):
        body = aiohttp.FormData(filled | {"number": "T2345678", "code": "AB"}, default_to_multipart=True)
        address = sealed_path(path, filled)
        async with gateway.client.post(address, data=body, headers=BROWSER, allow_redirects=False) as response:
            assert response.status == 303
            place = response.headers["Location"]
        assert place == f"{path}?again={filled['form']}"
        wanted = (
            [f'value="{MOBILE}"', TOO_LITTLE, ">不行</textarea>"] if path == "/ticket" else ["T2345678", 'value="AB"']
        )
        for _ in range(2):
            async with gateway.client.get(place, headers=BROWSER) as response:
                page = unescape(await response.text())
            assert [text for text in wanted if text not in page] == []
            assert hidden(page.replace("&", "&amp;"))["form"] == filled["form"]
    assert gateway.rows("SELECT count(*) FROM private_value WHERE kind = 'form'") == [(1,)]
    assert MOBILE.encode() not in b"".join(row[0] for row in gateway.rows("SELECT ciphertext FROM private_value"))
    mine = gateway.client.session.cookie_jar.filter_cookies(gateway.client.make_url("/"))
    gateway.client.session.cookie_jar.clear()  # somebody else, who has seen the address
    async with gateway.client.get(f"/ticket?again={filled['form']}", headers=BROWSER) as response:
        assert MOBILE not in await response.text()
    gateway.client.session.cookie_jar.update_cookies(mine, gateway.client.make_url("/"))
    async with sent(gateway, {**filled, "description": PROBLEM}) as response:
        assert response.status == 303
    assert gateway.rows("SELECT count(*) FROM private_value WHERE kind = 'form'") == [(0,)]
    async with gateway.client.get(f"/ticket?again={filled['form']}", headers=BROWSER) as response:
        assert MOBILE not in await response.text()


async def test_a_refused_form_is_kept_for_an_hour_and_for_whoever_can_find_it_again(gateway: Gateway) -> None:
    filled = {**await shown_form(gateway), "username": MOBILE, "description": "不行"}

    async def refused(headers: dict[str, str]) -> tuple[int, str]:
        body = aiohttp.FormData(filled, default_to_multipart=True)
        address = sealed_path("/ticket", filled)
        async with gateway.client.post(address, data=body, headers=headers, allow_redirects=False) as response:
            return response.status, response.headers.get("Location", "")

    _, place = await refused(BROWSER)
    gateway.clock.advance(3601)
    async with gateway.client.get(place) as response:
        assert (response.status, MOBILE in await response.text()) == (200, False)
    filled["username"], filled["description"] = "1380013800", f"{PROBLEM}，我的密码是 Sunshine2026，打 {MOBILE}"
    filled["concern"] = "密码是 Sunshine2027"
    _, place = await refused(BROWSER)
    async with gateway.client.get(place) as response:
        page = await response.text()
    assert f"{PROBLEM}，我的密码是 〔密码〕，打 {MOBILE}</textarea>" in page  # what nobody needs is kept nowhere
    assert "Sunshine" not in page
    assert await refused(BROWSER | {"X-In-Place": "yes"}) == (400, "")
    gateway.client.session.cookie_jar.clear()
    assert await refused(BROWSER | {"Cookie": ""}) == (400, "")
    async with gateway.client.get("/ticket?again=../../x") as response:
        assert response.status == 200


async def test_a_form_of_another_visitor_opens_nothing(gateway: Gateway) -> None:
    fields = await shown_form(gateway)
    filled = {**fields, "username": MOBILE, "description": PROBLEM}
    for wrong in ({"seal": ""}, {"seal": "0" * 32}, {"form": "x" * 20}, {"form": ""}):
        async with sent(gateway, {**filled, **wrong}) as response:
            assert response.status == 400
            page = await response.text()
            assert "为了安全请再按一次" in page and f">{PROBLEM}</textarea>" in page
    gateway.client.session.cookie_jar.clear()  # another site's form: the browser sends no cookie with it
    async with sent(gateway, filled) as response:
        assert response.status == 400
        page = await response.text()
    assert gateway.rows("SELECT count(*) FROM ticket") == [(0,)]
    async with sent(gateway, {**filled, **hidden(page)}) as response:
        assert response.status == 303


async def test_pictures_that_cannot_be_taken(gateway: Gateway) -> None:
    fields = await shown_form(gateway)
    filled = {**fields, "username": MOBILE, "description": PROBLEM}
    async with sent(gateway, filled, [b"<svg xmlns='http://www.w3.org/2000/svg'/>"]) as response:
        assert response.status == 400
        assert 'id="pictures-fault"' in await response.text()
    async with sent(gateway, filled, [b"\x89PNG" + b"0" * (10 * 1024 * 1024)]) as response:
        assert response.status == 400
        assert "有 1 张图片没有收：一次最多 5 张，一张最多 10 MB。" in await response.text()
    async with sent(gateway, filled, [make_image(color=(0, 0, step)) for step in range(6)]) as response:
        assert response.status == 400
        page = await response.text()
    assert "有 1 张图片没有收：一次最多 5 张，一张最多 10 MB。" in page and "已经收到 5 张" in page
    assert gateway.rows("SELECT count(*) FROM ticket") == [(0,)]


def part(name: str, value: bytes) -> bytes:
    return b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "multipart/form-data; boundary=x"),
        (b"nonsense", "multipart/form-data; boundary=x"),
        (b"username=a", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (
            b'--x\r\nContent-Disposition: form-data; name="form"\r\n\r\n\xff\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\na\r\n' * 30 + b"--x--\r\n",
            "multipart/form-data; boundary=x",
        ),
        pytest.param(
            part("description", b"a" * 200_000) + b"--x--\r\n",
            "multipart/form-data; boundary=x",
            id="long-field",
        ),
    ],
)
async def test_a_body_that_is_no_form(gateway: Gateway, body: bytes, content_type: str) -> None:
    async with gateway.client.post("/ticket", data=body, headers={"Content-Type": content_type}) as response:
        assert response.status == 400
        assert response.content_type == "text/html"
    assert gateway.rows("SELECT count(*) FROM ticket") == [(0,)]


async def test_somebody_elses_ticket_page_is_missing(gateway: Gateway) -> None:
    fields = await shown_form(gateway)
    async with sent(gateway, {**fields, "forgotten": "yes", "description": PROBLEM}) as response:
        place = response.headers["Location"]
    gateway.client.session.cookie_jar.clear()
    for path in (place, "/ticket/T2222222", "/ticket/%3Cb%3E"):
        async with gateway.client.get(path) as response:
            assert response.status == 404
            page = await response.text()
            assert "您名下没有这样的工单" in page and PROBLEM not in page and "<b>" not in page.partition("<main")[2]
            assert 'href="/ticket-recovery' in page and "<form" not in page


async def test_too_many_submits_keep_what_was_typed(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> None:
    settings = settings_for(rasa, session_messages_per_minute=1)
    async with running_gateway(tmp_path, small_library, rasa, settings) as gateway:
        fields = await shown_form(gateway)
        async with sent(gateway, {**fields, "description": PROBLEM}) as response:
            assert response.status == 400
        async with sent(gateway, {**fields, "username": MOBILE, "description": PROBLEM}) as response:
            assert response.status == 429
            page = await response.text()
        assert "提交得太快了" in page and f">{PROBLEM}</textarea>" in page
    assert "/ticket" in page
