"""What a page adds to its complaint is told with it: the reason, the wait, the tries left, the hours of a closure."""

from __future__ import annotations

import pytest

from faq.pages.page import PageReading, Verdict, read_page
from faq.pages.saying import lead
from tests.faq.pages.seen import Seen, page

PROMPTS = {
    "confirm": ["审核未通过", "审核不通过"],
    "locked": ["错误次数过多"],
    "face": ["人脸比对未通过"],
    "closed": ["系统维护", "暂停服务"],
}


def reading(*rows: str | tuple[str, ...] | Seen) -> PageReading:
    return read_page(page("学信网", *rows), PROMPTS)


def test_a_reason_on_a_line_of_its_own() -> None:
    found = reading("!审核未通过", "原因：照片中有眼镜反光，请重新拍摄")
    assert lead(found) == "我在图里看到“审核未通过”，页面还写着“原因：照片中有眼镜反光，请重新拍摄”，先照这条原因办。"


def test_a_reason_in_a_row_of_a_table_and_a_deadline() -> None:
    found = reading(("审核结果", "!审核不通过"), ("退回说明", "签名页没有签字，请补签"), "重新提交截止：3月9日18:00")
    assert found.details == ("退回说明：签名页没有签字，请补签", "重新提交截止：3月9日18:00")


def test_what_stands_right_below_a_status_is_its_reason() -> None:
    assert reading("!审核未通过", "照片背景不是蓝色", "学校：虚构大学").details == ("照片背景不是蓝色",)
    assert reading("!审核未通过", "学校：虚构大学", "层次：本科").details == ()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("密码错误次数过多，账号已锁定，请36小时后重试", "请36小时后重试"),
        ("密码错误次数过多，还剩2次", "还剩2次"),
        ("人脸比对未通过，请换个地方，今日还可以尝试4次", "今日还可以尝试4次"),
        ("密码错误次数过多，请明天再试", "请明天再试"),
    ],
)
def test_the_rest_of_the_sentence_that_was_matched(said: str, told: str) -> None:
    assert reading(f"!{said}").details == (told,)


def test_what_the_page_itself_offers_is_named() -> None:
    found = reading("没有查询到您的学籍信息", "样例大学 本科", "尝试绑定学籍")
    assert found.details == ("尝试绑定学籍",)
    assert lead(found, answered=True).endswith("，页面还写着“尝试绑定学籍”，先试页面上这一步。")
    assert reading("!人脸比对未通过，可以点击“申请人工审核”").details == ("申请人工审核",)
    assert reading("!审核未通过", "原因：照片太暗", "尝试绑定学籍").details == ("原因：照片太暗", "尝试绑定学籍")


def test_the_hours_of_a_closure_are_quoted_whole() -> None:
    found = reading("系统维护公告", "1月5日21:30至1月6日07:00暂停服务")
    assert found.matches[0].entry_id == "closed"
    assert "1月5日21:30至1月6日07:00暂停服务" in lead(found)
    assert "“00" not in lead(found)


def test_a_complaint_wins_over_the_title_of_its_page() -> None:
    title = Seen("毕业生图像校对", top=0, height=44, width=260)
    found = read_page([title, *page("", "姓名：林小样", "未查到您的照片，请先到学校采集")], PROMPTS)
    assert (found.verdict, found.quote) == (Verdict.UNSURE, "未查到您的照片，请先到学校采集")


def test_nothing_is_added_to_a_title_and_details_travel_with_the_message() -> None:
    assert reading("图像校对", "3月9日18:00截止，请尽快办理").details == ()
    found = reading("!审核未通过", "原因：照片模糊，看不清脸")
    assert PageReading.from_dict(found.as_dict()).details == found.details == ("原因：照片模糊，看不清脸",)


def test_the_last_letters_of_a_sentence_belong_to_it_and_a_value_to_its_label() -> None:
    first = Seen("原因：手持照片中证件上的号码看", top=300, width=600)
    rest = Seen("不清", top=336, width=60, height=40)
    assert reading("!审核未通过", first, rest).details == ("原因：手持照片中证件上的号码看不清",)
    letter = Seen("清", top=336, width=30, height=40)
    assert reading("!审核未通过", first, letter).details == ("原因：手持照片中证件上的号码看清",)
    label = Seen("学校：虚构师范学院", top=300, width=300)
    below = Seen("暂无需要核对的照片", top=338, width=280)
    wide = Seen("学信网 毕业照片核对 在线验证 学历查询", top=20, width=900)
    assert read_page([wide, label, below], PROMPTS).quote == "暂无需要核对的照片"


def test_a_verdict_is_quoted_before_its_reason() -> None:
    found = read_page(page("学信网 人工审核", "!审核结果：驳回", "驳回理由：户籍证明没有盖章，请重新上传"), {})
    assert (found.quote, found.details) == ("审核结果：驳回", ("驳回理由：户籍证明没有盖章，请重新上传",))


def test_when_it_was_handed_in_is_no_reason_and_is_not_hidden() -> None:
    said = "审核意见：照片模糊，请重新拍摄"
    found = reading("!人工审核未通过", "申请时间：2026-11-24 15:02", said)
    assert found.details == (said,)
    assert "2026-11-24 15:02" in found.text
    for number in ("2026-11-24 1502334", "2003-01-14", "2026112415:02"):
        assert number not in reading("!人工审核未通过", f"编号：{number}").text
