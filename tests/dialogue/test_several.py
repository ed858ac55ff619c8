"""Several questions in one message, and which words are kept as the problem."""

from __future__ import annotations

import pytest

from dialogue.keeping import problem_kept
from dialogue.several import asks_by_words, questions_in


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("备案表怎么开？要钱不？几天能好？", ["备案表怎么开", "要钱不", "几天能好"]),
        ("认证去哪办，收多少钱", ["认证去哪办", "收多少钱"]),
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
