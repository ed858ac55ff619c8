"""A password typed into the form is refused, and what stands beside it counts."""

from __future__ import annotations

from actions.ticket.draft import read
from actions.ticket.form_secrets import without_secrets
from actions.ticket.notes import NAME_FORGOTTEN, NAME_GONE, NEGLECTED, SEND_NUMBER
from actions.ticket.parts import FORGOTTEN, NOT_GIVEN, Said, TicketDraft

_PASSWORD = {"kind": "password", "ref": ""}
_PHONE = {"kind": "phone", "ref": "r1"}
_TOLD = {"text": "收不到验证码", "refs": []}


def test_the_clause_with_a_password_goes_and_its_neighbours_stay() -> None:
    said = Said("用户名〔手机号〕，密码是〔密码〕，登不上", private=(_PHONE, _PASSWORD))
    assert without_secrets(said) == Said("用户名〔手机号〕，登不上", private=(_PHONE,))
    assert without_secrets(Said("密码是〔密码〕", private=(_PASSWORD,))) == Said("", private=())


def test_a_message_without_one_is_left_as_it_is() -> None:
    said = Said("用户名〔手机号〕", private=(_PHONE,))
    assert without_secrets(said) is said


def test_anger_fills_no_field_and_is_told_when_somebody_answers() -> None:
    draft = TicketDraft(description=_TOLD)
    reading = read(draft, "ticket_username", Said("别又没人理"), promise="三个工作日内")
    assert (reading.draft, reading.note) == (draft, NEGLECTED.format("三个工作日内"))


def test_a_number_that_is_only_announced_is_asked_for() -> None:
    draft = TicketDraft(description=_TOLD)
    reading = read(draft, "ticket_username", Said("就用手机号"))
    assert (reading.draft, reading.note) == (draft, SEND_NUMBER)


def test_a_username_passed_over_may_be_forgotten_later() -> None:
    draft = TicketDraft(username=NOT_GIVEN, description=_TOLD)
    reading = read(draft, "ticket_screenshot", Said("不记得"))
    assert (reading.draft.username, reading.note) == (FORGOTTEN, NAME_FORGOTTEN)


def test_the_username_of_another_site_is_asked_for_again() -> None:
    draft = TicketDraft(username={"kind": "name", "ref": "r2"}, screenshot="none", description=_TOLD)
    reading = read(draft, "ticket_confirm", Said("不对，那个是微博的用户名"))
    assert (reading.draft.username, reading.note) == (None, NAME_GONE)
