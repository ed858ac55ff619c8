"""The desk's room for operators: admins only; every process, what could not be sent, and the WeChat account."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from common.settings import MailSettings
from faq.engine.library import Library
from tests.bot.gateway import Gateway, running_gateway, settings_for, until
from tests.bot.test_desk_shell import PAGE, PASSWORD, form_token_of, sign_in
from tests.fakes.rasa_server import FakeRasa
from tests.tickets.samples import ANNA, make_submission
from tickets.accounts import Role
from tickets.beats import list_beats
from tickets.outbox import State, list_entries
from tickets.schema import outbox
from tickets.service_notes import CALIBRATION, write_note


@pytest.fixture
async def desk(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> AsyncIterator[Gateway]:
    # Nobody listens on that port, and the first try is a day away for the second.
    mail = MailSettings(host="127.0.0.1", port=9, security="none", sender="a@example.com", recipient="b@example.com")
    async with running_gateway(tmp_path, small_library, rasa, replace(settings_for(rasa), mail=mail)) as gateway:
        accounts = gateway.served.parts.accounts
        accounts.add("test", "管理", [Role.ADMIN], PASSWORD)
        accounts.add("test", "主管", [Role.LEAD], PASSWORD)
        yield gateway


async def test_admins_see_all_that_runs_and_mend_what_does_not(desk: Gateway) -> None:
    parts = desk.served.parts
    parts.desk.open(ANNA, make_submission())
    [mail] = list_entries(parts.database, (State.WAITING,))
    await until(lambda: bool(list_beats(parts.database)))
    with parts.database.begin() as connection:
        dead = {"state": State.DEAD, "last_error": "邮件服务器拒收（550）：<b>no</b>"}
        connection.execute(update(outbox).where(outbox.c.id == mail.id).values(**dead))
    await sign_in(desk, "主管")
    assert (await desk.client.get("/desk/operate", headers=PAGE)).status == 403
    await sign_in(desk, "管理")
    async with desk.client.get("/desk/operate", headers=PAGE) as page:
        text = await page.text()
    assert page.status == 200
    for shown in ("邮件 · 新工单", "550）：&lt;b&gt;no&lt;/b&gt;", parts.library.version, "还没有备份过", "没有接入"):
        assert shown in text, shown
    assert "1 分钟前" not in text

    async def post(path: str) -> int:
        fields = {"form_token": await form_token_of(desk)}
        async with desk.client.post(f"/desk/operate/{path}", data=fields, headers=PAGE, allow_redirects=False) as done:
            return done.status

    assert await post(f"outbox/{mail.id}/drop") == 303
    assert await post(f"outbox/{mail.id}/drop") == 409
    assert await post("outbox/x/drop") == 404
    assert await post("wechat") == 404
    assert [entry.state for entry in list_entries(parts.database, (State.CANCELLED,))] == ["cancelled"]


async def test_operators_are_told_when_an_edit_wants_a_calibration_until_there_are_new_figures(desk: Gateway) -> None:
    parts = desk.served.parts
    figures, _ = parts.library.calibration
    await sign_in(desk, "管理")
    for judged_by, is_told in ((figures, True), ("earlier figures", False)):
        write_note(
            parts.database, CALIBRATION, parts.clock.now(), reason="直接回答里只剩 90.0% 是对的", figures=judged_by
        )
        async with desk.client.get("/desk/operate", headers=PAGE) as page:
            assert ("该重新校准了：直接回答里只剩 90.0% 是对的。" in await page.text()) == is_told


async def test_every_open_page_hears_of_a_change_also_one_opened_after_the_others_were_closed(desk: Gateway) -> None:
    await sign_in(desk, "管理")
    for turn in range(2):
        async with desk.client.get("/desk/live", headers=PAGE) as stream, asyncio.timeout(20):
            await stream.content.readuntil(b"\n\n")
            await asyncio.sleep(0.2)  # the first look has found where the record ends
            opened = await asyncio.to_thread(desk.served.parts.desk.open, ANNA, make_submission(f"form-{turn}"))
            told = await stream.content.readuntil(b"\n\n")
        assert b"event: change" in told
        assert opened.ticket.number.encode() in told
        await asyncio.sleep(2)  # nobody listens any more


async def test_a_gateway_takes_itself_off_the_list(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> None:
    async with running_gateway(tmp_path, small_library, rasa) as gateway:
        await until(lambda: bool(list_beats(gateway.served.parts.database)))
        [told] = [beat.detail for beat in list_beats(gateway.served.parts.database)]
        assert (told["content"], told["problems"]) == (small_library.version, [])
        assert set(told["wrong"]) <= {"meaning"}
    assert gateway.rows("SELECT * FROM process_beat") == []
