# ruff: noqa: E501 - messages are compared whole, and a Chinese character counts twice
"""The rules behind `faq.checks.content` at their edges: what is official, what is a number, what is alike."""

from __future__ import annotations

import pytest

from faq.checks.answers import is_official
from faq.checks.similarity import Better, alike, better_elsewhere, nearest_groups, skeleton
from tests.faq.content_folder import copy_knowledge, edit, examine, faults

ACCOUNT, SUPPORT = "faq/entries/account.yml", "faq/entries/support.yml"


@pytest.mark.parametrize(
    ("url", "official"),
    [
        ("https://www.chsi.com.cn/", True),
        ("https://chsi.com.cn", True),
        ("http://my.chsi.com.cn:80/archive", True),
        ("https://WWW.CHSI.COM.CN/", True),
        ("https://www.moe.gov.cn/", True),
        ("https://cet.neea.edu.cn", True),
        ("https://www.gatzs.com.cn./", True),
        ("https://chsi.com.cn.example.com/", False),
        ("https://fakechsi.com.cn/", False),
        ("https://www.chsi.com.cn@example.com/", False),
        ("https://example.com/www.chsi.com.cn", False),
        ("https://www.chsi.com.cn:8443/", False),
        ("ftp://www.chsi.com.cn/", False),
        ("javascript:alert(1)//chsi.com.cn", False),
        ("https://[::1/", False),
        ("https://www.chsi.com.cn:port/", False),
        ("https://chsi-com.cn/", False),
        ("", False),
    ],
)
def test_official_addresses(url, official):
    assert is_official(url) is official


def findings(tmp_path, sentence):
    """The kinds of fault that one sentence in an answer gives."""
    root = copy_knowledge(tmp_path)
    edit(root, ACCOUNT, "    - 急着找回密码：改用邮箱。", f"    - 急着找回密码：{sentence}")
    return [problem.kind for problem in examine(root).faults]


@pytest.mark.parametrize(
    "sentence",
    [
        "打 010-67410388。",
        "打 010 67410388。",
        "打 ０１０－６７４１０３８８。",
        "打 01067410388。",
        "打 +86 010-67410388。",
        "写信到 KEFU@chsi.com.cn。",
        "准备 18 位号码。",
        "2026-11-22 之后再试。",
        "证书编号是 17 位，比如 1038 4120 1505 开头。",
        "报 110 或者 96110。",
        "（见第 2 步）。",
        "等 1.5 小时。",
        "看“https”开头没有。",
        "用 A-B 方式。",
        "选“其他”——不要选身份证。",
        "在官网看 www.chsi.com.cn。",
        "见**第 1 步**和**第 2 步**。",
        "3.5 倍也行。",
    ],
)
def test_honest_sentences_are_no_faults(tmp_path, sentence):
    assert findings(tmp_path, sentence) == []


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("打 010-6741038。", ["unlisted_contact"]),
        ("打 0592-2180000。", ["unlisted_contact"]),
        ("拨打 67410399。", ["unlisted_contact"]),
        ("打 4001234567。", ["unlisted_contact"]),
        ("写信到 a_b@qq.com。", ["unlisted_contact"]),
        ("加 ０５９９－１２３４５６７。", ["school_contact"]),
        ("写信到 JW@jiashu.example。", ["school_contact"]),
        ("十个工作日之内答复。", ["contradiction"]),
        ("一般 24 小时内回复。", ["contradiction"]),
        ("看**这里。", ["markup"]),
        ("看****。", ["markup"]),
        ("看[这里](http://)。", ["markup"]),
        ("看[**这里**](faq:reset_password)。", ["link_in_answer"]),
        ("看&nbsp;这里。", ["markup"]),
        ("看`这里`。", ["markup"]),
        ("再等等:过会儿。", ["punctuation"]),
        ("再等等(一会儿)。", ["punctuation"]),
        ("好吗?", ["punctuation"]),
        ("TODO 补充。", ["unfinished"]),
        ("多半能登（推断）。", ["editors_mark"]),
        ("旧账号还在（这是推断）。", ["editors_mark"]),
        ("这一条是从名称推断的。", ["editors_mark"]),
        ("填 XXX。", ["unfinished"]),
        ("寄\u200b给我们。", ["invisible"]),
        ("损坏\ufffd了。", ["invisible"]),
        ("像 13912345678 这样。", ["private", "unlisted_contact"]),
        ("像 6222021234567894 这样。", ["private"]),
    ],
)
def test_sentences_with_one_fault(tmp_path, sentence, kinds):
    assert sorted(set(findings(tmp_path, sentence))) == kinds


@pytest.mark.parametrize(
    "marks", ["①②③", ["（1）", "（2）", "3、"], ["(一) ", "(二) ", "(三) "], "⑴⑵⑶", ["一、", "二、", "三、"]]
)
def test_other_ways_to_number_are_told_once_a_line_and_no_right_number_is_called_wrong(tmp_path, marks):
    root = copy_knowledge(tmp_path)
    steps = "".join(f"    {mark}{text}\n" for mark, text in zip(marks, ("等。", "再试。", "换号码。"), strict=True))
    edit(root, ACCOUNT, "    - 急着找回密码：改用邮箱。\n", f"\n{steps}")
    told = faults(root)
    assert len(told) == 3 and all("的步骤写法不对" in item for item in told), told


