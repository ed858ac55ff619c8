"""Which lines are quoted: the sentence that says what is wrong, whole, not what every page has."""

from __future__ import annotations

import pytest

from faq.pages.masking import masked_text
from faq.pages.page import Verdict, read_page
from faq.pages.safety import CODE, ID_CARD, PASSWORD, danger_in
from tests.faq.pages.seen import Seen, page, seen

TITLES = {"reset_password": ["找回密码"], "contact": ["010-55501234"]}


def quoted(*rows: str | tuple[str, ...] | Seen) -> str:
    return read_page(page(*rows), TITLES).quote


@pytest.mark.parametrize(
    "furniture",
    [
        "学信网",
        "学籍核对_学信网",
        "1填写账号",
        "2选择方式",
        "第三步验证身份",
        "5月18日 星期一 09:26",
        "信息·短信",
        "查询",
        "境外",
        "林小样 13900000016",
    ],
)
@pytest.mark.parametrize(
    "complaint", ["您的照片上传失败，请换一张", "系统正在维护，请晚些时候再来", "今天的次数过多，请明天再试"]
)
def test_the_sentence_wins_over_what_every_page_has(furniture: str, complaint: str) -> None:
    assert quoted("学信档案", furniture, complaint) == complaint


def test_a_broken_sentence_is_quoted_whole() -> None:
    first = Seen("您提交的证件照片被退回，原因是背景", top=300, width=600)
    second = Seen("颜色不符合要求，请重新", top=338, width=560)
    third = Seen("拍摄后上传。", top=376, width=200)
    assert (
        quoted("学信网 图像采集", first, second, third)
        == "您提交的证件照片被退回，原因是背景颜色不符合要求，请重新拍摄后上传。"
    )


def test_lines_of_two_texts_are_not_joined() -> None:
    label = Seen("毕业照片", top=300, width=110)
    wide = Seen("您的照片暂无，请联系学校补采照片", top=338, width=620)
    assert quoted("学信网", label, wide) == "您的照片暂无，请联系学校补采照片"
    ended = Seen("审核未通过。", top=300, width=600)
    other = Seen("下面是审核的一般说明文字", top=338, width=600)
    assert quoted("学信网", ended, other) == "审核未通过。"


def test_what_is_only_hidden_is_never_quoted() -> None:
    found = read_page(page("注册学信网账号", "13900000016", "010-55501234", "!两遍填的密码不一致"), TITLES)
    assert found.quote == "两遍填的密码不一致"
    assert "〔" not in read_page(page("学信网", "13900000016", "11010119900307109X"), TITLES).quote


def test_a_complaint_in_plain_letters_is_not_hidden_by_the_title() -> None:
    title = seen("找回密码", 1, height=60)
    found = read_page(page("account.chsi.com.cn", title, "手机号", "短信条数已经用完，请后天再试，达到上限"), TITLES)
    assert (found.verdict, found.matches) == (Verdict.UNSURE, ())
    assert found.quote == "短信条数已经用完，请后天再试，达到上限"
    rest = ("第一行说明文字", "第二行说明文字", "第三行说明文字")
    advice = read_page(
        page("account.chsi.com.cn", title, *rest, "如果您的手机号不能使用，无法收到短信，怎么办"), TITLES
    )
    assert [match.entry_id for match in advice.matches] == ["reset_password"]


@pytest.mark.parametrize(
    "rows",
    [
        ("网上确认", "!手持照片不清晰，请补充材料"),
        ("图片验证码有误，请再填一次",),
        ("图像采集码", "请在采集现场出示本码"),
        ("调剂志愿", "志愿锁定剩余时间 20 小时"),
        ("修改手机号", "请验证原手机号", "短信已发送至 139****0016"),
    ],
)
def test_pages_of_ours_without_the_name_are_not_taken_for_others(rows: tuple[str, ...]) -> None:
    found = read_page(page(*rows), {})
    assert found.verdict is Verdict.UNSURE
    assert found.likely


def test_a_code_that_the_page_broke_off_is_neither_quoted_nor_missed() -> None:
    lines = [
        Seen("【学信网】您正在找回密码，短信验", left=76, top=287, width=489, height=37),
        Seen("证码为739204，请勿泄露给他人。", left=61, top=339, width=472, height=37),
    ]
    assert danger_in(lines) == CODE
    found = read_page(lines, {})
    assert (found.verdict, found.likely, "739204" in str(found.as_dict())) == (Verdict.DANGER, "", False)


def test_a_diploma_is_a_paper_and_says_nobodys_name() -> None:
    rows = ("普通高等学校", "毕业证书", "学生林小样，性别女，2003年1月14日生", "在本校修完四年制本科教学计划")
    assert danger_in(page(*rows)) == ID_CARD
    assert danger_in(page("学信网", "毕业证书编号", "学历信息")) is None
    assert masked_text("学生林小样，性别女，2003年1月14日生") == "学生〔已隐去〕，性别女，〔已隐去〕生"


def test_an_empty_column_is_told_with_its_heading() -> None:
    assert quoted("学信网", "高等教育信息", "学籍信息(1)", "虚构大学", "学历信息（0）", "暂无") == "学历信息：暂无"
    assert quoted("学信网", ("学历照片", "暂无照片"), ("录取照片", "查看")) == "学历照片：暂无照片"


