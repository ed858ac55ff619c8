"""Several questions in one message, and which words are kept as the problem."""

from __future__ import annotations

import pytest

from dialogue.facts.keeping import problem_kept
from dialogue.mixed.several import asks_by_words, came_up_anew, may_ask, questions_in, told_besides


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("备案表怎么开？要钱不？几天能好？", ["备案表怎么开", "要钱不", "几天能好"]),
        ("认证去哪办，收多少钱", ["认证去哪办", "收多少钱"]),
        ("帮同事问一下，他邮箱没了，能不能换", ["帮同事问一下，他邮箱没了，能不能换"]),
        ("怎么解绑支付宝 另外想换个密码", ["怎么解绑支付宝", "想换个密码"]),
        ("两件事：第一，换绑手机在哪换；第二，邮箱忘了", ["换绑手机在哪换", "邮箱忘了"]),
        ("我2011年毕业，查不到，怎么办", ["我2011年毕业，查不到，怎么办"]),
        ("密码忘了，手机也换了", []),
        ("验证码老是收不到 还有我学籍名字错了一个字", ["验证码老是收不到", "我学籍名字错了一个字"]),
        ("旧号登唔到入去，仲有个名打错咗", ["旧号登唔到入去", "个名打错咗"]),
        ("谢谢你啊，另外报告怎么开", ["报告怎么开"]),
        ("这里收不收钱", ["这里收不收钱"]),
        ("How much is it and can I pay by card?", ["How much is it", "can I pay by card?"]),
        ("Name and passport are wrong. What should I do?", ["What should I do?"]),
        ("", []),
    ],
)
def test_a_message_is_cut_where_its_questions_end(text: str, questions: list[str]) -> None:
    assert questions_in(text) == questions


@pytest.mark.parametrize(
    ("before", "text", "kept"),
    [
        ("", "改完密码还是登不上", "改完密码还是登不上"),
        ("改完密码还是登不上", "你就说怎么办", "改完密码还是登不上"),
        ("改完密码还是登不上", "要多久", "改完密码还是登不上"),
        ("改完密码还是登不上", "换了三台电脑", "改完密码还是登不上；换了三台电脑"),
        ("改完密码还是登不上", "那能退回去吗", "改完密码还是登不上"),
        ("改完密码还是登不上", "学历照片能不能换一张", "学历照片能不能换一张"),
    ],
)
def test_the_problem_of_a_conversation_is_kept(before: str, text: str, kept: str) -> None:
    assert problem_kept(before, text) == kept


@pytest.mark.parametrize(
    "clause",
    [
        "三年白读了？",
        "我容易吗",
        "怎么这么麻烦啊",
        "顺便排个版",
        "钱不是白交了？",
        "这叫什么事啊",
        "我还以为是我弄错了呢",
    ],
)
def test_a_sigh_and_a_wish_want_no_answer(clause: str) -> None:
    assert not asks_by_words(clause)


@pytest.mark.parametrize("clause", ["要不要交钱", "周末能办吗", "得等几天呢", "孩子能替我弄不"])
def test_a_question_wants_one(clause: str) -> None:
    assert asks_by_words(clause)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("没瞧见啥人工审核", False),
        ("没看到啥子人工审核哦", False),
        ("没弹什么提示", False),
        ("没查到什么时候发", True),
        ("没看到什么原因", True),
        ("没收到，怎么办", True),
    ],
)
def test_what_is_not_seen_is_no_question(text: str, asked: bool) -> None:
    assert may_ask(text) == asked


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("改邮箱在哪点，还有我手机号快停机了", ["我手机号快停机了"]),
        ("报告怎么延期，另外有个事我民族写错了", ["我民族写错了"]),
        ("四六级成绩在哪查，顺便说一下我身份证过期了", ["我身份证过期了"]),
        ("报告怎么延期，另外要钱吗", []),
        ("报告怎么延期，还有谢谢你", []),
        ("手机号停机了", []),
        ("密码怎么改，那个旧手机号也想换掉", ["那个旧手机号也想换掉"]),
        ("密码怎么改，我也想知道", []),
    ],
)
def test_one_more_matter_is_told(text: str, told: list[str]) -> None:
    assert told_besides(text) == told


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("扫进去了。现在又要人脸，刷了五次都不过", ["要人脸，刷了五次都不过"]),
        ("登得上。可现在又提示系统繁忙点不动", ["提示系统繁忙点不动"]),
        ("又要人脸，刷了五次都不过", []),
        ("手机号能用，又能收短信", []),
    ],
)
def test_what_came_up_anew(text: str, trouble: list[str]) -> None:
    assert came_up_anew(text) == trouble
