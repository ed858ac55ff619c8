"""What is answered to titles and lines that no entry knows: they are asked of the knowledge base like typed words."""

from __future__ import annotations

import pytest

from faq.pages.answering import PageAnswer
from faq.pages.page import PageReading, Verdict, read_page
from faq.ranking.decision import Decision
from tests.fakes.library import decided
from tests.faq.pages.asking import CONTENT, PLACE, UNKNOWN, UNKNOWN_COMPLAINT, answered, entry, reading
from tests.faq.pages.seen import Seen, page


def test_words_that_name_nothing_do_not_pull_a_complaint_of_the_page_away() -> None:
    line = UNKNOWN_COMPLAINT.quote
    page_alone = decided(line, "answer", ("id_registered", 0.9))
    found = answered(UNKNOWN_COMPLAINT, "为什么不让弄", "", page_alone)
    assert found.decision is page_alone


@pytest.mark.parametrize("text", ["", "这是啥意思", "登不上了"])
def test_a_bare_title_is_read_out_and_asked_about(text: str) -> None:
    shown = reading("图像采集码")
    assert shown.bare
    assert answered(shown, text) == PageAnswer(
        "我在图里看到“图像采集码”，但不能确定您卡在哪一步。请用一句话说说遇到了什么问题。"
    )


def test_a_matter_that_is_named_wins_over_a_mere_title() -> None:
    named = decided("我的学历照片去哪了", "answer", ("image_missing", 0.8))
    assert answered(reading("图像采集码"), named.text, "", named).decision == named
    vague = decided("可以打印出来用吗，图像采集码", "answer", ("image_code", 0.8))
    assert answered(reading("图像采集码"), "可以打印出来用吗", "", vague).decision == vague


def test_where_somebody_is_gives_way_to_what_they_ask() -> None:
    asked = decided("密保问题怎么改", "answer", ("security_question", 0.9))
    assert (PLACE.verdict, PLACE.matches[0].blocks) == (Verdict.MATCH, False)
    assert answered(PLACE, asked.text, "", asked) == PageAnswer("我在图里看到“找回密码”。", decision=asked)
    vague = decided("我不会", "none")
    with_page = decided("我不会，找回密码", "none")
    assert answered(PLACE, vague.text, "", vague, with_page).entry is entry("reset_password")
    assert answered(PLACE, "这是啥意思").entry is entry("reset_password")


def test_lines_that_no_entry_knows_are_read_with_the_words_before_them() -> None:
    line = UNKNOWN.question
    assert UNKNOWN.verdict is Verdict.UNSURE
    alone = decided(line, "none")
    # A bare complaint says less than the page; what says more leans on it, and the first answer ends the asking.
    assert answered(UNKNOWN, "", "注册不了", alone, decided("注册不了", "none")).decision is None
    before = "用老家的号码"
    spoken = decided(before, "none")
    together = decided(f"{before}，{line}", "answer", ("register_account", 0.9))
    assert answered(UNKNOWN, "", before, spoken, together).decision is together
    assert answered(UNKNOWN, "", "", alone) == PageAnswer(
        f"我在图里看到“{line}”，但不能确定您卡在哪一步。请用一句话说说遇到了什么问题。"
    )
    listed = decided(line, "clarify", ("register_account", 0.3))
    assert answered(UNKNOWN, "怎么办", "", listed) == PageAnswer(f"我在图里看到“{line}”。", decision=listed)


def test_words_are_read_on_the_page_they_were_typed_about() -> None:
    shown = read_page(page("图像采集码", "虚构大学 本科"), {})
    asked = decided("要拿给谁看，图像采集码", "answer", ("image_code", 0.9))
    assert (shown.verdict, shown.name) == (Verdict.UNSURE, "图像采集码")
    assert answered(shown, "要拿给谁看", "", asked) == PageAnswer("我在图里看到“图像采集码”。", decision=asked)


