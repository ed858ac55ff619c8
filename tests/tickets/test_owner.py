"""What owners do beside writing; and that a ticket opens to nobody without its code."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.engine import Engine

from common.clock import FakeClock
from tests.tickets.samples import ANNA, BEN, make_picture, make_submission
from tickets.access import RecoveryCodes
from tickets.agents import AgentDesk
from tickets.attachments import AttachmentStore
from tickets.audit import verify_audit
from tickets.desk import Desk
from tickets.errors import PictureError, StatusError, SubmissionError, UnknownTicketError
from tickets.model import Person
from tickets.numbers import make_number
from tickets.owner import OwnersDesk
from tickets.retention import Retention

CODES = RecoveryCodes(["new key", "old key"])


@pytest.fixture
def owners(desk: Desk) -> OwnersDesk:
    return OwnersDesk(desk, CODES)


@pytest.fixture
def number(desk: Desk) -> str:
    return desk.open(ANNA, make_submission()).ticket.number


def test_codes_fit_one_ticket_and_outlive_a_change_of_keys() -> None:
    number = make_number()
    code = CODES.code(number)
    assert len(code) == 9 and code[4] == "-"
    assert CODES.is_code(number, code.lower().replace("-", " "))
    assert CODES.is_code(number, RecoveryCodes("old key").code(number))
    for wrong in ("", "-", code[:-1], CODES.code(make_number()), RecoveryCodes("other").code(number), "\ud800"):
        assert not CODES.is_code(number, wrong)


def test_who_has_the_code_reads_adds_and_settles(
    desk: Desk, owners: OwnersDesk, store: AttachmentStore, number: str, engine: Engine
) -> None:
    with pytest.raises(UnknownTicketError):
        desk.reader.own_ticket(BEN, number)
    for _ in range(2):
        owners.come_back(BEN, number, owners.code(number))
    assert [ticket.number for ticket in desk.reader.own_tickets(BEN)] == [number]
    picture = store.take(BEN, make_picture())
    desk.add(BEN, "换了手机", (picture.id,), idempotency_key="a", number=number)
    assert [line.body for line in desk.reader.own_ticket(ANNA, number).messages][-1] == "换了手机"
    assert store.open_for_person(ANNA, picture.id)[0].id == picture.id
    desk.settle(BEN, number)
    assert desk.reader.own_ticket(ANNA, number).status == "closed"
    assert verify_audit(engine).faults == ()


def test_nobody_comes_back_with_less_than_both(desk: Desk, owners: OwnersDesk, number: str) -> None:
    other = make_number()
    texts = []
    for wrong_number, code in ((number, owners.code(other)), (other, owners.code(other)), (number, ""), ("", "")):
        with pytest.raises(UnknownTicketError) as fault:
            owners.come_back(BEN, wrong_number, code)
        texts.append(str(fault.value))
    assert len(set(texts)) == 1
    assert desk.reader.own_tickets(BEN) == []


def test_a_ticket_that_was_erased_opens_to_nobody(
    desk: Desk, owners: OwnersDesk, store: AttachmentStore, number: str
) -> None:
    owners.come_back(BEN, number, owners.code(number))
    Retention(desk, store).erase_person(ANNA)
    assert desk.reader.own_tickets(BEN) == []
    with pytest.raises(UnknownTicketError):
        owners.come_back(Person("web", "web:eve"), number, owners.code(number))


def test_pictures_of_a_ticket_stay_closed_to_others(desk: Desk, owners: OwnersDesk, store: AttachmentStore) -> None:
    picture = store.take(ANNA, make_picture())
    number = desk.open(ANNA, make_submission(pictures=(picture.id,))).ticket.number
    with pytest.raises(PictureError):
        store.open_for_person(BEN, picture.id)
    owners.come_back(BEN, number, owners.code(number))
    assert store.open_for_person(BEN, picture.id)[0].id == picture.id


def test_an_answer_is_unread_until_its_owner_looks(
    desk: Desk, agents: AgentDesk, owners: OwnersDesk, number: str, clock: FakeClock
) -> None:
    assert desk.reader.unread(ANNA) == ()
    clock.advance(1)
    agents.reply("小李", number, "请再试一次")
    assert (desk.reader.unread(ANNA), desk.reader.unread(BEN)) == ((number,), ())
    owners.look(BEN, number)
    assert desk.reader.unread(ANNA) == (number,)
    clock.advance(1)
    owners.look(ANNA, number)
    assert desk.reader.unread(ANNA) == ()
    clock.advance(1)
    agents.reply("小李", number, "好了吗")
    assert desk.reader.unread(ANNA) == (number,)
    clock.advance(1)
    desk.add(ANNA, "好了，谢谢", idempotency_key="a", number=number)  # who answers has read the question
    assert desk.reader.unread(ANNA) == ()
    assert desk.reader.ticket(number).seen_at == clock.now()


def test_what_the_chat_showed_is_seen_and_nothing_newer(
    desk: Desk, agents: AgentDesk, owners: OwnersDesk, number: str, clock: FakeClock
) -> None:
    first = agents.reply("小李", number, "请再试一次").messages
    clock.advance(60)
    last = agents.reply("小李", number, "好了吗").messages
    owners.shown(BEN, last[-1].id)
    assert desk.reader.unread(ANNA) == (number,)
    owners.shown(ANNA, next(line.id for line in first if line.body == "请再试一次"))
    assert desk.reader.unread(ANNA) == (number,)
    owners.shown(ANNA, last[-1].id)
    assert desk.reader.unread(ANNA) == ()


def test_the_help_is_rated_after_an_answer(desk: Desk, agents: AgentDesk, number: str) -> None:
    with pytest.raises(StatusError, match="客服还没有答复"):
        desk.rate(ANNA, number, "good")
    agents.reply("小李", number, "请再试一次")
    for rating in ("good", "bad"):
        desk.rate(ANNA, number, rating)
        assert desk.reader.own_ticket(ANNA, number).rating == rating
    with pytest.raises(SubmissionError):
        desk.rate(ANNA, number, "best")
    with pytest.raises(UnknownTicketError):
        desk.rate(replace(BEN), number, "good")
