"""`common.masking`: thousands of generated positives and look-alikes (with figures), and the odd shapes."""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from functools import cache

import pytest

from common.masking import (
    PLACEHOLDERS,
    SECRET_KINDS,
    MaskedText,
    PrivateValue,
    Shape,
    find_private,
    is_email,
    is_id_number,
    is_mobile_number,
    mask,
    shape_of,
    show_masked,
)
from tests.common.private_samples import FRAMES, lookalike_samples, private_samples

masked_once = cache(mask)
"""The same thousands of samples are looked at in several ways."""
PRIVATE = list(private_samples())
LOOKALIKES = list(lookalike_samples())
FEWEST_FOUND = 0.995
MOST_TAKEN_WRONGLY = 0.01


def test_there_are_enough_cases():
    assert len({sample.text for sample in PRIVATE}) >= 2000
    assert len({sample.text for sample in LOOKALIKES}) >= 500
    assert {kind for sample in PRIVATE for kind, _, _ in sample.pieces} == set(PLACEHOLDERS) - {"person_name"}
    assert min(Counter(sample.family for sample in PRIVATE).values()) >= 60
    for family in ("spelled", "one short", "glued", "no gap", "Chinese numerals"):
        texts = [sample.text for sample in PRIVATE if sample.family == family]
        assert all(any(_in_frame(frame, text) for text in texts) for frame in FRAMES)


def _in_frame(frame: str, text: str) -> bool:
    before, _, behind = frame.partition("{}")
    return text.startswith(before) and text.endswith(behind)


@pytest.mark.parametrize("seed", [11643, 1, 2])
def test_personal_data_is_found_whole_and_as_what_it_is(seed):
    samples = list(private_samples(seed))
    wrong = [
        (sample.family, sample.text, found)
        for sample in samples
        if (found := [(item.kind, item.value) for item in masked_once(sample.text).found])
        != [(kind, value) for kind, value, _ in sample.pieces]
    ]
    assert 1 - len(wrong) / len(samples) >= FEWEST_FOUND, wrong[:20]


@pytest.mark.parametrize("seed", [11643, 1, 2])
def test_next_to_nothing_of_what_was_typed_is_left(seed):
    """Whatever it was taken for: no four characters in a row of a number, an address or a password."""
    samples = list(private_samples(seed))
    masked = [(sample, masked_once(sample.text).text) for sample in samples]
    left = [(sample.text, text) for sample, text in masked if sample.still_readable(text)]
    assert len(left) / len(samples) <= 1 - FEWEST_FOUND, left[:20]


@pytest.mark.parametrize("seed", [400, 1, 2])
def test_what_only_looks_alike_stays(seed):
    samples = list(lookalike_samples(seed))
    wrong = [(sample.text, found) for sample in samples if (found := list(find_private(sample.text)))]
    assert len(wrong) / len(samples) <= MOST_TAKEN_WRONGLY, wrong[:20]


def test_nothing_but_the_value_is_taken_out():
    for sample in PRIVATE:
        found = tuple(find_private(sample.text))
        masked = masked_once(sample.text)
        position, expected = 0, ""
        for item in found:
            expected += sample.text[position : item.start] + PLACEHOLDERS[item.kind]
            position = item.end
        expected += sample.text[position:]
        assert masked == MaskedText(expected, found)
        assert mask(masked.text) == MaskedText(expected, ())


