"""What of a reply that is longer than a phone's screen is kept."""

from __future__ import annotations

from faq.saying.screen import on_screen
from faq.text.phone import SCREEN_LINES, line_count

_REMARK = "这一句只是顺便一说，不看也行。"


def test_a_short_reply_stays_as_it_is() -> None:
    assert on_screen("能。\n1. 先这样。") == "能。\n1. 先这样。"


def test_remarks_go_before_steps_and_a_warning_stays() -> None:
    text = "\n".join(
        ["能，自己办。", "1. 先登录。", "2. 再点修改。", *[_REMARK] * SCREEN_LINES, "别把验证码告诉别人。"]
    )
    kept = on_screen(text)
    assert line_count(kept) <= SCREEN_LINES
    assert kept.startswith("能，自己办。")
    assert "2. 再点修改。" in kept
    assert kept.endswith("别把验证码告诉别人。")


def test_details_are_asked_for_and_told_whole() -> None:
    details = "\n".join(["【注意】", *[_REMARK] * SCREEN_LINES, "【还不行】", "找学校。"])
    assert on_screen(details) == details
