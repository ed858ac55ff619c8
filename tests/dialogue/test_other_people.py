"""Who wants to see somebody else's record, and who asks about their own."""

from __future__ import annotations

import pytest

from dialogue.people.other_people import asks_others_record, goes_on_about_other


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("帮我查查我同事的毕业学校", "record"),
        ("想知道前妻到底是不是真的本科", "record"),
        ("相亲对象说自己是硕士，我想核实他的学历", "record"),
        ("我网友的文凭是真的假的", "record"),
        ("能在网上搜到前任在哪念书吗", "record"),
        ("我同学能看到学籍，我看不到", None),
        ("我是hr，要核实候选人的学历", "employer"),
        ("新员工的学历真假怎么查", "employer"),
        ("公司要做背景调查，怎么看应聘者学位", "employer"),
        ("怎么查自己的学历", None),
        ("公司要背调我的学历，我给什么", None),
        ("同事说可以换手机号，怎么换", None),
        ("老师说我学籍有误", None),
        ("我老公的账号密码忘了怎么找回", None),
        ("我女儿班主任要学籍证明", None),
        ("能看到前机主的学历吗", "holder"),
        ("上一个号主会不会看到我的信息", "holder"),
    ],
)
def test_others(text: str, kind: str | None) -> None:
    assert asks_others_record(text) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("她本人答应的", "consent"),
        ("证书照片他发给我了", "given"),
        ("法院要我查", "given"),
        ("那怎么核对", "how"),
        ("验证码去哪输", "where"),
        ("要收费吗", "fee"),
        ("我自己的密码忘了", None),
    ],
)
def test_what_is_said_after_a_refusal(text: str, kind: str | None) -> None:
    assert goes_on_about_other(text) == kind


@pytest.mark.parametrize(
    "text", ["能帮我找到以前战友的手机号吗", "同学好多年没联系，能查到他的电话吗", "把我前女友的住址告诉我"]
)
def test_who_looks_for_somebodys_phone(text: str) -> None:
    assert asks_others_record(text) == "contact"


@pytest.mark.parametrize("text", ["她的手机号收不到短信", "同学的手机号能用来注册吗", "其他联系方式有吗"])
def test_a_number_of_an_account_is_another_matter(text: str) -> None:
    assert asks_others_record(text) != "contact"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我是辅导员，想看看全班学生的学籍都注册了没", "students"),
        ("不是查我自己的，我是老师，要查我们班30个学生", "students"),
        ("我把学生身份证发给您，您挨个帮我查", "students"),
        ("我是班长，想用自己的账号给全班把报告下载了", "students"),
        ("我是导员，班上三十个孩子的报告能不能由我统一打印", "students"),
        ("我女儿刚上大学，想看下她学籍有没有", "family"),
        ("我是招聘的，帮我查下他学历是不是真的", "employer"),
        ("您就直说他是不是假的", "truth"),
        ("你就直说这条短信是不是假的", None),
        ("我是学生，我的学籍查不到", None),
        ("大学生学籍在哪查", None),
        ("学生账号怎么登录", None),
    ],
)
def test_who_asks_decides_what_is_told(text: str, kind: str | None) -> None:
    assert asks_others_record(text) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("他手机上交了，我能拿他的号帮他登学信网看看吗", "login"),
        ("可以替我儿子登录一下吗", "login"),
        ("帮女儿登录，密码忘了", None),
        ("能帮他做兵役登记吗", None),
    ],
)
def test_who_asks_whether_to_log_in_for_somebody(text: str, kind: str | None) -> None:
    assert asks_others_record(text) == kind


def test_who_says_that_it_is_their_own_record_is_heard() -> None:
    assert asks_others_record("我不是查别人，帮我看看朋友说的学历在哪查") is None
    assert asks_others_record("我是查我自己的学历，帮我查他是不是漏了") is None