def test_no_secret_leaves_with_its_value():
    secrets = [item for sample in PRIVATE for item in masked_once(sample.text).found if item.kind in SECRET_KINDS]
    assert len(secrets) >= 500
    assert {item.value for item in secrets} == {""}


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("", ""),
        ("忘记密码怎么办", "忘记密码怎么办"),
        ("wo de mima zhaohui bu liao", "wo de mima zhaohui bu liao"),
        ("password forgotten, what now", "password forgotten, what now"),
        ("mima: zhaohui88", "mima: 〔密码〕"),
        ("我13800138000的身份证110101199003078531和邮箱a@b.cn", "我〔手机号〕的身份证〔身份证号〕和邮箱〔邮箱〕"),
        ("13800138000 13900139000 110101199003078531", "〔手机号〕 〔手机号〕 〔身份证号〕"),
        ("1101 0119 9003 0785 31", "〔身份证号〕"),
        ("1380 0138 000", "〔手机号〕"),
        ("1 3 8 0 0 1 3 8 0 0 0", "〔手机号〕"),
        ("138—0013—8000", "〔手机号〕"),
        ("138空格0013空格8000", "〔手机号〕"),
        ("110105    19900307    1239", "〔身份证号〕"),
        ("138 - - 0013\n\n\n\n8000", "〔手机号〕"),
        ("PIN 4821 不对", "PIN 〔密码〕 不对"),
        ("邮箱 abc @qq.com 呢", "邮箱 〔邮箱〕 呢"),
        ("护照 E-12345678", "护照 〔证件号〕"),
        ("身份证１１０１０１１９９００３０７８５３１", "身份证〔身份证号〕"),
        ("110101199003078532", "〔身份证号〕"),
        ("110101199013078531", "〔身份证号〕"),
        ("a13800138000", "a〔手机号〕"),
        ("13800138000a", "〔手机号〕a"),
        ("sfz11010119900307803Xqq同号", "sfz〔身份证号〕qq同号"),
        ("1380013800013900139000", "〔手机号〕〔手机号〕"),
        ("138001380001390013900", "〔手机号〕〔手机号〕"),
        ("13800138000110101199003078531", "〔手机号〕〔身份证号〕"),
        ("110101\n19900307\n8531", "〔身份证号〕"),
        ("110101，19900307，8531", "〔身份证号〕"),
        ("420106 19920205203X", "〔身份证号〕"),
        ("一三八零零一三八零零零一直收不到", "〔手机号〕一直收不到"),
        ("13800138000一直收不到", "〔手机号〕一直收不到"),
        ("手机号是1380013800", "手机号是〔手机号〕"),
        ("手机号 113800138000", "手机号 〔手机号〕"),
        ("身份证号 1101011990030", "身份证号 〔身份证号〕"),
        ("身份证编号：110101199003078532", "身份证编号：〔身份证号〕"),
        ("我的身份证，准考证号123456789012", "我的身份证，准考证号〔考号〕"),
        ("报名号110101199003078532", "报名号〔考号〕"),
        ("准考证号忘了，考生号14位吗", "准考证号忘了，考生号14位吗"),
        ("密 码 是 f i s h 8 8 k", "密 码 是 〔密码〕"),
        ("code 618-305 doesn't work", "code 〔验证码〕 doesn't work"),
        ("error code 618-305", "error code 618-305"),
        ("微信号 wxid_abc8823", "微信号 〔聊天账号〕"),
        ("微信号 chsi_chesicc", "微信号 chsi_chesicc"),
        ("QQ群284756193", "QQ群284756193"),
        ("客服座机010-67410388", "客服座机010-67410388"),
        ("香港身份证A123456（3）", "香港身份证〔证件号〕"),
        ("A123456(7)", "〔证件号〕"),
        ("A1234567", "A1234567"),
        ("澳门 5123456(7)", "澳门 〔证件号〕"),
        ("护照号是AB1234567", "护照号是〔证件号〕"),
        ("护照20261231到期", "护照20261231到期"),
        ("通行证，手机13800138000", "通行证，手机〔手机号〕"),
        ("邮箱zhangsan@qq,com", "邮箱〔邮箱〕"),
        ("密码不是abc123就是abc456", "密码不是〔密码〕就是〔密码〕"),
        ("账号密码：zhangsan01 abc12345", "账号密码：〔密码〕 〔密码〕"),
        ("密码Aa@123456，手机13800138000", "密码〔密码〕，手机〔手机号〕"),
        ("密码是13800138000", "密码是〔密码〕"),
        ("找回密码：13800138000", "找回密码：〔手机号〕"),
        ("急着找回密码：像 13800138000 这样", "急着找回密码：像 〔手机号〕 这样"),
        ("密码是一二三四五六", "密码是〔密码〕"),
        ("我的密码是“小狗旺财”，登不上", "我的密码是“〔密码〕”，登不上"),
        ("密码设成了「芝麻开门」", "密码设成了「〔密码〕」"),
        ("密码是我家小狗的名字", "密码是我家小狗的名字"),
        ("密码是“错误”的", "密码是“错误”的"),
        ("提示密码为“不能为空”", "提示密码为“不能为空”"),
        ("1995    1990    136    84", "1995    1990    136    84"),
        ("手机号1995 1990 136", "手机号〔手机号〕"),
        ("密码是我名字拼音zhangsan123", "密码是我名字拼音〔密码〕"),
        ("密码是 https://www.chsi.com.cn/a1 里改吗", "密码是 https://www.chsi.com.cn/a1 里改吗"),
        ("验证码 48 29 13", "验证码 〔验证码〕"),
        ("验证码 13800138000收不到", "验证码 〔手机号〕收不到"),
        ("IP 156.159.137.69", "IP 156.159.137.69"),
        ("一共13,800,138,000元", "一共13,800,138,000元"),
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


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("KtGr#88 这是密码", "〔密码〕 这是密码"),
        ("KtGr#88（密码）", "〔密码〕（密码）"),
        ("密码忘了，好像是KtGr#88", "密码忘了，好像是〔密码〕"),
        ("密码换KtGr#88", "密码换〔密码〕"),
        ("密码嘛，KtGr#88", "密码嘛，〔密码〕"),
        ("密码等于KtGr#88", "密码等于〔密码〕"),
        ("账号和密码分别是zhang和KtGr#88", "账号和密码分别是〔密码〕和〔密码〕"),
        ("密码是Abc111，不对的话试试KtGr#88", "密码是〔密码〕，不对的话试试〔密码〕"),
        ("密ma KtGr#88", "密ma 〔密码〕"),
        ("mi码 KtGr#88", "mi码 〔密码〕"),
        ("password was changed from Abc1112 to KtGr#88", "password was changed from 〔密码〕 to 〔密码〕"),
        ("login with KtGr#88 as password", "login with 〔密码〕 as password"),
        ("592913，这个验证码对吗", "〔验证码〕，这个验证码对吗"),
        ("短信说593913是本次验证码", "短信说〔验证码〕是本次验证码"),
        ("【学信网】594913（动态验证码）", "【学信网】〔验证码〕（动态验证码）"),
        ("code is four eight two nine one three", "code is 〔验证码〕"),
        ("验证码前三位482后三位913", "验证码前三位〔验证码〕"),
        ("136 点 7788 点 1101", "〔手机号〕"),
        ("136 dash 7788 dash 1103", "〔手机号〕"),
        ("136<br>7788<br>1102", "〔手机号〕"),
        ("手机号⼀三六七七⼋⼋⼆三四五", "手机号〔手机号〕"),
        ("手机号弌弎六七七八八弍弎四五", "手机号〔手机号〕"),
        ("110105 点 19900307 点 1239", "〔身份证号〕"),
        ("zhangsan77(a)qq.com", "〔邮箱〕"),
        ("zhangsan77{at}qq.com", "〔邮箱〕"),
        ("邮箱张三丰@qq.com", "邮箱〔邮箱〕"),
        ("zhangsan77 后缀qq.com", "〔邮箱〕"),
        # What only looks alike.
        ("密码换成什么，APP 还是网页", "密码换成什么，APP 还是网页"),
        ("密码告诉客服了怎么办", "密码告诉客服了怎么办"),
        ("密码忘了，应该用iPhone登录吗", "密码忘了，应该用iPhone登录吗"),
        ("密码等于8位行吗", "密码等于8位行吗"),
        ("wechat（密码）", "wechat（密码）"),
        ("password changed from app to web", "password changed from app to web"),
        ("use email as password", "use email as password"),
        ("201909，验证码收不到", "201909，验证码收不到"),
        ("13 点 2019 点 2020", "13 点 2019 点 2020"),
        ("邮箱后缀是@qq.com吗", "邮箱后缀是@qq.com吗"),
        ("邮箱是不是要写@qq.com", "邮箱是不是要写@qq.com"),
        ("⼀⼆三", "⼀⼆三"),
        ("密码呢☎ 12306", "密码呢☎ 12306"),
    ],
)
def test_unusual_spellings(text: str, masked: str) -> None:
    assert mask(text).text == masked