def test_a_list_is_cut_to_what_the_page_supports() -> None:
    line = UNKNOWN.question
    wide = decided(line, "clarify", ("register_account", 0.4), ("reset_password", 0.3), ("sms_limited", 0.05))
    found = answered(UNKNOWN, "", "", wide).decision
    assert found is not None
    assert (found.band, [item.entry_id for item in found.candidates]) == (
        "clarify",
        ["register_account", "reset_password"],
    )
    alone = decided(line, "clarify", ("register_account", 0.6), ("sms_limited", 0.1))
    found = answered(UNKNOWN, "", "", alone).decision
    assert found is not None
    assert (found.band, len(found.candidates)) == ("answer", 1)


def test_a_page_without_a_name_is_read_in_the_matter_in_talk() -> None:
    line, topic = UNKNOWN_COMPLAINT.quote, CONTENT.entry("real_person_fails")
    assert topic is not None and UNKNOWN_COMPLAINT.name == ""
    alone = decided(line, "clarify", ("reset_password", 0.3), ("real_person_fails", 0.25))
    near = decided(f"{topic.title}，{line}", "answer", ("camera_permission", 0.8))
    found = answered(UNKNOWN_COMPLAINT, "", "", alone, near, topic=topic.id)
    assert found.decision is near
    far = decided(near.text, "answer", ("cet_score", 0.8))
    assert answered(UNKNOWN_COMPLAINT, "", "", alone, far, topic=topic.id).decision != far
    assert answered(UNKNOWN_COMPLAINT, "", "", alone).decision is not None


def first_of(shown: PageReading, *decisions: Decision) -> str:
    found = answered(shown, "", "", *decisions).decision
    assert found is not None
    return found.candidates[0].entry_id


def test_of_two_entries_the_complaint_alone_decides() -> None:
    shown = read_page(page("找回登录方式学籍", "!未找到匹配的虚构用户"), {})
    both = decided(f"{shown.name}，未找到匹配的虚构用户", "answer", ("site_down", 0.9), ("sms_limited", 0.7))
    alone = decided("未找到匹配的虚构用户", "answer", ("sms_limited", 0.9), ("site_down", 0.1))
    assert first_of(shown, both, alone) == "sms_limited"


def test_of_two_entries_the_one_the_page_is_named_for_counts() -> None:
    shown = read_page(page("找回用户名", "!未找到匹配的虚构用户"), {})
    both = decided("找回用户名，未找到匹配的虚构用户", "answer", ("recover_username", 0.9), ("username_not_found", 0.7))
    assert first_of(shown, both) == "username_not_found"


def test_where_the_page_has_no_name_what_else_it_says_tells_two_entries_apart() -> None:
    shown = read_page(page("虚构照片比对未通过", "请正对屏幕再试", "chsi.com.cn"), {})
    assert (shown.name, shown.rest) == ("", "请正对屏幕再试")
    both = decided("虚构照片比对未通过", "answer", ("photo_match_failed", 0.9), ("real_person_fails", 0.7))
    more = decided(f"{both.text}，请正对屏幕再试", "clarify", ("real_person_fails", 0.5))
    assert first_of(shown, both, more) == "real_person_fails"


def test_an_empty_column_means_itself_not_its_page() -> None:
    shown = read_page(page("图像校对", "录取照片", "学历照片", "暂无照片"), {})
    both = decided("图像校对，学历照片：暂无照片", "answer", ("image_check", 0.98), ("image_missing", 0.25))
    alone = decided("学历照片：暂无照片", "answer", ("image_missing", 0.9))
    assert first_of(shown, both, alone) == "image_missing"


def test_how_far_a_matter_is_is_read_with_the_words() -> None:
    sent = reading(Seen("找回密码", top=90, height=60), "验证码已发送至您的手机", "第二步核对", "第三步完成")
    assert not sent.matches[0].blocks
    asked = decided("半天没有，验证码已发送至您的手机", "answer", ("sms_not_received", 0.9))
    assert answered(sent, "半天没有", "", asked).decision is asked


def test_words_that_point_are_read_with_all_the_page_says() -> None:
    shown = read_page(page("兵役登记", "您已完成登记手续啦", "可下载虚构登记凭证"), {})
    pointed = decided(
        f"这个要盖章吗，{shown.name}，{shown.question}，{shown.rest}", "answer", ("enlist_certificate", 0.9)
    )
    assert answered(shown, "这个要盖章吗", "", pointed).decision is pointed