def test_a_field_left_empty_is_no_complaint() -> None:
    assert quoted("学信网账号管理", ("安全邮箱", "暂无"), "您的照片上传失败，请换一张") == "您的照片上传失败，请换一张"
    assert "安全邮箱：" not in read_page(page("学信网账号管理", ("安全邮箱", "暂无")), TITLES).likely


@pytest.mark.parametrize("title", ["验证失败", "温馨提示", "系统提示", "错误", "操作失败", "友情提醒"])
def test_what_a_box_says_wins_over_its_title(title: str) -> None:
    box = (Seen(title, top=300, height=44, dialog=True), Seen("虚构的动作做得太快，请慢一点再来", top=360, dialog=True))
    found = read_page(page("学信网", *box), {})
    assert found.likely == "虚构的动作做得太快，请慢一点再来"
    assert read_page(page("学信网", box[0], "确定"), {}).quote in {title, ""}  # with nothing below it is all there is


@pytest.mark.parametrize("name", ["中国高等教育学生信息网（学信网)", "学信网", "研招网", "学信档案", "CHSI"])
def test_the_name_of_a_site_is_never_what_a_page_says(name: str) -> None:
    assert name not in read_page(page("学信网", "学籍信息", name, "虚构大学计算机系"), {}).likely


def test_a_page_of_ours_that_says_nothing_is_still_ours() -> None:
    found = read_page(page("学信网", "姓名", "证件号码", "下一步"), {})
    assert (found.verdict, found.quote, found.bare) == (Verdict.UNSURE, "学信网", True)
    assert quoted("学信网", "证件号码", "请输入正确的虚构号") == "请输入正确的虚构号"


@pytest.mark.parametrize(
    ("rows", "is_bare"),
    [
        (("学信网", "图像采集码"), True),
        (("学信网", "图像采集码", "请在采集现场出示本码，凭码拍照"), False),
        (("学信网", "图像采集码", "!虚构码尚未生成"), False),
        (("学信网", "系统维护中"), False),
    ],
)
def test_a_bare_title_tells_nobody_what_is_asked(rows: tuple[str, ...], is_bare: bool) -> None:
    assert read_page(page(*rows), {}).bare is is_bare


def test_rows_of_a_record_are_not_one_sentence() -> None:
    rows = [
        Seen(text, top=300 + 38 * row, width=420)
        for row, text in enumerate(["入学日期 2023年09月", "学籍状态 不在籍(退学)"])
    ]
    assert (
        quoted("学信网", "学籍信息", *rows, Seen("离校日期 2025年03月", top=376, width=400)) == "学籍状态 不在籍(退学)"
    )


def test_a_picture_that_is_not_there_is_named_by_its_caption() -> None:
    shown = read_page(page("学信网", "学籍详情", ("暂无", "录取照片"), "学历照片"), {})
    assert shown.quote == "学历照片：暂无"


def test_a_paragraph_is_quoted_whole_and_no_further() -> None:
    line = {"width": 500, "height": 40, "dialog": True}
    box = [
        seen("您的账号还不能使用虚构服务，", top=600, **line),
        seen("请先到账号管理里补上虚构的一", top=652, **line),
        seen("项。", top=704, width=60, height=46),  # of so little the ground is not measured
        seen("去补上", top=800, width=120, height=46, left=230, dialog=True),
    ]
    assert read_page(box, {}).quote == "您的账号还不能使用虚构服务，请先到账号管理里补上虚构的一项。"


def test_lines_that_end_by_themselves_are_no_paragraph() -> None:
    rows = [seen("返回学信网App", top=0, width=200), seen("学籍材料正在等待审核", top=100, width=280)]
    rows += [seen("请勿重复提交虚构材料", top=150, width=270), seen("x" * 3, top=900, left=600, width=150)]
    assert read_page(rows, {}).quote == "学籍材料正在等待审核"


def test_the_complaint_comes_before_its_possible_reasons() -> None:
    assert (
        quoted("学籍信息", "您没有学籍信息", "可能原因：姓名不一致，学校没有上报，虚构的原因很长很长")
        == "您没有学籍信息"
    )


@pytest.mark.parametrize(
    ("rows", "danger"),
    [
        (("学信网", "用户登录", "139****0016", "Abcd_2003#", "登录"), PASSWORD),
        (("学信网", "用户登录", "linxiaoyang", "xiaoyang03", "登录"), PASSWORD),
        (("学信网", "用户登录", "linxiaoyang01", "••••••", "登录"), None),
        (("学信网", "在线验证", "A1B2C3D4E5F6", "登录"), None),
        (("学信网", "登录", "www.chsi.com.cn", "k7fd"), None),
        (("妈你登一下", "密码 Xiaoyang9003"), PASSWORD),
        (("学信网", "登录", "报告查询", "BC8K****RT5N****", "该在线验证码无效"), None),  # a value that is mostly hidden
        (("学信网", "登录", "136****0021", "[7mQe]", "7mqe", "图片验证码输入有误"), None),  # a frame that is read
        (("新密码 请输入8-20位",), None),
    ],
)
def test_a_password_in_a_box_without_a_label(rows: tuple[str, ...], danger: str | None) -> None:
    assert danger_in(page(*rows)) == danger


@pytest.mark.parametrize("explained", ["虚构说明：请核对照片，如有误请联系学校", "如材料有误请返回修改"])
def test_what_explains_or_holds_for_some_only_is_quoted_after_a_row_that_tells(explained: str) -> None:
    assert quoted("图像校对", ("采集状态", "未采集"), explained, explained) == "采集状态：未采集"
