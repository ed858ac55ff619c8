"""What a whole page tells beside its prompt: lines that belong together, causes, reasons, states, whose page it is."""

from __future__ import annotations

import pytest

from faq.pages.case import case_facts
from faq.pages.page import Verdict, read_page
from faq.pages.saying import lead
from tests.fakes.library import decided
from tests.faq.pages.asking import GUIDANCE, PLACES, PROMPTS, answered, entry, reading
from tests.faq.pages.seen import Seen, page


def test_a_clause_that_a_narrow_page_broke_is_quoted_whole() -> None:
    toast = [
        Seen("短信验证码错误或已失", left=229, top=713, width=321, height=45),
        Seen("效，请重新获取", left=273, top=760, width=232, height=45),
    ]
    shown = read_page([*page("学信网", "修改手机号"), *toast], PROMPTS)
    assert shown.quote == "短信验证码错误或已失效"
    field = [
        Seen("姓名格式有误", left=40, top=700, width=321, height=45, red=True),
        Seen("证件号码", left=40, top=790, width=160, height=45, red=True),
    ]
    assert read_page([*page("学信网", "注册"), *field], PROMPTS).quote == "姓名格式有误"


def test_the_last_word_of_a_red_sentence_is_no_label() -> None:
    broken = [
        Seen("没有找到与您填写信息匹配的用户名，请检查证件号码和", left=32, top=629, width=715, height=45, red=True),
        Seen("姓名", left=32, top=668, width=71, height=53, red=True),
    ]
    assert read_page([*page("学信网", "找回用户名"), *broken], PROMPTS).likely.endswith("请检查证件号码和姓名")


def test_what_comes_of_a_cause_is_quoted_with_it() -> None:
    shown = reading("毕业证书图像校对", "!您的账号尚未绑定中国大陆手机号，不能进行图像校对。")
    assert shown.quote == "您的账号尚未绑定中国大陆手机号，不能进行图像校对"


@pytest.mark.parametrize(
    ("rows", "facts"),
    [
        (
            ("找回密码", "选择找回方式", "该用户没有绑定手机、安全邮箱，也未设置密保问题，无法找回密码。"),
            {"phone": "unusable", "mail": "unusable", "security": "unusable"},
        ),
        (
            ("找回密码", "通过手机找回 138****0921", "您未设置密保问题，也没有绑定安全邮箱"),
            {"mail": "unusable", "security": "unusable"},
        ),
    ],
)
def test_ways_that_a_sentence_denies_are_not_asked_for(rows: tuple[str, ...], facts: dict[str, str]) -> None:
    told = case_facts(reading(*rows), GUIDANCE)
    assert {name: told.get(name) for name in ("phone", "mail", "security") if name in told} == facts


def test_the_page_of_the_camera_is_in_the_app() -> None:
    rows = [Seen("实人验证", left=312, top=98, width=151, height=60), *page("", "", "请正对屏幕", "人脸比对未通过")[2:]]
    assert "在学信网App里做的" in read_page(rows, PROMPTS).facts.told


def test_a_bare_verdict_is_answered_by_its_reason() -> None:
    shown = reading("人工审核", "!人工审核未通过", "原因：证件照上的字被手指遮住了")
    words = "人工审核，人工审核未通过，原因：证件照上的字被手指遮住了"
    nearer = decided(words, "answer", ("photo_requirements", 0.9))
    assert answered(shown, "", "", nearer).answered == "photo_requirements"
    kept = [decided(words, "none"), decided("原因：证件照上的字被手指遮住了", "answer", ("yz_confirm", 0.9))]
    assert answered(shown, "", "", *kept).entry is entry("manual_review")


def test_a_state_behind_its_label_comes_before_the_other_complaints() -> None:
    shown = reading(("学历学籍校验", "校验未通过"), "!所填证书编号与学历信息不一致，请修改后重新提交校验")
    assert shown.quote == "学历学籍校验：校验未通过"
    assert shown.details == ("所填证书编号与学历信息不一致，请修改后重新提交校验",)


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        (("学生资质核验", "铁路12306", "核验未通过", "您的学籍信息未查询到，请到学信网核对"), "铁路12306"),
        (("星图课堂", "账号", "密码", "!账号或密码错误"), "网课和在线考试平台"),
        (("无线局域网", "Office-5G", "!密码错误，请重新输入"), "手机和电脑的系统"),
    ],
)
def test_what_a_page_calls_itself_tells_whose_it_is(rows: tuple[str, ...], name: str) -> None:
    shown = read_page(page(*rows), PROMPTS, PLACES)
    assert (shown.verdict, shown.facts.place) == (Verdict.NOTHING, name)
    assert f"这是{name}的页面，学信网管不了" in lead(shown)


def test_a_page_with_an_unknown_name_of_its_own_is_not_ours() -> None:
    title = Seen("阿尔法小站", left=200, top=90, width=180, height=60)
    rows = page("", "", "手机号", "验证码", "!验证码发送过于频繁，请稍后再试")[2:]
    shown = read_page([title, *rows], PROMPTS, PLACES)
    assert shown.verdict is Verdict.NOTHING
    assert "没有看到学信网的提示" in lead(shown)
    chat = [title, *page("", "", "换绑手机它说“该手机号已绑定其他账号”", "你问问客服吧")[2:]]
    assert read_page(chat, PROMPTS, PLACES).matches[0].entry_id == "new_number_taken"
    ours = [Seen("用户登录", left=200, top=90, width=180, height=60), *rows]
    assert read_page(ours, PROMPTS, PLACES).verdict is Verdict.MATCH


def test_an_error_of_the_phone_before_a_page_of_ours_is_ours() -> None:
    shown = read_page(
        page("my.chsi.com.cn", "无法连接到网络", "Wi-Fi未接入互联网，是否切换到移动数据？"), PROMPTS, PLACES
    )
    assert (shown.verdict, shown.name) == (Verdict.UNSURE, "网站打不开")
