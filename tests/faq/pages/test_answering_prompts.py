"""What is answered to a page with a prompt of ours on it."""

from __future__ import annotations

from datetime import date

import pytest

from faq.pages.answering import PageAnswer
from faq.pages.case import case_facts
from faq.pages.page import Verdict, read_page
from faq.text.choice import Option
from tests.fakes.library import decided
from tests.faq.pages.asking import BLOCKED, CONTENT, GUIDANCE, PROMPTS, WEATHER, answered, entry, reading
from tests.faq.pages.seen import page


@pytest.mark.parametrize("text", ["", "这是啥意思", "老师帮我看看这是怎么回事", "登录不上怎么办"])
def test_a_prompt_that_blocks_decides_whatever_is_typed(text: str) -> None:
    assert answered(BLOCKED, text) == PageAnswer("我在图里看到“证件号码已被注册”。", entry("id_registered"))  # type: ignore[arg-type]


def test_a_question_beside_a_prompt_that_blocks_is_what_is_answered() -> None:
    asked = decided("原来那个号还能留着吗", "answer", ("reregister_consequences", 0.9))
    title = CONTENT.entry("id_registered")
    assert title is not None
    together = decided(f"{asked.text}，证件号码已被注册", "answer", ("reregister_consequences", 0.9), (title.id, 0.2))
    assert answered(BLOCKED, asked.text, "", asked, together) == PageAnswer(
        "我在图里看到“证件号码已被注册”。", decision=asked, others=(Option(title.id, title.title),)
    )
    of_prompt = decided(together.text, "answer", (title.id, 0.6))
    assert answered(BLOCKED, asked.text, "", asked, of_prompt).entry is title
    vague = decided("那我还能拿这个账号去考试吗", "clarify", ("reregister_consequences", 0.3))
    assert answered(BLOCKED, vague.text, "", vague).entry is title
    assert answered(BLOCKED, "以前在老家弄过一次").entry is title
    assert answered(BLOCKED, "为什么不让我弄").entry is title  # it names nothing: the prompt is meant


def test_a_notice_of_maintenance_is_answered_by_its_own_hours() -> None:
    shown = reading("系统维护公告", "4月3日22:30至4月4日05:00暂停服务")
    found = answered(shown, "进不去了")
    assert found.entry == entry("site_maintenance")
    assert "4月3日22:30至4月4日05:00暂停服务" in found.lead


@pytest.mark.parametrize(
    ("title", "verdict"),
    [
        ("某某论坛注册", Verdict.NOTHING),
        ("修改手机号", Verdict.UNSURE),
        ("← 网上缴费", Verdict.UNSURE),
        ("设置新密码", Verdict.UNSURE),
        ("考研成绩查询", Verdict.UNSURE),
    ],
)
def test_a_matter_every_site_has_is_ours_only_without_another_name(title: str, verdict: Verdict) -> None:
    assert read_page(page(title, "!邮箱已被别人用过了", "写在旁边的话没有用"), {}).verdict is verdict


def test_two_prompts_are_answered_one_after_the_other() -> None:
    both = reading("!证件号码已被注册", "!姓名格式有误")
    found = answered(both)
    assert found.entry is entry(both.matches[0].entry_id)
    assert found.lead.endswith("先说第一个：")
    second = CONTENT.entry(both.matches[1].entry_id)
    assert second is not None
    assert found.others == (Option(second.id, second.title),)


def test_a_page_fills_the_case_like_typed_words() -> None:
    assert case_facts(BLOCKED, GUIDANCE) == {"prompt": "id_registered"}
    assert case_facts(reading("!姓名格式有误"), GUIDANCE) == {"prompt": "name_format"}
    ways = reading("找回密码", "请选择找回方式", "手机号找回")
    assert ways.facts.recovery_ways == ("phone",)
    assert case_facts(ways, GUIDANCE) == {"mail": "unusable", "security": "unusable"}
    assert case_facts(WEATHER, GUIDANCE) == {}
    # What a page explains is nobody's case.
    hint = reading("如果您忘记了注册信息，可以尝试 找回密码、找回用户名")
    assert case_facts(hint, GUIDANCE) == {}