def test_places_are_those_of_the_original_text():
    text = "號碼１３８ ００１３ ８０００，邮箱Ａ@b.cn"
    assert list(find_private(text)) == [
        PrivateValue("phone", 2, 15, "13800138000"),
        PrivateValue("email", 18, 24, "A@b.cn"),
    ]


@pytest.mark.parametrize(
    "piece",
    ["1 ", "1", "1,", "a.", "@", "a@", "台胞证", "E1234567,", "密码是", "验证码就", "一", "\u0000\ud800\uffff", "1a"],
)
def test_the_time_grows_with_the_text_only(piece):
    """Nothing may look further than the longest number: four times the text is not sixteen times the time."""
    text = piece * 4_000
    short, long = (_seconds(text[:length]) for length in (1_000, 4_000))
    assert long < 8 * short + 0.02


def _seconds(text):
    best = float("inf")
    for _ in range(3):
        begun = time.thread_time()
        mask(text)
        best = min(best, time.thread_time() - begun)
    return best


@pytest.mark.parametrize(
    ("text", "kind", "shape"),
    [
        ("110101199003078531", "id_number", Shape.VALID),
        ("110101900307853", "id_number", Shape.VALID),
        ("110101199003078532", "id_number", Shape.CHECK_DIGIT_WRONG),
        ("11010119900307853", "id_number", Shape.ONE_SHORT),
        ("1101011990030785311", "id_number", Shape.ONE_LONG),
        ("110101199013078531", "id_number", Shape.MALFORMED),
        ("身份证号1101011990030", "id_number", Shape.MALFORMED),
        ("13800138000", "phone", Shape.VALID),
        ("手机号1380013800", "phone", Shape.ONE_SHORT),
        ("手机号138001380001", "phone", Shape.ONE_LONG),
        ("手机号11800138000", "phone", Shape.MALFORMED),
        ("A123456(3)", "travel_document", Shape.VALID),
        ("A123456(7)", "travel_document", Shape.CHECK_DIGIT_WRONG),
    ],
)
def test_each_value_says_how_well_it_is_formed(text, kind, shape):
    (found,) = find_private(text)
    assert (found.kind, found.shape) == (kind, shape)
    if kind != "travel_document":
        assert shape_of(kind, found.value) is shape


