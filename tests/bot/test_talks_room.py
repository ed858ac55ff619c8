"""The desk's room for live talks: who may enter, whose talk it is, and that nothing leaks from other talks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import FormData

from faq.engine.library import Library
from screenshots.cleaning import clean_picture
from tests.bot.gateway import API, Gateway, running_gateway
from tests.bot.test_desk_shell import PAGE, PASSWORD, form_token_of, sign_in
from tests.fakes.rasa_server import FakeRasa
from tests.tickets.samples import ANNA, BEN, make_image, make_picture
from tickets.accounts import Role
from tickets.live_rows import TalkState
from web.desk import streams


@pytest.fixture
async def desk(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> AsyncIterator[Gateway]:
    async with running_gateway(tmp_path, small_library, rasa) as gateway:
        accounts = gateway.served.parts.accounts
        for name, role in (("小林", Role.AGENT), ("小王", Role.AGENT), ("编辑", Role.EDITOR)):
            accounts.add("test", name, [role], PASSWORD)
        gateway.served.parts.live.at_desk.seen("小林")
        yield gateway


async def post(desk: Gateway, path: str, **fields: str) -> int:
    fields["form_token"] = await form_token_of(desk)
    async with desk.client.post(f"/desk/talks/{path}", data=fields, headers=PAGE, allow_redirects=False) as response:
        return response.status


async def page(desk: Gateway, path: str) -> tuple[int, str]:
    async with desk.client.get(f"/desk/talks{path}", headers=PAGE) as response:
        return response.status, await response.text()


async def test_only_agents_enter_and_only_the_owner_speaks(desk: Gateway) -> None:
    live = desk.served.parts.live
    live.ask(ANNA, 0)
    [talk] = live.waiting()
    await sign_in(desk, "编辑")
    assert (await page(desk, ""))[0] == 403
    assert await post(desk, f"{talk.id}/take") == 403
    await sign_in(desk, "小林")
    assert await post(desk, f"{talk.id}/take") == 303
    assert await post(desk, f"{talk.id}/say", text="<b>您好</b>", key="k" * 16) == 303
    assert await post(desk, f"{talk.id}/say", text="<b>您好</b>", key="k" * 16) == 303
    status, text = await page(desk, f"/{talk.id}")
    assert (status, text.count("&lt;b&gt;您好&lt;/b&gt;")) == (200, 1)
    await sign_in(desk, "小王")
    for path, fields in (("take", {}), ("say", {"text": "我来"}), ("end", {})):
        assert await post(desk, f"{talk.id}/{path}", **fields) == 409, path
    assert "小林 在接" in (await page(desk, f"/{talk.id}/lines"))[1]
    await sign_in(desk, "小林")
    assert await post(desk, f"{talk.id}/say", text=" ", key="k2") == 400
    assert await post(desk, f"{talk.id}/end", solved="yes") == 303
    ended = live.talk(talk.id)
    assert ended is not None
    assert ended.state is TalkState.ENDED
    for path in ("/0", "/999", "/x", "/999999999999999999999"):
        assert (await page(desk, path))[0] == 404, path


async def test_a_picture_is_shown_only_in_its_own_talk(desk: Gateway) -> None:
    parts = desk.served.parts
    pictures = {}
    for person in (ANNA, BEN):
        parts.live.ask(person, 0)
        talk = next(talk for talk in parts.live.waiting() if talk.person == person)
        parts.live.take("小林", talk.id)
        view = parts.pictures.take(person, make_picture())
        parts.live.hear(person, "", (view.id,), 7)
        pictures[talk.id] = view.id
    await sign_in(desk, "小林")
    (first, mine), (_, other) = pictures.items()
    number = parts.live.talk(first).number
    assert f'src="/desk/tickets/{number}/pictures/{mine}"' in (await page(desk, f"/{first}"))[1]
    async with desk.client.get(f"/desk/tickets/{number}/pictures/{mine}") as response:
        assert (response.status, response.content_type) == (200, "image/png")
    async with desk.client.get(f"/desk/tickets/{number}/pictures/{other}", headers=PAGE) as response:
        assert response.status == 404


async def test_an_agent_shows_a_picture(desk: Gateway) -> None:
    parts, live = desk.served.parts, desk.served.parts.live
    token = await desk.session("anna")
    await desk.post(session=token, text="转人工")
    await desk.post(session=token, text="毕业证上的<b>名字</b>错了")
    [talk] = live.waiting()
    await sign_in(desk, "小林")
    assert "毕业证上的&lt;b&gt;名字&lt;/b&gt;错了</span>" in (await page(desk, "/list"))[1]
    assert await post(desk, f"{talk.id}/take") == 303
    headers = {"X-Desk-Token": await form_token_of(desk), "HX-Request": "true"}

    async def send(data: bytes, key: str, **fields: str) -> tuple[int, str]:
        form = FormData(default_to_multipart=True)
        for name, value in {**fields, "key": key}.items():
            form.add_field(name, value)
        form.add_field("image", data, filename="x.png", content_type="image/png")
        async with desk.client.post(f"/desk/talks/{talk.id}/say", data=form, headers=headers) as answer:
            return answer.status, await answer.text()

    assert (await send(b"<svg onload=alert(1)>", "k" * 16))[0] == 400
    for _ in range(2):  # the same form again says nothing again
        status, lines = await send(make_image(), "p" * 16)
        assert (status, lines.count("您发的图片"), lines.count("［图片］")) == (200, 1, 1)
    status, lines = await send(make_image(), "q" * 16, text="点红框里的")
    assert (status, lines.count("您发的图片")) == (200, 2)
    # The person has them in the chat, and nobody else does.
    async with desk.client.get(f"{API}/updates", headers={"X-Session": token}) as answer:
        updates = (await answer.json())["updates"]
    assert [(item["agent"], item["text"], len(item["pictures"])) for item in updates] == [
        ("小林", "［图片］", 1),
        ("小林", "点红框里的", 1),
    ]
    address = f"{API}/pictures/{updates[0]['pictures'][0]}"
    async with desk.client.get(address, headers={"X-Session": token}) as picture:
        assert (picture.status, await picture.read()) == (200, clean_picture(make_image()).data)
    assert (await desk.client.get(address, headers={"X-Session": await desk.session("ben")})).status == 404
    # In a talk that is not, or no longer, one's own no picture is even kept.
    before = desk.rows("SELECT count(*) FROM attachment")
    await sign_in(desk, "小王")
    headers["X-Desk-Token"] = await form_token_of(desk)
    assert (await send(make_image(), "r" * 16))[0] == 409
    assert parts.live.end("小林", talk.id).state is TalkState.ENDED
    assert (await send(make_image(), "s" * 16))[0] == 409
    assert desk.rows("SELECT count(*) FROM attachment") == before


async def test_an_open_page_is_being_there(desk: Gateway) -> None:
    at_desk = desk.served.parts.live.at_desk
    at_desk.left("小林")
    await sign_in(desk, "小王")
    async with desk.client.get("/desk/talks/events?here=0") as looking:
        await looking.content.readuntil(b"\n\n")
        assert at_desk.present() == ()
    async with desk.client.get("/desk/talks/events?here=1") as stream:
        await stream.content.readuntil(b"\n\n")
        told = await stream.content.readuntil(b"\n\n")
        assert told == b'event: live\ndata: {"waiting": 0, "mine": 0, "unread": []}\n\n'
        assert at_desk.present() == ("小王",)
        await desk.post(session="anna", text="转人工")
        assert b'"waiting": 1' in await stream.content.readuntil(b"\n\n")
        stream.close()
    while at_desk.present() != ():  # a word to it shows that it is gone, once the server has heard of that
        await desk.served.live.tell_agents()
        await asyncio.sleep(0)


@pytest.mark.parametrize("path", ["/desk/talks/events", "/desk/live"])
async def test_one_agents_streams_take_no_colleagues_place(
    desk: Gateway, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Two hundred of one agent filled the gateway, and colleagues were told nothing any more."""
    monkeypatch.setattr(streams, "_MOST_OF_ONE", 2)
    await sign_in(desk, "小林")
    opened = [await desk.client.get(path, headers=PAGE) for _ in range(3)]
    assert [response.status for response in opened] == [200, 200, 429]
    await sign_in(desk, "小王")
    async with desk.client.get(path, headers=PAGE) as response:
        assert response.status == 200
    for response in opened:
        response.close()
