"""`common.masking`: over a thousand generated positives, over three hundred look-alikes, and the odd shapes."""

from __future__ import annotations

import random

import pytest

from common.masking import (
    PLACEHOLDERS,
    MaskedText,
    PrivateValue,
    find_private,
    is_email,
    is_id_number,
    is_mobile_number,
    mask,
    show_masked,
)
from tests.common.private_values import FRAMES, Sample, lookalike_samples, private_samples

PRIVATE = list(private_samples())
LOOKALIKES = list(lookalike_samples())

NUMBER_KINDS = set(PLACEHOLDERS) - {"person_name"}
"""What is known by its form; a name is known only by how it is introduced."""


def test_there_are_enough_cases():
    assert len(PRIVATE) >= 1000
    assert len({sample.text for sample in PRIVATE}) >= 1000
    assert len({sample.text for sample in LOOKALIKES}) >= 300
    assert {sample.kind for sample in PRIVATE} == NUMBER_KINDS


@pytest.mark.parametrize("kind", sorted(NUMBER_KINDS))
def test_personal_data_is_found_whole(kind):
    wrong: list[tuple[Sample, list[PrivateValue]]] = []
    for sample in (item for item in PRIVATE if item.kind == kind):
        found = list(find_private(sample.text))
        if [(item.kind, item.value) for item in found] != [(kind, sample.value)]:
            wrong.append((sample, found))
    assert wrong == []


def test_nothing_but_the_value_is_taken_out():
    for sample in PRIVATE:
        found = next(find_private(sample.text))
        masked = mask(sample.text)
        expected = sample.text[: found.start] + PLACEHOLDERS[found.kind] + sample.text[found.end :]
        assert masked == MaskedText(expected, (found,))
        assert mask(masked.text) == MaskedText(expected, ())


def test_what_only_looks_alike_stays():
    wrong = [(sample.text, list(find_private(sample.text))) for sample in LOOKALIKES]
    assert [pair for pair in wrong if pair[1]] == []


def test_every_frame_is_used_for_every_kind():
    """Digits touch Chinese characters, brackets and the ends of the text."""
    assert FRAMES[0] == "{}"
    for kind in NUMBER_KINDS:
        shapes = {sample.text.replace(sample.typed, "{}", 1) for sample in PRIVATE if sample.kind == kind}
        assert shapes == set(FRAMES)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("", ""),
        ("忘记密码怎么办", "忘记密码怎么办"),
        ("我13800138000的身份证110101199003078531和邮箱a@b.cn", "我〔手机号〕的身份证〔身份证号〕和邮箱〔邮箱〕"),
        ("13800138000 13900139000 110101199003078531", "〔手机号〕 〔手机号〕 〔身份证号〕"),
        ("1101 0119 9003 0785 31", "〔身份证号〕"),
        ("1380 0138 000", "〔手机号〕"),
        ("1 3 8 0 0 1 3 8 0 0 0", "〔手机号〕"),
        ("138—0013—8000", "〔手机号〕"),
        ("邮箱 abc @qq.com 呢", "邮箱 〔邮箱〕 呢"),
        ("护照 E-12345678", "护照 〔证件号〕"),
        ("身份证１１０１０１１９９００３０７８５３１", "身份证〔身份证号〕"),
        ("110101199003078532", "110101199003078532"),
        ("110101199013078531", "110101199013078531"),
        ("a13800138000", "a13800138000"),
        ("13800138000a", "13800138000a"),
        ("113800138000", "113800138000"),
        ("12800138000", "12800138000"),
        ("2026-11-22 10:30 到 2026-11-23", "2026-11-22 10:30 到 2026-11-23"),
        ("13.5.2023 1234", "13.5.2023 1234"),
        ("学号M20211234", "学号M20211234"),
        ("报告编号：6222021234567890", "报告编号：6222021234567890"),
        ("kefu@chsi.com.cn", "kefu@chsi.com.cn"),
        ("kefu@chsi.com.cn.example.com", "〔邮箱〕"),
    ],
)
def test_single_texts(text, masked):
    assert mask(text).text == masked


def test_places_are_those_of_the_original_text():
    text = "號碼１３８ ００１３ ８０００，邮箱Ａ@b.cn"
    assert list(find_private(text)) == [
        PrivateValue("phone", 2, 15, "13800138000"),
        PrivateValue("email", 18, 24, "A@b.cn"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1 " * 20_000,
        "1" * 20_000,
        "a." * 20_000 + "@",
        "@" * 20_000,
        "台胞证" * 20_000,
        "\u0000\ud800\uffff",
        "１" * 17 + "X",
    ],
)
def test_hostile_texts_are_answered_quickly(text):
    """The time limit of the suite is the assertion: nothing here may backtrack without end."""
    assert mask(text).found == ()


def test_any_text_keeps_what_is_not_found():
    chance = random.Random(3)
    for _ in range(500):
        text = "".join(chance.choice("0123456789Xx -@.我的aE１") for _ in range(chance.randrange(60)))
        position, rebuilt = 0, ""
        for item in find_private(text):
            assert position <= item.start < item.end
            rebuilt += text[position : item.start] + PLACEHOLDERS[item.kind]
            position = item.end
        assert mask(text).text == rebuilt + text[position:]


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("phone", "13800138000", "138****8000"),
        ("id_number", "110101199003078531", "110***********8531"),
        ("travel_document", "E12345678", "E******78"),
        ("travel_document", "12345678", "1*****78"),
        ("travel_document", "123", "1***"),
        ("email", "xiaoming@qq.com", "x***@qq.com"),
    ],
)
def test_owner_recognises_the_value_and_nobody_can_use_it(kind, value, shown):
    assert show_masked(kind, value) == shown


def test_formal_checks():
    assert is_id_number("110101199003078531")
    assert is_id_number("11010119900307803x")
    assert is_id_number("110101900307853")
    assert not is_id_number("110101199003078532")
    assert not is_id_number("990101199003078531")
    assert not is_id_number("")
    assert is_mobile_number("13800138000")
    assert not is_mobile_number("１３８００１３８０００")
    assert not is_mobile_number("1380013800")
    assert is_email("a.b+c@mail.example.com")
    assert not is_email("a@b")
    assert not is_email("a@b.cn 谢谢")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我叫王小明，密码忘了", "我叫〔姓名〕，密码忘了"),
        ("姓名：欧阳娜娜 手机13800138000", "姓名：〔姓名〕 手机〔手机号〕"),
        ("我名字叫李雷的学籍查不到", "我名字叫〔姓名〕的学籍查不到"),
        ("姓名是赵四身份证填不上", "姓名是〔姓名〕身份证填不上"),
    ],
)
def test_a_name_that_is_introduced_is_masked(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "姓名格式有误",
        "我叫什么名字",
        "名字是生僻字怎么办",
        "名字是王字旁的",
        "姓名是曾用名",
        "姓名、证件号都对",
        "我叫了人工",
    ],
)
def test_words_about_names_stay(text):
    assert mask(text).text == text
