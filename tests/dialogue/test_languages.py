"""Cantonese is read in the words everybody writes; who writes English is known."""

from __future__ import annotations

import pytest

from dialogue.text.languages import in_mandarin, writes_english


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("我唔記得密碼點算", "我忘记密码怎么办"),
        ("點解收唔到驗證碼", "为什么收不到验证码"),
        ("身份證俾人註冊咗", "身份证被人注册了"),
        ("有冇人可以帮我", "有没有人工"),
        ("唔該", "谢谢"),
        ("用回鄉證揾返密碼，得唔得㗎", "用回乡证找回密码,行不行的"),
        ("我哋唔想重新註冊，可唔可以揾真人幫我手", "我们不想重新注册,可不可以找真人帮我"),
        ("使唔使錢", "用不用钱"),
        ("我個仔嘅學籍查唔到", "我儿子的学籍查不到"),
        ("搞唔掂", "搞不定"),
        ("这样弄中不中", "这样弄行不行"),
        ("拎唔拎得返", "拿不拿得回"),
        ("仲揾得返個號", "还找得回个号"),
        ("要交多少铜钿？啥辰光好", "要交多少钱？什么时候好"),
        ("用她的号码要得不？", "用她的号码行不行？"),
        ("需要得不到回复", "需要得不到回复"),
        ("集中不中断", "集中不中断"),
        ("mm忘了，sj也换了", "密码忘了，手机也换了"),
        ("yx 进不去", "邮箱 进不去"),
        ("我的用户名是zc", "我的用户名是zc"),
        ("用户名 mm2020 忘了", "用户名 mm2020 忘了"),
        ("用邊個瀏覽器開先得", "用哪个浏览器开才行"),
        ("揀邊個好", "拣哪个好"),
        ("係邊個部門管", "是哪个部门管"),
        ("搵邊個改", "找谁改"),
        ("邊個可以改我個名", "谁可以改我的名"),
        ("報告定係證書", "报告还是证书"),
        ("认定系统登不上", "认定系统登不上"),
        ("係咪學校未報上去", "是不是学校没报上去"),
        ("噉點搞", "那怎么搞"),
        ("咁要等幾耐", "那要等多久"),
        ("仲可以改幾次", "还可以改几次"),
        ("仲裁委要學籍，點算", "仲裁委要学籍,怎么办"),
        ("幾耐先收到", "多久才收到"),
        ("做咩打唔開", "为什么打不开"),
        ("聯系唔到學校", "联系不到学校"),
        ("同學都收到，得我冇", "同学都收到,就我没有"),
        ("学信网登不起", "学信网登不上"),
        ("号码遭停了", "号码被停了"),
        ("毕业证查不着", "毕业证查不到"),
        ("搁哪嘎达能看", "在哪里能看"),
        ("要好久才能好", "要多久才能好"),
        ("等了好久才能登", "等了好久才能登"),
        ("耽搁哪几天", "耽搁哪几天"),
        ("花了好多钱", "花了好多钱"),
        ("这边个人信息不对", "这边个人信息不对"),
        ("学院联系人是谁", "学院联系人是谁"),
        ("忘记密码怎么办", "忘记密码怎么办"),
        ("联系客服，点击登录", "联系客服，点击登录"),
        ("我的手机号是〔手机号〕", "我的手机号是〔手机号〕"),
        ("", ""),
    ],
)
def test_cantonese(typed: str, read: str) -> None:
    assert in_mandarin(typed) == read


@pytest.mark.parametrize(
    ("text", "before", "english"),
    [
        ("How do I get my password back", False, True),
        ("no email", False, False),
        ("no email", True, True),
        ("no 邮箱", True, False),
        ("123", True, True),
        ("wang ji mi ma", False, False),
        ("mm忘了，sj也停了，yx没绑", False, False),
    ],
)
def test_english(text: str, before: bool, english: bool) -> None:
    assert writes_english(text, before=before) is english


def test_chinese_that_is_quoted_makes_no_chinese_sentence() -> None:
    assert writes_english("it says 用户名或密码有误", before=True)
    assert writes_english("The page shows me 证件号码已被注册 when I register")
    assert not writes_english("学信网 app 打不开", before=True)
    assert not writes_english("我的 CHSI account 登不上", before=False)


@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "HR要我发PDF，APP里下载的那个行不行",
        "公司BG查我WES认证，offer都拿了，学信网PDF怎么发给他们",
        "Hr 小姐姐 要 pdf 版 的 report 怎么弄",
        "用 iPhone 的 Safari 打开 APP 就 crash 了怎么办",
        "页面上写 The account is locked 是什么意思",
        "“Please enter the code”这句是啥意思",
        "The account is locked 这是啥意思",
        "我登录的时候 it says invalid token",
        "学信网 APP PDF OCR 失败",
        "it公司要学历证明，hr让我发pdf，怎么弄",
        "Visa officer 要我的 diploma 和 transcript，学信网有吗",
        "check一下我的email有没有bind成功",
    ],
)
def test_latin_names_make_no_english_sentence(text: str, before: bool) -> None:
    assert not writes_english(text, before=before)


@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "how do I get my 学籍 report",
        "what is the difference between 学籍 and 学历",
        "I can't find 学信档案 in the app",
        "你好, how can I reset my password",
        "请问 how do I download the report",
        "the website says 您的手机号已经被注册了 what can I do",
        "error message: 验证码错误 and I cannot go on",
        "Register 学信网 account failed",
        "hello, my HR wants the 学历证书电子注册备案表, where can I get it?",
    ],
)
def test_chinese_names_make_no_chinese_sentence(text: str, before: bool) -> None:
    assert writes_english(text, before=before)
