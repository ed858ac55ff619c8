"""Attacks on the desk: what askers fill in, what other sites post, what other roles and tickets hold, uploads."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest
from aiohttp import FormData

from faq.engine.library import Library
from screenshots.cleaning import clean_picture
from tests.bot.gateway import Gateway, running_gateway
from tests.bot.test_desk_shell import PAGE, PASSWORD, form_token_of, sign_in
from tests.fakes.rasa_server import FakeRasa
from tests.tickets.samples import make_image, make_picture
from tickets.accounts import Role
from tickets.audit import verify_audit
from tickets.model import Person, Submission

EVIL = """<script>alert(1)</script>"><img src=x onerror=alert(2)>' onmouseover='alert(3) {{7*7}} </textarea></title>"""
ANNA, BEN = Person("web", "web-anna"), Person("web", "web-ben")
PHONE = "13900001234"


@dataclass
class Desk:
    """A desk with two people's tickets."""

    gateway: Gateway
    anna: str
    ben: str
    picture: str

    async def post(self, path: str, token: str, **fields: str) -> int:
        """Post a form with a token; the status without following."""
        headers = {"X-Desk-Token": token, **PAGE}
        async with self.gateway.client.post(path, data=fields, headers=headers, allow_redirects=False) as answer:
            await answer.read()
            return answer.status

    async def text(self, path: str) -> str:
        """A page that must be there."""
        async with self.gateway.client.get(path, headers=PAGE) as page:
            assert page.status == 200, path
            return await page.text()


