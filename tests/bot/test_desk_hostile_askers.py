"""Whatever an asker can fill in, shown in every room of the desk: as text, and as nothing else."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

import pytest
from aiohttp import FormData

import bot.gateway.desk_learning
from common.clock import FakeClock
from faq.engine.library import Library
from tests.bot.gateway import API, Gateway, running_gateway
from tests.bot.test_desk_security import EVIL, Markup
from tests.bot.test_desk_shell import PAGE, PASSWORD, form_token_of, sign_in
from tests.fakes.judge import FakeJudge
from tests.fakes.rasa_server import FakeRasa
from tests.learning.project import write_project
from tests.tickets.samples import make_image, make_picture
from tickets.accounts import Role
from tickets.model import Person
from tickets.outcomes import Ending, TurnOutcome, record_outcome
from tickets.searches import record_miss

ADDRESS = "a'\"><svg/onload=alert(4)>@example.com"


@pytest.fixture
async def desk(tmp_path: Path, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Gateway]:
    monkeypatch.setattr(bot.gateway.desk_learning, "ReviewProcess", FakeJudge)
    root = write_project(tmp_path / "project")
    async with running_gateway(root, Library.open(root, FakeClock()), rasa) as gateway:
        gateway.served.parts.accounts.add("test", "管理", [Role.ADMIN], PASSWORD)
        yield gateway


async def fill_in_everything(desk: Gateway) -> str:
    """What somebody does who means ill; the number of their ticket."""
    token, parts = await desk.session("eve"), desk.served.parts
    eve = Person("web", parts.sessions.conversation_key(token))
    await desk.post(session=token, text=EVIL)
    form = FormData()
    for name, value in (("session", token), ("text", EVIL)):
        form.add_field(name, value)
    form.add_field("image", make_image(), filename=f"{EVIL}.png", content_type="image/png")
    async with desk.client.post(f"{API}/messages", data=form) as answer:
        assert answer.status == 200, await answer.text()
    read = parts.pictures.take(eve, make_picture(), EVIL).id
    fields = {"session": token, "form": "evilform1", "username": EVIL[:60], "description": f"{EVIL} {ADDRESS}"}
    async with desk.client.post(f"{API}/tickets", json={**fields, "pictures": [read]}) as answer:
        number = str((await answer.json())["ticket"]["number"])
    async with desk.client.post(f"{API}/tickets", json={**fields, "form": "evilform2", "username": ADDRESS}) as answer:
        assert answer.status == 400  # what is no address is none here either; in a description it is text
    parts.desk.add(eve, EVIL, idempotency_key="more", number=number)
    verdict = {"session": token, "faq_id": "reset_password", "helpful": False, "reason": "其他", "comment": EVIL}
    async with desk.client.post(f"{API}/feedback", json=verdict) as answer:
        assert answer.status == 200, await answer.text()
    async with desk.client.get(f"{API}/search?q={quote(EVIL)}") as answer:
        assert answer.status == 200
    record_miss(parts.database, EVIL, desk.clock.now())
    missed = TurnOutcome("web", eve.conversation_key, Ending.MISSED, "reset_password", "forgot_password", EVIL)
    with parts.database.begin() as connection:
        record_outcome(connection, missed, desk.clock.now())
    # Waiting for an agent, and later in a talk with one.
    parts.live.at_desk.seen("管理")
    for text in ("转人工", EVIL):
        await desk.post(session=token, text=text)
    return number


def harmless(text: str, path: str) -> None:
    seen = Markup()
    seen.feed(text)
    assert all(one.startswith("/static/") for one in seen.scripts), path
    assert seen.handlers == [], path
    assert all(one.startswith(("/static/", "/desk/tickets/")) for one in seen.pictures), path
    assert not re.search(r"\b49\b", text), path  # {{7*7}}


async def test_it_is_text_in_every_room(desk: Gateway) -> None:
    number, live = await fill_in_everything(desk), desk.served.parts.live
    await sign_in(desk, "管理")
    token = await form_token_of(desk)
    [talk] = live.waiting()
    evil = quote(EVIL)
    paths = [
        "/desk/tickets?view=all",
        f"/desk/tickets?view={evil}&q={evil}&channel={evil}&topic={evil}&tag={evil}&page={evil}",
        f"/desk/tickets/{number}",
        f"/desk/answers?q={evil}&number={number}",
        "/desk/talks",
        f"/desk/talks/{talk.id}",
        f"/desk/talks/list?talk={evil}",
        f"/desk/misses?days={evil}&kind={evil}&saved={evil}",
        f"/desk/entries?q={evil}",
        f"/desk/entry-picker?entry_query={evil}",
        "/desk/entries/reset_password",
        "/desk/day",
        f"/desk/figures?from={evil}&to={evil}",
        "/desk/operate",
    ]

    async def text_of(path: str) -> str:
        async with desk.client.get(path, headers=PAGE) as page:
            text = await page.text()
            assert page.status == 200, (path, text)
        harmless(text, path)
        return text

    pages = {path: await text_of(path) for path in paths}
    for shown in (f"/desk/tickets/{number}", f"/desk/talks/{talk.id}", "/desk/entries/reset_password", paths[7]):
        assert "&lt;script&gt;alert(1)" in pages[shown], shown
    groups = set(re.findall(r'href="(/desk/misses/[0-9a-f]+)"', pages[paths[7]]))
    assert groups
    for path in groups:
        assert "&lt;script&gt;alert(1)" in await text_of(path)
    # The same in a talk that goes on, and in what an editor is shown before it is live.
    headers = {"X-Desk-Token": token, "HX-Request": "true"}
    async with desk.client.post(f"/desk/talks/{talk.id}/take", headers=headers) as answer:
        assert answer.status == 200
        harmless(await answer.text(), "take")
    await desk.post(session="eve", text=EVIL)
    assert "&lt;script&gt;alert(1)" in await text_of(f"/desk/talks/{talk.id}/lines")
    fields = {"act": "wording", "entry": "reset_password", "text": EVIL, "also": EVIL}
    async with desk.client.post(f"{sorted(groups)[0]}/preview", data=fields, headers=headers) as answer:
        assert answer.status == 200
        harmless(await answer.text(), "preview")
    async with desk.client.get("/desk/figures.csv", headers=PAGE) as answer:
        assert EVIL not in await answer.text()
