"""Several tickets of the queue at once: each is changed by itself, and nothing that somebody else did is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from faq.engine.library import Library
from tests.bot.gateway import Gateway, running_gateway
from tests.bot.test_desk_shell import PASSWORD, form_token_of, sign_in
from tests.fakes.rasa_server import FakeRasa
from tests.tickets.samples import ANNA, BEN, make_submission
from tickets.accounts import Role
from tickets.model import Status
from tickets.numbers import make_number


@pytest.fixture
async def desk(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> AsyncIterator[Gateway]:
    async with running_gateway(tmp_path, small_library, rasa) as gateway:
        for name, role in (("小林", Role.AGENT), ("小王", Role.AGENT), ("编辑", Role.EDITOR)):
            gateway.served.parts.accounts.add("test", name, [role], PASSWORD)
        await sign_in(gateway, "小林")
        yield gateway


async def bulk(desk: Gateway, tickets: list[str], **fields: str) -> tuple[int, dict[str, Any]]:
    body = [("ticket", one) for one in tickets] + list(fields.items())
    headers = {"X-Desk-Token": await form_token_of(desk), "Accept": "application/json"}
    async with desk.client.post("/desk/tickets/bulk", data=body, headers=headers) as answer:
        told: dict[str, Any] = await answer.json()
        return answer.status, told


async def test_what_is_chosen_is_changed_and_what_somebody_touched_is_not(desk: Gateway) -> None:
    parts = desk.served.parts
    numbers = sorted(
        parts.desk.open(person, make_submission(f"bulk-{person.conversation_key}")).ticket.number
        for person in (ANNA, BEN)
    )
    first, second = numbers

    def seen() -> list[str]:
        return [f"{number}.{parts.agents.reader.ticket(number).version}" for number in numbers]

    assert await bulk(desk, seen(), act="assign", assignee="小王") == (
        200,
        {"ok": True, "done": numbers, "said": "2 张分派了"},
    )
    before = seen()
    parts.agents.note("小王", second, "我来看")  # meanwhile
    assert await bulk(desk, before, act="status", status="resolved") == (
        200,
        {
            "ok": True,
            "done": [first],
            "said": f"1 张改了状态，1 张没有动：工单 {second} 刚刚被别人改过，请刷新后再操作。",
        },
    )
    assert (await bulk(desk, seen(), act="tag", tag="要回电"))[1]["done"] == numbers
    nowhere = make_number()
    status, told = await bulk(desk, [*seen(), f"{nowhere}.1"], act="status", status="closed")
    assert (status, told["done"]) == (200, numbers)
    assert f"1 张没有动：没有找到工单 {nowhere}" in told["said"]
    tickets = [parts.agents.reader.ticket(number) for number in numbers]
    assert [(ticket.status, ticket.assignee) for ticket in tickets] == [(Status.CLOSED, "小王")] * 2
    assert desk.rows("SELECT count(*) FROM ticket_tag WHERE tag = '要回电'") == [(2,)]
    told_of = desk.rows("SELECT subject, action FROM audit_entry WHERE actor = '小林' AND action != 'sign_in'")
    assert sorted(told_of) == sorted(
        [(number, action) for number in numbers for action in ("assign", "status", "tag")] + [(first, "status")]
    )


async def test_what_makes_no_sense_changes_nothing(desk: Gateway) -> None:
    parts = desk.served.parts
    number = parts.desk.open(ANNA, make_submission()).ticket.number
    chosen = [f"{number}.{parts.agents.reader.ticket(number).version}"]
    for tickets, fields in (
        ([], {"act": "tag", "tag": "x"}),
        ([f"{number}.{version}" for version in range(51)], {"act": "tag", "tag": "x"}),
        ([number], {"act": "tag", "tag": "x"}),
        ([f"{number}.x"], {"act": "tag", "tag": "x"}),
        (["../etc.1"], {"act": "tag", "tag": "x"}),
        (chosen, {"act": "assign", "assignee": "谁"}),
        (chosen, {"act": "assign", "assignee": "编辑"}),
        (chosen, {"act": "status", "status": "open; DROP"}),
        (chosen, {"act": "merge", "into": number}),
        (chosen, {}),
    ):
        assert (await bulk(desk, tickets, **fields))[0] == 400, (tickets, fields)
    ticket = parts.agents.reader.ticket(number)
    assert (ticket.status, ticket.assignee) == (Status.OPEN, None)
    assert "标签要写成" in (await bulk(desk, chosen, act="tag", tag="<b>太长的标签太长的标签</b>"))[1]["said"]
