from __future__ import annotations

import pytest

from actions.ticket.fields import take_fields
from actions.ticket.parts import FORGOTTEN, NOT_GIVEN, Said, TicketDraft


@pytest.mark.parametrize(
    ("asked", "text", "username", "screenshot", "rest"),
    [
        ("ticket_username", "在吗 用户名我不想填", NOT_GIVEN, None, "在吗"),
        ("ticket_username", "用户名忘了 工单号给我", FORGOTTEN, None, "工单号给我"),
        ("ticket_username", "忘了，报告收费吗？", FORGOTTEN, None, "报告收费吗？"),
        ("ticket_screenshot", "没有截图，报告收费吗？", None, "none", "报告收费吗？"),
        ("ticket_confirm", "没截图，再写上我是专升本", None, "none", "再写上我是专升本"),
        ("ticket_username", "用户名怎么找回？", None, None, "用户名怎么找回？"),
        ("ticket_username", "忘了", None, None, "忘了"),
        ("ticket_username", "账号我不想给，赶紧找真人", None, None, "账号我不想给，赶紧找真人"),
        ("ticket_screenshot", "密码忘了，登不上", None, None, "密码忘了，登不上"),
    ],
)
def test_fields_left_out_beside_something_else(
    asked: str, text: str, username: dict[str, str] | None, screenshot: str | None, rest: str
) -> None:
    draft, said = take_fields(TicketDraft(), asked, Said(text))
    assert (draft.username, draft.screenshot, said.text) == (username, screenshot, rest)