def test_any_text_keeps_what_is_not_found():
    chance = random.Random(3)
    for _ in range(500):
        text = "".join(chance.choice("0123456789Xx -@.我的aE１") for _ in range(chance.randrange(60)))
        position, rebuilt = 0, ""
        for item in find_private(text):
            assert position <= item.start < item.end
            assert item.kind in SECRET_KINDS or re.search(r"[0-9A-Za-z]", item.value)
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
        ("password", "abc123", "***"),
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


@pytest.mark.parametrize("typed", ["abc!024328267", "chsi9200977", "abc95457", "chsi!9807"])
def test_a_word_with_many_digits_that_was_typed_is_a_password(typed: str) -> None:
    assert mask(f"用{typed}登录，提示密码错误").text == "用〔密码〕登录，提示密码错误"


@pytest.mark.parametrize("thing", ["iPhone15", "chrome120", "windows10", "android2024"])
def test_a_thing_with_its_number_is_none(thing: str) -> None:
    assert mask(f"用{thing}登录，提示密码错误").text == f"用{thing}登录，提示密码错误"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "收到短信 662817",
            "我收到 662817 但是提示错误",
            "收到的码是771923",
            "短信里的码 662 817 不对",
            "发来的是 662-817",
        ),
        *("verification 662817 wrong", "the sms was 662817", "短信发来一串数字662817，填了不行"),
    ],
)
def test_six_digits_that_came_in_a_message_are_a_code(text: str) -> None:
    assert [(item.kind, item.value) for item in mask(text).found] == [("code", "")]
    assert not re.search("66|77", mask(text).text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "收到短信 662817 元的通知",
            "收到 202609 的账单",
            "收到短信 12 次",
            "短信 106575 开头的是谁",
            "收到学校代码 110012",
        ),
        *(
            "收到报告编号 662817",
            "online verification 662817",
            "收到 100000 块",
            "收到短信后 10 分钟",
            "学校发来学号 662817",
        ),
    ],
)
def test_other_numbers_beside_messages_stay(text: str) -> None:
    assert mask(text).text == text