def test_what_the_page_shows_of_its_owner_is_not_asked_again() -> None:
    record = reading("学籍信息", ("学籍状态", "不在籍（毕业）"), ("离校日期", "2021年7月1日"), "学历信息（0）")
    facts = case_facts(record, GUIDANCE)
    assert facts == {
        "seen": "empty",
        "studies": "graduated",
        "graduated": "done",
        "graduated_when": "late",
        "login": "in",
        "matches": "same",
    }
    face = case_facts(reading("返回学信网App", "!人脸比对未通过", "申请人工审核"), GUIDANCE)
    assert (face["app"], face["manual_review"]) == ("official", "shown")
    enrolled = case_facts(
        reading(("学籍状态", "在籍（注册学籍）"), ("入学日期", f"{date.today().year - 1}年9月1日")), GUIDANCE
    )
    assert (enrolled["studies"], enrolled["graduated"]) == ("student", "studying")
    blocked = case_facts(reading("学历信息（0）", "!证件号码已被注册"), GUIDANCE)
    assert (blocked["prompt"], blocked["seen"]) == ("id_registered", "empty")


def test_having_left_school_keeps_nobody_from_going_on() -> None:
    shown = reading("学籍信息（1）", ("学籍状态", "不在籍（毕业）"), "学历信息（0）", "暂无学历信息")
    assert (shown.matches[0].entry_id, shown.name) == ("record_missing", "学籍信息")
    words = "我已经毕业了，学籍能查到，暂无学历信息"
    assert answered(shown, "", "", decided(words, "none")).entry is entry("record_missing")
    nearer = decided(words, "answer", ("graduate_record_timing", 0.9))
    assert answered(shown, "", "", nearer).answered == "graduate_record_timing"
    elsewhere = decided(words, "answer", ("site_down", 0.9))  # nothing beside the prompt's own entry
    assert answered(shown, "", "", elsewhere).answered == "record_missing"


def test_beside_a_code_one_line_warns_and_the_complaint_is_answered() -> None:
    shown = reading(("短信验证码", "390712"), "!证件号码已被注册")
    found = answered(shown, "?")
    assert found.entry is entry("id_registered")
    assert found.lead.startswith("图里有验证码：别给任何人看")
    assert found.lead.endswith("\n我在图里看到“证件号码已被注册”。")
    alone = answered(reading("【学信网】验证码：390712，十分钟内有效"), "这是什么")
    assert (alone.entry, alone.decision) == (None, None)


@pytest.mark.parametrize(
    ("said", "entry_id"),
    [
        ("该账号已注销，无法使用", "account_cancelled"),
        ("该手机号已绑定其他账号，请换一个", "new_number_taken"),
        ("您的相机权限已关闭", "camera_permission"),
        ("今日验证次数已用完，请改日再来", "face_attempts_used"),
        ("没有检测到人脸", "real_person_fails"),
        ("暂无照片", "image_missing"),
        ("该微信已绑定其他账号", "bind_limit"),
        ("姓名、证件号码与注册信息不一致，请重新输入", "username_not_found"),
        ("该报告已过有效期，无法查看", "report_extend"),
    ],
)
def test_prompts_of_the_entries_are_answered_on_their_words(said: str, entry_id: str) -> None:
    for shown in (
        reading(f"!{said}"),
        read_page(page(said), PROMPTS),
    ):  # a scrap has no name on it
        assert (shown.verdict, shown.matches[0].entry_id) == (Verdict.MATCH, entry_id)
        assert answered(shown).entry is entry(entry_id)


def test_what_is_told_beside_a_prompt_without_a_guide_may_be_a_matter_near_it() -> None:
    shown = reading("四六级成绩查询", "!无法找到对应的分数")
    told = decided("准考证号丢了", "answer", ("cet_ticket", 0.9))
    together = decided("准考证号丢了，无法找到对应的分数", "answer", ("cet_ticket", 0.9))
    assert answered(shown, told.text, "", told, together).decision is told
    apart = decided(together.text, "answer", ("cet_score", 0.9))
    assert answered(shown, told.text, "", told, apart).entry is entry("cet_score")


def test_an_empty_record_and_a_code_that_was_sent_are_facts_of_the_case() -> None:
    assert case_facts(reading("!没有找到您的学籍信息"), GUIDANCE) == {"seen": "empty"}
    assert case_facts(reading("找回密码", "短信验证码已发送至您的手机"), GUIDANCE) == {"prompt": "sent"}
