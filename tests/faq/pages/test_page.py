"""A whole page: what it asks, what is dangerous, what must not be kept, what the reply begins with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faq.pages.facts import PageFacts
from faq.pages.page import PageReading, Verdict, beside_secret, read_page
from faq.pages.saying import lead
from tests.faq.pages.seen import Seen, page, seen

PROMPTS = {
    "id_registered": ["证件号码已被注册"],
    "phone_registered": ["手机号码已被注册"],
    "login_wrong_password": ["用户名或密码错误"],
    "register_account": ["仅支持大陆地区手机号"],
}
NAME, PHONE, ID_NUMBER = "林小样", "13900000016", "11010119900307109X"
FORM: tuple[str | tuple[str, ...], ...] = (
    ("14:07", "5G 78%"),
    "account.chsi.com.cn",
    "注册学信网账号",
    ("手机号", PHONE),
    ("短信验证码", "请输入短信验证码"),
    ("密码", "••••••••"),
    ("姓名", NAME),
    ("证件类型", "居民身份证"),
    ("证件号码", ID_NUMBER),
)


def reading(*rows: str | tuple[str, ...] | Seen) -> PageReading:
    return read_page(page(*rows), PROMPTS)


def test_a_form_with_a_red_line() -> None:
    found = reading(*FORM, ("", "!证件号码已被注册"))
    assert (found.verdict, found.matches[0].entry_id, found.quote) == (
        Verdict.MATCH,
        "id_registered",
        "证件号码已被注册",
    )
    assert found.facts == PageFacts(recovery_ways=None, red_field="证件号码", site="chsi", code_by="短信")
    assert lead(found) == "我在图里看到“证件号码已被注册”。"


def test_nothing_private_is_kept() -> None:
    found = reading(
        *FORM,
        ("用户名", "linxiaoyang01"),
        ("安全邮箱", "lin@example.com"),
        "姓名：林小样",
        "姓名林小样",
        "住址虚构省样例市想象路1号",
        f"学号 2024123456 手机{PHONE}",
        "1390000016",  # a digit was missed
        f"!{ID_NUMBER}证件号码已被注册",
    )
    said = "\n".join((found.text, found.likely, found.quote))
    for raw in (NAME, PHONE, ID_NUMBER, "1390000016", "lin@example.com", "2024123456", "linxiaoyang01", "想象路"):
        assert raw not in said
    assert "〔姓名〕" in found.text
    assert found.matches[0].entry_id == "id_registered"


def test_two_prompts_and_the_one_that_catches_the_eye() -> None:
    found = reading(*FORM, "手机号码已被注册", "!证件号码已被注册")
    assert lead(found) == "我在图里看到“证件号码已被注册”，还有“手机号码已被注册”。先说第一个："


def test_a_hint_every_page_has_does_not_hide_an_unknown_complaint() -> None:
    hint = "仅支持大陆地区手机号"
    assert reading(*FORM, hint).matches[0].entry_id == "register_account"
    found = reading(*FORM, hint, "!密码过于简单")
    assert (found.verdict, found.matches, found.likely) == (Verdict.UNSURE, (), "密码过于简单")
    assert lead(found).startswith("我在图里看到“密码过于简单”，但不能确定您卡在哪一步。")
    assert (lead(found, answered=True), found.question) == ("我在图里看到“密码过于简单”。", "密码过于简单")


def test_the_same_words_on_somebody_elses_page_are_theirs() -> None:
    shop = [f"某某商城 第{number}页 特价" for number in range(8)]
    assert reading(*shop, "!用户名或密码错误").verdict is Verdict.NOTHING
    assert reading("!用户名或密码错误").verdict is Verdict.MATCH


@pytest.mark.parametrize(
    ("rows", "verdict", "start"),
    [
        (("北京 晴", "今天 最高5度", "空气质量良"), Verdict.NOTHING, "图里没有看到学信网的提示。"),
        (("14:07", "78%"), Verdict.UNREADABLE, "图里没有我能看清的字，这张图我没有保存。"),
        ((), Verdict.UNREADABLE, "图里没有我能看清的字，这张图我没有保存。"),
        (("学籍信息", "您没有学籍信息！"), Verdict.UNSURE, "我在图里看到“您没有学籍信息！”"),
    ],
)
def test_pages_without_a_prompt(rows: tuple[str, ...], verdict: Verdict, start: str) -> None:
    found = reading(*rows)
    assert found.verdict is verdict
    assert lead(found).startswith(start)


def test_letters_nobody_can_be_sure_of_are_unreadable() -> None:
    assert read_page([seen("证件号码已被注册", confidence=0.4)], PROMPTS).verdict is Verdict.UNREADABLE
    assert read_page([seen("学信同限号安全邮路", confidence=0.7)], PROMPTS).verdict is Verdict.UNREADABLE


@pytest.mark.parametrize(
    ("rows", "danger"),
    [
        (("姓名 林小样", "性别 女 民族 汉", "出生 1990年3月7日", "住址 虚构省样例市"), "id_card"),
        (("公民身份号码 11010119900307109X",), "id_card"),
        (("中华人民共和国", "居民身份证", "签发机关 样例市公安局", "有效期限 2015.03.07-2035.03.07"), "id_card"),
        (("虚构大学 学生证", "姓名 林小样", "身份证号 11010119900307109X"), "id_card"),
        (("【学信网】验证码：483920，10分钟内有效",), "code"),
        (("您的校验码是 770214，请勿告诉他人",), "code"),
        (
            (
                "您正在修改手机，验证码为：",
                "5518",
            ),
            "code",
        ),
        (("660 381 是您本次修改邮箱的验证码",), "code"),
        (("【学信网】93016772（登录验证码），如非本人操作请忽略",), "code"),
        (("您申请的验证码（一刻钟内有效）为204417",), "code"),
        ((("图片验证码", "4821"), "学籍查询"), None),
        (("2026年获取验证码的次数",), None),
        (("交管12123", "验证码错误"), None),
        (("139****0016", "获取验证码"), None),
        (("备忘录", "密码：Lin@19900307"), "password"),
        ((("登录密码", "Lin19900307"), "登录"), "password"),
        (FORM, None),
        ((("密码", "eeeeee"), ("新密码", "OOOOOO")), None),
        ((("密码", "••••••"), ("短信验证码", "请输入短信验证码")), None),
        (("获取验证码过于频繁", "24小时后再试 2026年"), None),
        (("学籍信息", "姓名 林小样", "性别 女", "民族 汉", "出生日期 1990年3月7日", "院校 虚构大学"), None),
        (("忘记密码", "密码由8到16位字母数字组成"), None),
        (("报名信息核对", ("姓名", "林小样"), ("证件号码", "11010119900307109X"), "毕业证书编号", "未缴费"), None),
        (("公民身份号码有误",), None),
        (("请上传学生证", "证件号码 11010119900307109X"), None),
    ],
)
def test_what_nobody_should_send_is_said_first(rows: tuple[str, ...], danger: str | None) -> None:
    found = reading(*rows, "!证件号码已被注册")
    assert (found.danger, found.verdict is Verdict.DANGER) == (danger, danger is not None)
    if danger:
        assert (found.text, found.likely, found.quote) == ("", "", "证件号码已被注册")
        assert "没有保存" in lead(found)
        assert "能撤回就撤回" in lead(found)
        assert lead(found).endswith("图上还写着“证件号码已被注册”：要问这个，把这句发给我。")


@pytest.mark.parametrize(
    ("rows", "danger"),
    [
        (("11010119900307109X",), "id_card"),  # all that was read of a card in somebody's hand
        (("公民身分号码",), "id_card"),
        (("民身份号码 1101011990030",), "id_card"),
        (("居民身份证",), "id_card"),
        (("样例照相馆", "签发机关 样例市公安局"), "id_card"),
        (("姓名 林小样", "性别 女"), "id_card"),
        (("出生 1990年3月", "民族 汉"), "id_card"),
        (("证件类型", "居民身份证"), None),
        (("请携带居民身份证",), None),
        (("请上传身份证人像面", "居民身份证"), None),
        (("身份证号", "11010119900307109X", "查询"), None),
        (("样例路 14 号", "欢迎光临"), None),
        (("姓名 林小样", "院校 虚构大学"), None),
        (("110101199013071090",), None),  # no such birthday
    ],
)
def test_a_card_in_somebodys_hand_is_known_by_little(rows: tuple[str, ...], danger: str | None) -> None:
    assert reading(*rows).danger == danger


@pytest.mark.parametrize(
    ("rows", "ways"),
    [
        (("找回密码", "手机找回", "邮箱找回", "密保问题找回"), ("phone", "email", "security_question")),
        (("找回密码", "手机找回", "通过已绑定的手机 139****0016 找回密码"), ("phone",)),
        (("找回密码", "该用户名没有可用的找回方式"), ()),
        (("登录", "找回密码"), None),
        (("手机找回",), None),
        (("找回密码", "请选择找回方式", "手机号", "安全邮箱"), ("phone", "email")),
        (("重置密码", "选择验证方式", ("短信验证码", ""), ("密保问题", "未设置"), ("邮箱", "未绑定")), ("phone",)),
        (("找回密码", "手机找回", ("邮箱找回", "暂不可用")), ("phone",)),
    ],
)
def test_the_ways_a_page_offers(rows: tuple[str, ...], ways: tuple[str, ...] | None) -> None:
    assert reading(*rows).facts.recovery_ways == ways


def test_a_red_line_belongs_to_the_label_above_it() -> None:
    assert reading(("姓名", "林"), ("", "!至少两个字")).facts.red_field == "姓名"
    assert reading("!请稍后再试").facts.red_field is None


def test_a_bare_complaint_is_told_with_its_field() -> None:
    bare = reading("学信网", ("证件号码", "123"), ("", "!格式不正确，请重新填写"))
    assert (bare.quote, bare.complaint) == ("格式不正确，请重新填写", "证件号码格式不正确，请重新填写")
    whole = reading("学信网", ("证件号码", "123"), ("", "!姓名与证件号码对不上，校验未通过"))
    assert whole.complaint == whole.quote


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            ("学籍信息", "学籍状态：不在籍（毕业）", "离校日期：2024年06月30日"),
            ("我2024年毕业的", "我已经毕业了", "学籍能查到", "信息都一致", "已经登录进去了"),
        ),
        ((("学籍状态", "不在籍（毕业）"),), ("我已经毕业了", "学籍能查到", "信息都一致", "已经登录进去了")),
        (
            (("学籍状态", "在籍（注册学籍）"), ("入学日期", "2025年9月1日")),
            ("我2025年入学，还在读", "学籍能查到", "信息都一致", "已经登录进去了"),
        ),
        (
            ("学籍状态", "在籍（注册学籍）", "学习形式", "函授"),
            ("我是函授的，还在读", "学籍能查到", "信息都一致", "已经登录进去了"),
        ),
        (("返回学信网App", "人脸比对未通过", "申请人工审核"), ("在学信网App里做的", "弹出了人工审核")),
        (("请下载学信网App 完成实人验证",), ()),
        (("人工审核未通过", "照片不清晰"), ("人工审核没通过",)),
        (("学籍信息（1）", "学历信息（0）", "退出登录"), ("没有学历", "已经登录进去了")),
        (("如何查看学籍状态", "请登录学信网"), ()),
    ],
)
def test_what_a_page_shows_of_its_owner_is_told_as_they_would(rows: tuple[str, ...], told: tuple[str, ...]) -> None:
    assert reading(*rows).facts.told == told


def test_a_number_that_the_page_half_hides_is_kept_so_and_said() -> None:
    found = reading("找回密码", "短信验证码已发送至 139****0016", "备用邮箱 li***@example.com", "!验证码有误")
    assert found.facts.numbers == ("手机号 139****0016", "邮箱 li***@example.com")
    assert lead(found, answered=True).endswith("，页面上的手机号 139****0016、邮箱 li***@example.com。")
    assert PageReading.from_dict(found.as_dict()) == replace(found, text="")
    elsewhere = reading("绑定手机 139****0016", "!照片不清晰，请重新上传")
    assert elsewhere.facts.numbers == () and "139" not in lead(elsewhere, answered=True)
    assert reading("手机号 13900000016", "订单 1390****").facts.numbers == ()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((("短信验证码", "390712"), "!虚构码对不上或已经过期，请再要一次"), "虚构码对不上或已经过期，请再要一次"),
        ((("短信验证码", "390712"), "!虚构码390712已经过期，请再要一次"), ""),
        (("【学信网】验证码：390712", "逾期失效不能再用，请勿转告"), ""),
    ],
)
def test_beside_a_code_only_a_complaint_without_it_is_kept(rows: tuple[str, ...], said: str) -> None:
    found = reading(*rows)
    assert (found.danger, found.likely, found.text) == ("code", said, "")
    beside = beside_secret(found)
    assert (beside.quote if beside else "") == said
    assert "390712" not in str(found.as_dict())


def test_who_shows_a_code_nobody_asked_for_is_told_to_look_after_the_account() -> None:
    told = lead(reading("【学信网】验证码：390712，十分钟内有效"))
    assert "就改密码" in told and "绑定的手机号" in told


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("短信验证码有误或已失效", "短信验证码有误或已失效"),
        ("短信验证码482913有误或已过期", "短信验证码有误或已过期"),
    ],
)
def test_a_complaint_beside_a_code_is_quoted_as_it_stands_without_the_code(said: str, quoted: str) -> None:
    found = read_page(page("短信验证码", "482913", f"!{said}"), {"sms": ["短信验证码有误或已过期"]})
    assert found.verdict is Verdict.DANGER
    assert [match.quote for match in found.matches] in ([quoted], [])
    assert "482913" not in str(found.as_dict())
