"""What a person may do at the desk; one contract over SQLite and PostgreSQL."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from common.clock import FakeClock
from common.settings import Settings
from common.settings_allowances import TicketSettings
from tests.tickets.samples import ANNA, BEN, DESCRIPTION, PHONE, make_picture, make_submission
from tickets import schema
from tickets.agents import AgentDesk
from tickets.attachments import AttachmentStore
from tickets.audit import verify_audit
from tickets.database import reading
from tickets.desk import Desk
from tickets.errors import LimitError, PictureError, StatusError, SubmissionError, UnknownTicketError
from tickets.model import (
    AttachmentView,
    Event,
    MessageKind,
    MessageView,
    Opened,
    Person,
    Priority,
    Status,
    Submission,
    Ticket,
)
from tickets.numbers import is_number
from tickets.outbox import list_entries
from tickets.vault import Vault

MASKED = "注册时一直提示证件号已注册，我的手机号是〔手机号〕"


def count(engine: Engine, table: Any) -> int:
    with reading(engine) as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def told(engine: Engine) -> list[tuple[str, Event]]:
    return [(entry.kind, entry.event) for entry in list_entries(engine, ("waiting",))]


def history(ticket: Ticket) -> list[tuple[MessageKind, str, str]]:
    return [(line.kind, line.author, line.body) for line in ticket.messages]


def test_opening_gives_a_whole_ticket(desk: Desk, engine: Engine, store: AttachmentStore, clock: FakeClock) -> None:
    picture = store.take(ANNA, make_picture())
    opened = desk.open(ANNA, make_submission(pictures=(picture.id,)))
    ticket = opened.ticket
    assert is_number(ticket.number)
    assert opened == Opened(
        Ticket(
            id=ticket.id,
            number=ticket.number,
            channel="web",
            conversation_key="web:anna",
            status=Status.OPEN,
            priority=Priority.NORMAL,
            assignee=None,
            username_kind="phone",
            username="139****1234",
            description=MASKED,
            context="问：注册不了\n答：证件号已注册怎么办",
            promised_on=date(2026, 11, 5),
            promise_exact=True,
            version=1,
            created_at=clock.now(),
            updated_at=clock.now(),
            answered_at=None,
            closed_at=None,
            erased_at=None,
            messages=(MessageView(ticket.messages[0].id, MessageKind.EVENT, "requester", "提交工单", clock.now()),),
            attachments=(AttachmentView(picture.id, None, picture.sha256, "image/png", picture.size_bytes, False),),
        ),
        created=True,
        others=(),
    )
    assert told(engine) == [("mail", Event.OPENED), ("webhook", Event.OPENED)]


def test_nothing_personal_is_in_the_clear_in_the_database(desk: Desk, engine: Engine) -> None:
    ticket = desk.open(ANNA, make_submission()).ticket
    desk.add(ANNA, f"还是不行，{PHONE}", idempotency_key="m1")
    everything = ""
    with reading(engine) as connection:
        for table in schema.metadata.sorted_tables:
            rows = connection.execute(select(table)).all()
            everything += repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in rows])
    assert ticket.number in everything
    assert [word for word in (PHONE, "证件号已注册", "还是不行") if word in everything] == []


def test_the_same_form_gives_the_same_ticket(desk: Desk, engine: Engine) -> None:
    first = desk.open(ANNA, make_submission())
    again = desk.open(ANNA, replace(make_submission(), description="网络重发时文字变了也一样"))
    assert (again.ticket, again.created) == (first.ticket, False)
    assert (count(engine, schema.ticket), count(engine, schema.outbox), count(engine, schema.audit_entry)) == (1, 2, 1)


def test_another_persons_form_with_the_same_key_is_their_own(desk: Desk) -> None:
    numbers = {desk.open(person, make_submission()).ticket.number for person in (ANNA, BEN)}
    assert len(numbers) == 2


def test_concurrent_submits_of_one_form_give_one_ticket(desk: Desk, engine: Engine) -> None:
    results: list[Opened] = []
    faults: list[Exception] = []
    start = threading.Barrier(8)

    def work() -> None:
        start.wait()
        try:
            results.extend(desk.open(ANNA, make_submission()) for _ in range(3))
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len({opened.ticket.number for opened in results}) == 1
    assert [opened.created for opened in results].count(True) == 1
    assert (count(engine, schema.ticket), count(engine, schema.outbox)) == (1, 2)


def test_concurrent_submits_of_many_persons_all_arrive(desk: Desk, engine: Engine) -> None:
    faults: list[Exception] = []

    def work(name: int) -> None:
        try:
            for form in range(4):
                desk.open(Person("web", f"web:{name}"), make_submission(f"form-{form}"))
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report = verify_audit(engine)
    assert (faults, count(engine, schema.ticket), report.entries, report.faults) == ([], 32, 32, ())


def test_a_forgotten_username_is_no_obstacle(desk: Desk) -> None:
    ticket = desk.open(ANNA, Submission("f", None, DESCRIPTION)).ticket
    assert (ticket.username_kind, ticket.username) == ("forgotten", "不记得")


@pytest.mark.parametrize(
    ("submission", "text"),
    [
        (
            Submission("f", "110101199003071091", DESCRIPTION),
            "这个身份证号的校验位对不上，请核对有没有输错。不记得用户名就回复「忘了」。",
        ),
        (Submission("f", None, "不行"), "写得太少，客服不知道从哪里看起。请用一句话说明：在哪一步、页面上提示了什么。"),
        (Submission("f", None, DESCRIPTION, tuple("abcdef")), "一次最多 5 张图片，请挑最能说明问题的几张。"),
    ],
)
def test_a_form_that_cannot_be_used_leaves_nothing(
    desk: Desk, engine: Engine, submission: Submission, text: str
) -> None:
    with pytest.raises(SubmissionError) as caught:
        desk.open(ANNA, submission)
    assert (str(caught.value), count(engine, schema.ticket)) == (text, 0)


def test_somebody_elses_picture_is_refused_and_nothing_is_kept(
    desk: Desk, engine: Engine, store: AttachmentStore
) -> None:
    foreign = store.take(BEN, make_picture()).id
    with pytest.raises(PictureError) as caught:
        desk.open(ANNA, make_submission(pictures=(foreign,)))
    assert str(caught.value) == "有一张图片已经过期或用在别的工单里了，请重新发一次图片。"
    assert [count(engine, table) for table in (schema.ticket, schema.outbox, schema.audit_entry)] == [0, 0, 0]
    own = store.take(ANNA, make_picture()).id
    desk.open(ANNA, make_submission("one", (own, own)))
    with pytest.raises(PictureError):
        desk.open(ANNA, make_submission("two", (own,)))


def test_duplicates_are_pointed_out(desk: Desk) -> None:
    first = desk.open(ANNA, make_submission("one")).ticket.number
    assert desk.active_numbers(ANNA) == (first,)
    assert desk.open(ANNA, make_submission("two")).others == (first,)
    desk.settle(ANNA, first)
    assert desk.open(ANNA, make_submission("three")).others == (desk.active_numbers(ANNA)[1],)
    assert desk.active_numbers(BEN) == ()


def test_a_day_has_a_limit_and_tomorrow_is_another_day(
    engine: Engine, vault: Vault, settings: Settings, clock: FakeClock
) -> None:
    desk = Desk(engine, vault, replace(settings, tickets=TicketSettings(per_day=2)), clock)
    for form in ("one", "two"):
        desk.open(ANNA, make_submission(form))
    with pytest.raises(LimitError) as caught:
        desk.open(ANNA, make_submission("three"))
    assert str(caught.value) == "您今天已经提交了 2 张工单，请在已有的工单里补充，或明天再提交。"
    assert desk.open(ANNA, make_submission("two")).created is False
    assert desk.open(BEN, make_submission("three")).created is True
    clock.advance(14 * 3600)  # past midnight in China, not in UTC
    assert desk.open(ANNA, make_submission("three")).created is True


def test_a_person_sees_their_own_tickets_only(desk: Desk, agents: AgentDesk) -> None:
    mine = desk.open(ANNA, make_submission("one")).ticket
    theirs = desk.open(BEN, make_submission("one")).ticket
    agents.note("小王", mine.number, "内部看法")
    agents.reply("小王", mine.number, "请重新登录")
    assert [ticket.number for ticket in desk.reader.own_tickets(ANNA)] == [mine.number]
    assert desk.reader.own_tickets(Person("wechat", ANNA.conversation_key)) == []
    assert history(desk.reader.own_ticket(ANNA, mine.number)) == [
        (MessageKind.EVENT, "requester", "提交工单"),
        (MessageKind.REPLY, "小王", "请重新登录"),
        (MessageKind.EVENT, "小王", "状态：处理中 → 等您补充"),
    ]
    texts = set()
    for number in (theirs.number, "TK7M4Q2B", ""):
        with pytest.raises(UnknownTicketError) as caught:
            desk.reader.own_ticket(ANNA, number)
        texts.add(str(caught.value))
        for change in (
            lambda number=number: desk.settle(ANNA, number),
            lambda number=number: desk.add(ANNA, "补充一下", idempotency_key="x", number=number),
        ):
            with pytest.raises(UnknownTicketError) as caught:
                change()
            texts.add(str(caught.value))
    assert texts == {"您名下没有这样的工单，请核对工单号。"}


def test_an_addition_reopens_what_waited_for_the_person(
    desk: Desk, agents: AgentDesk, engine: Engine, store: AttachmentStore
) -> None:
    number = desk.open(ANNA, make_submission()).ticket.number
    agents.reply("小王", number, "请发一张截图")
    picture = store.take(ANNA, make_picture()).id
    ticket = desk.add(ANNA, "这是截图", (picture,), idempotency_key="m1")
    assert (ticket.status, ticket.version) == (Status.OPEN, 3)
    assert history(ticket)[-2:] == [
        (MessageKind.ADDITION, "requester", "这是截图"),
        (MessageKind.EVENT, "system", "状态：等您补充 → 处理中"),
    ]
    assert [(view.id, view.message_id) for view in ticket.attachments] == [(picture, ticket.messages[-2].id)]
    assert told(engine)[-2:] == [("mail", Event.ADDED), ("webhook", Event.ADDED)]
    assert desk.add(ANNA, "这是截图", (picture,), idempotency_key="m1") == ticket


@pytest.mark.parametrize(("days", "priority"), [(1, Priority.HIGH), (3, Priority.HIGH), (30, Priority.NORMAL)])
def test_who_needs_it_sooner_than_promised_stands_first(desk: Desk, days: int, priority: Priority) -> None:
    first = desk.open(ANNA, make_submission()).ticket
    assert first.priority is Priority.NORMAL
    by = first.created_at.date() + timedelta(days=days)
    reading = Desk(desk.engine, desk.vault, Settings(), desk.clock, lambda text, _: by if text == DESCRIPTION else None)
    assert reading.open(ANNA, replace(make_submission(), idempotency_key="k9")).ticket.priority is priority


def test_additions_go_to_the_newest_unfinished_ticket(desk: Desk) -> None:
    old = desk.open(ANNA, make_submission("one")).ticket.number
    new = desk.open(ANNA, make_submission("two")).ticket.number
    assert desk.add(ANNA, "补充一下", idempotency_key="a").number == new
    assert desk.add(ANNA, "补充一下", idempotency_key="a", number=old).number == old
    desk.settle(ANNA, new)
    assert desk.add(ANNA, "再补充", idempotency_key="b").number == old


def test_additions_are_refused_where_they_make_no_sense(desk: Desk, clock: FakeClock) -> None:
    with pytest.raises(UnknownTicketError):
        desk.add(ANNA, "补充一下", idempotency_key="a")
    number = desk.open(ANNA, make_submission()).ticket.number
    with pytest.raises(SubmissionError) as empty:
        desk.add(ANNA, " ", idempotency_key="a")
    assert str(empty.value) == "请把要补充的内容写出来，或者发图片。"
    for turn in range(30):
        desk.add(ANNA, "补充一下", idempotency_key=f"m{turn}")
    with pytest.raises(LimitError) as often:
        desk.add(ANNA, "补充一下", idempotency_key="m30")
    assert str(often.value) == "您今天已经补充了 30 次，客服会一并处理，请明天再补充。"
    desk.settle(ANNA)
    clock.advance(86400)
    with pytest.raises(StatusError) as closed:
        desk.add(ANNA, "补充一下", idempotency_key="m31", number=number)
    assert str(closed.value) == f"工单 {number} 已经关闭，不能再补充；还有问题请重新提交工单。"


def test_solved_closes_the_ticket_once(desk: Desk, engine: Engine, clock: FakeClock) -> None:
    number = desk.open(ANNA, make_submission()).ticket.number
    clock.advance(60)
    ticket = desk.settle(ANNA)
    assert (ticket.number, ticket.status, ticket.closed_at) == (number, Status.CLOSED, clock.now())
    assert history(ticket)[-1] == (MessageKind.EVENT, "requester", "状态：处理中 → 已关闭")
    clock.advance(60)
    assert desk.settle(ANNA, number) == ticket
    assert told(engine)[2:] == [("mail", Event.SETTLED), ("webhook", Event.SETTLED)]
    with pytest.raises(UnknownTicketError):
        desk.settle(ANNA)


def test_without_mail_and_webhook_no_rows_wait_for_them(engine: Engine, vault: Vault, clock: FakeClock) -> None:
    Desk(engine, vault, Settings(), clock).open(ANNA, make_submission())
    assert told(engine) == []


def test_outbox_payloads_hold_no_personal_data(desk: Desk, engine: Engine) -> None:
    desk.open(ANNA, make_submission())
    with reading(engine) as connection:
        payloads = connection.execute(select(schema.outbox.c.payload)).scalars().all()
    assert [json.loads(payload) for payload in payloads] == [{"status": "open"}] * 2


def test_passwords_and_codes_are_dropped_before_anything_is_sealed(
    desk: Desk, engine: Engine, vault: Vault, store: AttachmentStore
) -> None:
    told = replace(
        make_submission(),
        username="lihua77 密码是KtGr#9002",
        description=f"登录不了，密码是KtGr#9003，手机号是{PHONE}",
        context="问：我的密码是KtGr#9001",
    )
    number = desk.open(ANNA, told).ticket.number
    desk.add(ANNA, "验证码 482913 不对", idempotency_key="more", number=number)
    store.take(ANNA, make_picture(), "密码：KtGr#9004")
    columns = (
        *(schema.ticket.c.username, schema.ticket.c.description, schema.ticket.c.context),
        *(schema.message.c.body, schema.attachment.c.page_text),
    )
    with reading(engine) as connection:
        kept = [vault.decrypt(value) for column in columns for value in connection.scalars(select(column)) if value]
    assert f"登录不了，密码是〔密码〕，手机号是{PHONE}" in kept
    assert {"lihua77 密码是〔密码〕", "问：我的密码是〔密码〕", "验证码 〔验证码〕 不对", "密码：〔密码〕"} <= set(kept)
