"""A box is one prompt, a broken word is one word, and a few misread letters accuse nobody."""

from __future__ import annotations

import pytest

from faq.pages.deceit import SITE, deceit_in
from faq.pages.page import Verdict, read_page
from faq.pages.quoting import quoted
from faq.pages.safety import CODE, danger_in
from faq.pages.standing import is_done, is_in_hand, is_settled, what_now
from tests.faq.pages.asking import PLACES, PROMPTS, answered, entry, reading
from tests.faq.pages.seen import Seen, page


@pytest.mark.parametrize(
    "said",
    [
        "您已提交过虚构申请，不能再次提交。如需修改，请先撤回，无需重新登录",
        "您已有一份虚构报名，不能重复新增",
        "如已付款但页面仍显示“未支付”，请勿重复付款",
        "若您已完成虚构确认，请勿重复提交",
        "已扣款但订单状态仍为未支付，请勿重复支付",
    ],
)
def test_a_state_in_a_condition_or_beside_a_refusal_is_no_success(said: str) -> None:
    assert not is_settled(said)
    assert "不用再办了" not in what_now(said)


def test_what_holds_for_some_only_is_not_said_of_everybody() -> None:
    assert not is_done("如已支付成功，请忽略")
    assert not is_in_hand("如已提交申请，请等待审核")
    assert is_in_hand("申请已提交，如有问题请联系学校")
    assert is_settled("您已完成虚构确认，请勿重复提交。如有疑问请咨询")


@pytest.mark.parametrize(
    ("rows", "danger"),
    [
        (("【学信网】您本次登录的短信验", "证码：382 915，请勿转告他人"), CODE),
        (("【学信网】382915是您的动", "态码，五分钟内有效"), CODE),
        (("【学信网】您的验证码：38", "2915，请勿转告"), CODE),
        (("虚构的一行 2027", "版本说明"), None),
    ],
)
def test_a_code_whose_name_or_digits_the_end_of_a_line_breaks_is_a_code(
    rows: tuple[str, ...], danger: str | None
) -> None:
    lines = [Seen(text, left=60, top=200 + 40 * number, width=500) for number, text in enumerate(rows)]
    assert danger_in(lines) == danger


def test_an_address_of_ours_misread_in_a_poor_picture_accuses_nobody() -> None:
    def at(address: str, confidence: float) -> str | None:
        return deceit_in([Seen(address, top=5, confidence=confidence), *page("学信网", "学历查询", "虚构的一行")])

    assert at("https://my.chsl.com.zn/archive", 0.7) is None
    assert at("https://www.chsi.com.co/xlcx", 0.72) is None
    assert at("https://www.chsi-xugou.com/xlcx", 0.7) == SITE
    assert at("https://www.chsi.com.co/xlcx", 0.98) == SITE


def test_the_text_of_a_box_decides_and_its_title_goes_with_it() -> None:
    shown = reading(
        "实人验证",
        Seen("人脸识别失败", left=270, top=580, width=240, height=50),
        Seen("当天验证次数已达上限，请明天再来", left=130, top=670, width=520, height=40),
    )
    assert [match.entry_id for match in shown.matches] == ["face_attempts_used"]
    assert answered(shown).entry is entry("face_attempts_used")


def test_cells_under_each_other_are_no_sentence() -> None:
    cells = [
        Seen("学校", left=40, top=300, width=60),
        Seen("虚构职业技术学院", left=500, top=300, width=240),
        Seen("结果", left=40, top=345, width=60),
        Seen("未通过", left=500, top=345, width=90),
    ]
    shown = read_page([*page("学信网", "学籍核验"), *cells], PROMPTS)
    assert "学院未通过" not in f"{shown.likely}{shown.around}{shown.details}"


def test_a_quotation_closes_what_it_opens() -> None:
    assert quoted("状态仍为“未支付") == "状态仍为‘未支付’"


def test_the_office_in_the_header_is_named() -> None:
    shown = read_page(page("zwfw.xugou.edu.cn", "教育部留学服务中心", "国（境）外学历认证", "!材料不合格"), {}, PLACES)
    assert shown.verdict is Verdict.NOTHING
    assert "留学服务中心" in shown.facts.elsewhere
    assert "学校" not in shown.facts.elsewhere
    other = read_page(page("bm.xugou.edu.cn", "虚构省人才交流中心", "!材料不合格"), {}, PLACES)
    assert "虚构省人才交流中心" in other.facts.elsewhere


@pytest.mark.parametrize(
    ("rows", "entry_id", "said"),
    [
        (("身份核验", "请使用学信网App扫码", "二维码已过期"), "real_person_howto", "别用微信"),
        (("零散查询", "请证书持有人使用学信网App扫码", "!二维码已失效"), "query_others_record", "证书本人"),
        (("学信档案", "!本账号已在另一台电脑登录"), "account_stolen", "改密码"),
        (("研招网", "您的IP地址已被禁止访问"), "site_down", "别再刷新"),
        (("您的连接不是私密连接", "您计算机的时钟快了"), "site_down", "日期时间"),
        (("修改密码", "!新密码不得与近期用过的密码一样"), "password_rule", "以前用过"),
        (("网上报名", "!本报考点名额已满"), "yz_site_choice", "当地公告"),
        (("图像校对", "!暂未收到采集单位提交的图像"), "image_missing", "关联"),
        (("学历证书电子注册备案表", "!您尚未申请英文版"), "report_english", "英文翻译"),
        (("全国征兵网", "!您还没有完成兵役登记"), "enlist_apply", "要先登记"),
        (("毕业去向登记", "!院校尚未上报毕业生信息"), "graduation_destination", "就业部门"),
        (("学位信息", "!该学位暂不支持在线验证报告"), "cert_apply", "学位认证"),
        (("学籍信息", "!人像比对未通过，请联系学校"), "photo_match_failed", "学籍部门"),
        (("铁路12306", "!学生优惠资质尚未核验"), "railway_student", "去核验"),
        (("网上报名", "!您已有一条有效的报名信息，不能再新增"), "yz_registration_steps", "取消这条"),
    ],
)
def test_the_follow_up_written_for_a_prompt_is_what_is_said(rows: tuple[str, ...], entry_id: str, said: str) -> None:
    found = answered(read_page(page(*rows), PROMPTS, PLACES))
    assert found.entry is entry(entry_id)
    assert said in found.said
    assert found.told