def test_thousands_of_pasted_questions_are_one_fault_of_their_own_entry(tmp_path):
    root = copy_knowledge(tmp_path)
    pasted = "".join(f"    - 我是第{number}届的学生想问密码忘了怎么弄\n" for number in range(3000))
    edit(root, ACCOUNT, "    - 密码忘了咋整\n", f"    - 密码忘了咋整\n{pasted}")
    (told,) = faults(root)
    assert "条目「reset_password」有 30" in told and "（最多 1000 个），多半是套句式生成的" in told


def test_an_address_that_is_not_official_is_not_to_be_made_a_link(tmp_path):
    root = copy_knowledge(tmp_path)
    edit(root, ACCOUNT, "    - 急着找回密码：改用邮箱。", "    - 看 http://www.baidu.com")
    (told,) = faults(root)
    assert "改法：删掉它，只能链接 chsi.com.cn、" in told


def test_two_lists_may_both_begin_at_one(tmp_path):
    root = copy_knowledge(tmp_path)
    edit(
        root,
        ACCOUNT,
        "    - 急着找回密码：改用邮箱。",
        "\n    办法一：\n    1. 等。\n    2. 再试。\n\n    办法二：\n    1. 换号码。",
    )
    assert faults(root) == []
    edit(root, ACCOUNT, "\n    办法二：\n", "")
    assert faults(root) == [
        "faq/entries/account.yml:94: 条目「sms_limited」的步骤编号不连续（现在是 1，前一个是 2）。改法：改成 3，后面的依次改"
    ]


def test_places_in_a_quoted_answer_are_those_of_its_beginning(tmp_path):
    root = copy_knowledge(tmp_path)
    edit(
        root,
        SUPPORT,
        "  answer: |\n    发邮件到 kefu@chsi.com.cn，三个工作日内会有回复。写清用户名、截图和问题描述。\n\n    急的话打 010-67410388，以官网页脚为准。\n",
        '  answer: "写信。\n\n    看[这里](https://example.com/)。"\n',
    )
    assert faults(root) == [
        "faq/entries/support.yml:33: 条目「contact_email」的答案链接到非官方网址（现在是「https://example.com/」）。"
        "改法：只能链接 chsi.com.cn、gov.cn、neea.edu.cn、neea.cn、ncss.cn、gatzs.com.cn"
    ]


def test_skeleton_leaves_out_what_only_is_polite():
    assert skeleton("请问一下，密码忘了怎么办啊？谢谢") == skeleton("密码忘怎么办") == "密码忘怎办"
    assert skeleton("你好吗") == "你好吗"
    assert skeleton("") == ""


def test_alike_finds_each_pair_once():
    texts = ["短信验证码收不到", "手机短信验证码收不到", "忘记密码", "", "短信验证码收不到"]
    assert [(first, second, round(score)) for first, second, score in sorted(alike(texts, 85))] == [
        (0, 1, 89),
        (0, 4, 100),
        (1, 4, 89),
    ]
    assert list(alike(texts, 100)) == [(0, 4, 100.0)]
    assert list(alike([], 80)) == []


@pytest.mark.parametrize("count", [150, 700])
@pytest.mark.parametrize("least", [72, 80, 90])
def test_alike_gives_what_comparing_all_pairs_gives(count, least):
    import random

    from rapidfuzz import fuzz

    chance = random.Random(5)
    texts = ["".join(chance.choices("密码忘记手机号收不到验证短信", k=chance.randrange(14))) for _ in range(count // 2)]
    texts += ["".join(character for character in text if chance.random() > 0.1) for text in texts]
    expected = {
        (first, second)
        for first in range(count)
        for second in range(first + 1, count)
        if texts[first] + texts[second] and fuzz.ratio(texts[first], texts[second]) >= least
    }
    found = [(first, second) for first, second, _ in alike(texts, least)]
    assert set(found) - {pair for pair in found if not texts[pair[0]]} == expected
    assert len(found) == len(set(found))
    assert expected


def test_more_texts_than_can_all_be_compared_are_compared_too():
    """Beyond 20,000 questions nothing was looked at, and nobody was told; there are more of them now."""
    texts = [chr(0x4E00 + number % 9000) * 2 + chr(0x4E00 + number // 9000) * 7 for number in range(30_000)]
    texts += ["手机号停用了还能找回密码吗", "手机号停用了还能找回密码么"]
    assert (30_000, 30_001) in [(first, second) for first, second, _ in alike(texts, 92)]


def test_better_elsewhere():
    texts = ["忘记密码", "密码忘记怎么办", "找回密码忘记", "短信验证码", "验证码短信收不到", "忘记密码怎么找回密码"]
    found = better_elsewhere(texts, [0, 0, 0, 1, 1, 1], 0.3)
    assert [(item.number, item.other) for item in found] == [(5, 0)]
    assert isinstance(found[0], Better)
    assert found[0].other_score - found[0].own_score >= 0.3
    assert better_elsewhere([], [], 0.3) == []
    assert better_elsewhere(["一", "二"], [0, 1], 0.3) == []
    assert better_elsewhere(texts, [0] * 6, 0.3) == []


def test_nearest_groups():
    groups = [["忘记密码"], ["忘记用户名"], ["短信验证码"], ["短信收不到"]]
    assert [place for place, _ in nearest_groups(groups, 0, 2)] == [1, 2]
    assert [place for place, _ in nearest_groups(groups, 3, 3)] == [2]
    assert nearest_groups([["一"], ["二"]], 0, 2) == []
