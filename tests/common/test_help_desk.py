"""`common.help_desk`: what is said about who speaks follows the settings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from common.help_desk import OWN_DESK, HelpDesk
from common.settings import HelpDeskSettings, Settings
from common.settings_allowances import TicketSettings


def desk(working_days: int = 3, **own: object) -> HelpDesk:
    settings = replace(Settings(), tickets=replace(TicketSettings(), working_days=working_days))
    return HelpDesk.of(replace(settings, help_desk=replace(HelpDeskSettings(), **own)))  # type: ignore[arg-type]


def test_by_default_it_says_that_it_is_not_the_website_and_where_that_is() -> None:
    assert "不是学信网" in desk().introduction()
    assert "不是学信网" in desk().whose()
    assert OWN_DESK in desk().whose()
    assert "chsi_chesicc" in desk().own_desk()


def test_name_and_operator_are_said() -> None:
    own = desk(name="小信", operator="某某大学信息中心")
    assert "小信" in own.introduction()
    assert "由某某大学信息中心运营" in own.whose()


def test_the_official_desk_does_not_send_people_away() -> None:
    own = desk(official=True, operator="学信网")
    assert "不是学信网" not in own.introduction() + own.whose() + own.own_desk()


def test_the_promise_follows_the_tickets_unless_it_is_written() -> None:
    assert desk().answered() == "三个工作日内答复"
    assert desk(working_days=5).answered() == "五个工作日内答复"
    assert desk(promise="当天", hours="工作日 9:00–17:00").answered() == "当天答复（工作日 9:00–17:00处理）"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, "一个工作日"),
        (2, "两个工作日"),
        (3, "三个工作日"),
        (10, "十个工作日"),
        (12, "十二个工作日"),
        (15, "十五个工作日"),
        (20, "二十个工作日"),
        (42, "四十二个工作日"),
        (60, "六十个工作日"),
    ],
)
def test_the_length_of_the_promise_in_words(days: int, said: str) -> None:
    assert desk(working_days=days).promise == f"{said}内"