@pytest.fixture
async def desk(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> AsyncIterator[Desk]:
    async with running_gateway(tmp_path, small_library, rasa) as gateway:
        parts = gateway.served.parts
        for name, role in (("小林", Role.AGENT), ("编辑", Role.EDITOR)):
            parts.accounts.add("test", name, [role], PASSWORD)
        picture = parts.pictures.take(ANNA, make_picture(), EVIL).id
        anna = parts.desk.open(ANNA, Submission("a", EVIL[:60], EVIL, (picture,), EVIL)).ticket.number
        parts.desk.add(ANNA, EVIL, idempotency_key="more", number=anna)
        ben = parts.desk.open(BEN, Submission("b", PHONE, f"我的手机号是{PHONE}")).ticket.number
        yield Desk(gateway, anna, ben, picture)


class Markup(HTMLParser):
    """Collects what a page would run or load."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.handlers: list[str] = []
        self.pictures: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "script":
            self.scripts.append(named.get("src") or "inline")
        if tag == "img":
            self.pictures.append(named.get("src") or "")
        self.handlers += [name for name in named if name.startswith("on") or name == "style"]


async def test_nothing_an_asker_fills_runs(desk: Desk) -> None:
    await sign_in(desk.gateway, "小林")
    token = await form_token_of(desk.gateway)
    parts = desk.gateway.served.parts
    parts.agents.note("小林", desk.anna, EVIL)
    parts.agents.reply("小林", desk.anna, EVIL)
    parts.agents.tag("小林", desk.anna, "<b>x</b>")
    assert await desk.post(f"/desk/tickets/{desk.anna}/reveal", token, reason=EVIL[:150]) == 200
    query = "/desk/tickets?view=all&q=%3Cscript%3E&channel=%22%3E%3Cimg%20src%3Dx%3E&topic=%27%3E&tag=%3Cb%3Ex%3C/b%3E"
    pages = [f"/desk/tickets/{desk.anna}", "/desk/tickets?view=all", query, "/desk/answers?q=%3Cscript%3E"]
    for path in pages:
        text = await desk.text(path)
        seen = Markup()
        seen.feed(text)
        assert all(one.startswith("/static/") for one in seen.scripts), path
        assert seen.handlers == [], path
        assert all(one.startswith(("/static/", "/desk/tickets/")) for one in seen.pictures), path
        assert "49" not in re.findall(r"\b49\b", text), path
    assert "&lt;script&gt;alert(1)" in await desk.text(f"/desk/tickets/{desk.anna}")


async def test_other_sites_change_nothing(desk: Desk) -> None:
    await sign_in(desk.gateway, "小林")
    agents, before = desk.gateway.served.parts.agents, {}
    for number in (desk.anna, desk.ben):
        before[number] = agents.reader.ticket(number)
    actions = {
        "reply": {"text": "x"},
        "note": {"text": "x"},
        "assign": {"assignee": "小林"},
        "status": {"status": "closed"},
        "priority": {"priority": "urgent"},
        "tag": {"tag": "x"},
        "merge": {"into": desk.ben},
        "retry": {"outbox": "1"},
        "reveal": {"reason": "x"},
        "beat": {},
        "leave": {},
    }
    for action, fields in actions.items():
        for token in ("", "0" * 64):
            assert await desk.post(f"/desk/tickets/{desk.anna}/{action}", token, **fields) == 403, action
        assert await desk.post(f"/desk/tickets/{desk.anna}/{action}", "", form_token="x", **fields) == 403, action
        async with desk.gateway.client.get(f"/desk/tickets/{desk.anna}/{action}", headers=PAGE) as got:
            assert got.status in (404, 405), action  # nothing changes by following a link
    assert {number: agents.reader.ticket(number) for number in before} == before


async def test_other_roles_and_nobody_see_nothing(desk: Desk) -> None:
    paths = [
        "/desk/tickets",
        f"/desk/tickets/{desk.ben}",
        f"/desk/tickets/{desk.anna}/pictures/{desk.picture}",
        "/desk/answers?q=x",
        "/desk/live",
    ]
    for path in paths:
        async with desk.gateway.client.get(path, headers=PAGE, allow_redirects=False) as page:
            assert page.status == 303 and desk.ben not in (await page.text()), path
    await sign_in(desk.gateway, "编辑")
    token = await form_token_of(desk.gateway)
    for path in paths:
        async with desk.gateway.client.get(path, headers=PAGE) as page:
            text = await page.text()
            assert page.status == 403 and "手机号" not in text, path
    for action in ("reply", "note", "status", "reveal", "merge"):
        fields = {"text": "x", "status": "closed", "reason": "x", "into": desk.anna}
        assert await desk.post(f"/desk/tickets/{desk.ben}/{action}", token, **fields) == 403
    audited = desk.gateway.rows("SELECT action FROM audit_entry WHERE actor = '编辑'")
    assert set(audited) == {("sign_in",)}


async def test_a_ticket_gives_only_its_own(desk: Desk) -> None:
    await sign_in(desk.gateway, "小林")
    token = await form_token_of(desk.gateway)
    parts = desk.gateway.served.parts
    own, foreign = (f"/desk/tickets/{number}/pictures/{desk.picture}" for number in (desk.anna, desk.ben))
    assert (await desk.gateway.client.get(own)).status == 200
    assert (await desk.gateway.client.get(foreign)).status == 404
    # Tickets of two people are never put together.
    assert await desk.post(f"/desk/tickets/{desk.anna}/merge", token, into=desk.ben) == 400
    # A row of another ticket's outbox is not resent from here.
    parts.agents.reply("小林", desk.ben, "您好")
    [(row,)] = desk.gateway.rows("SELECT id FROM outbox WHERE kind = 'person' ORDER BY id DESC LIMIT 1")
    assert await desk.post(f"/desk/tickets/{desk.anna}/retry", token, outbox=str(row)) == 400
    # No assignee that is nobody, no status or priority that is none, no number that is none.
    assert await desk.post(f"/desk/tickets/{desk.anna}/assign", token, assignee="谁") == 400
    assert await desk.post(f"/desk/tickets/{desk.anna}/status", token, status="open; DROP") == 400
    assert await desk.post(f"/desk/tickets/{desk.anna}/priority", token, priority="?") == 400
    for wrong in ("T2222222", "..%2f..%2fetc"):
        assert (await desk.gateway.client.get(f"/desk/tickets/{wrong}", headers=PAGE)).status == 404


async def test_raw_data_only_with_a_reason_on_record(desk: Desk) -> None:
    await sign_in(desk.gateway, "小林")
    token, path = await form_token_of(desk.gateway), f"/desk/tickets/{desk.ben}"
    assert PHONE not in await desk.text(path) and PHONE not in await desk.text("/desk/tickets?view=all")
    assert await desk.post(f"{path}/reveal", token, reason="  ") == 400
    reason = f"核对 {PHONE}"
    async with desk.gateway.client.post(
        f"{path}/reveal", data={"reason": reason}, headers={"X-Desk-Token": token, **PAGE}
    ) as page:
        assert PHONE in await page.text() and page.headers["Cache-Control"] == "no-store"
    rows = desk.gateway.rows("SELECT actor, subject, detail FROM audit_entry WHERE action = 'reveal'")
    assert rows == [("小林", desk.ben, '{"reason": "核对 〔手机号〕"}')]
    text = await desk.text(path)
    assert PHONE not in text and "谁看过原文" in text
    assert verify_audit(desk.gateway.served.parts.database).faults == ()
    # Searching never finds what is masked.
    assert desk.ben not in await desk.text(f"/desk/tickets?view=all&q={PHONE}")
    # Seeing a picture is on record too, once.
    for _ in range(2):
        await desk.gateway.client.get(f"/desk/tickets/{desk.anna}/pictures/{desk.picture}")
    assert desk.gateway.rows("SELECT actor, subject FROM audit_entry WHERE action = 'picture'") == [("小林", desk.anna)]


async def test_what_is_uploaded_is_a_picture_and_nothing_else(desk: Desk) -> None:
    await sign_in(desk.gateway, "小林")
    token, path = await form_token_of(desk.gateway), f"/desk/tickets/{desk.anna}/reply"
    headers = {"X-Desk-Token": token, "Accept": "application/json"}

    async def reply(data: bytes, name: str = "x.png", kind: str = "image/png", count: int = 1, **fields: str) -> int:
        form = FormData(default_to_multipart=True)
        for key, value in {"text": "见图", **fields}.items():
            form.add_field(key, value)
        for _ in range(count):
            form.add_field("image", data, filename=name, content_type=kind)
        answer = await desk.gateway.client.post(path, data=form, headers=headers, allow_redirects=False)
        return answer.status

    good = make_image()
    assert await reply(b"<svg onload=alert(1)>", "x.svg", "image/svg+xml") == 400
    assert await reply(b"MZ not a picture") == 400
    assert await reply(good + b"<script>", "../../etc/passwd.html", "text/html", key="k" * 20) == 303
    assert await reply(good, key="k" * 20) == 303  # the same form again is no second reply
    assert await reply(good, count=8) == 400
    replies = desk.gateway.rows("SELECT count(*) FROM message WHERE kind = 'reply'")
    assert replies == [(1,)]
    ticket = desk.gateway.served.parts.agents.reader.ticket(desk.anna)
    [sent] = [one for one in ticket.attachments if one.message_id == ticket.messages[-2].id]
    async with desk.gateway.client.get(f"/desk/tickets/{desk.anna}/pictures/{sent.id}") as picture:
        body = await picture.read()
        assert picture.content_type in ("image/png", "image/jpeg") and b"<script>" not in body
        assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert body == clean_picture(good).data
    # Its person can open it, nobody else can.
    parts = desk.gateway.served.parts
    assert parts.pictures.open_for_person(ANNA, sent.id)[1] == body
    with pytest.raises(Exception, match="不存在"):
        parts.pictures.open_for_person(BEN, sent.id)
    # Without the header a form with pictures is not even read.
    form = FormData(default_to_multipart=True)
    form.add_field("form_token", token)
    form.add_field("text", "x")
    assert (await desk.gateway.client.post(path, data=form, headers=PAGE)).status == 403


async def test_two_agents_do_not_overwrite_each_other(desk: Desk) -> None:
    await sign_in(desk.gateway, "小林")
    token, path = await form_token_of(desk.gateway), f"/desk/tickets/{desk.ben}"
    version = str(desk.gateway.served.parts.agents.reader.ticket(desk.ben).version)
    assert await desk.post(f"{path}/reply", token, text="您好", version=version) == 303
    assert await desk.post(f"{path}/reply", token, text="您也好", version=version) == 400
    assert await desk.post(f"{path}/reply", token, text="", version="") == 400
    assert await desk.post(f"{path}/reply", token, text="x" * 4001, version="") == 400


async def test_long_and_broken_forms(desk: Desk) -> None:
    await sign_in(desk.gateway, "小林")
    token, path = await form_token_of(desk.gateway), f"/desk/tickets/{desk.ben}/note"
    headers = {"X-Desk-Token": token, "Content-Type": "application/x-www-form-urlencoded", **PAGE}
    for body in (b"text=" + b"x" * 70_000, b"text=%ff%fe", b"a=1&" * 300):
        async with desk.gateway.client.post(path, data=body, headers=headers) as answer:
            assert answer.status in (400, 413)
