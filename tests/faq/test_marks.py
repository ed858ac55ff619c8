"""What was searched for is marked where it stands, as written or as heard."""

from __future__ import annotations

import pytest

from faq.text.marks import Piece, excerpt, mark, terms


def written(pieces: tuple[Piece, ...]) -> str:
    """Pieces with brackets around what is marked."""
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("注册", "注册时提示“已被注册”", "[注册]时提示“已被[注册]”"),
        ("注册", "没有这个词", "没有这个词"),
        ("忘记 密码", "忘记密码怎么找回？", "[忘记密码]怎么找回？"),
        ("zhuce", "怎么注册？", "怎么[注册]？"),
        ("zhuc", "怎么注册？", "怎么[注册]？"),
        ("zhuc", "主动查", "主动查"),
        ("wjmm", "忘记密码怎么办", "[忘记密码]怎么办"),
        ("pdf", "下载 PDF 报告", "下载 [PDF] 报告"),
        ("pd", "下载 PDF 报告", "下载 [PDF] 报告"),
        ("12306", "12306 学生票", "[12306] 学生票"),
        ("验证码收不到", "收不到短信验证码", "[收不到]短信[验证码]"),
        ("密码", "密，码", "密，码"),
        ("密", "密码、密保", "[密]码、[密]保"),
        ("密码", "", ""),
        ("", "密码", "密码"),
    ],
)
def test_words_are_marked(query: str, text: str, marked: str) -> None:
    assert written(mark(text, terms(query))) == marked


def test_an_excerpt_is_the_line_that_holds_most() -> None:
    texts = ("忘了账号\n账号和密码都忘了", "密码")
    assert written(excerpt(texts, terms("账号 密码"))) == "[账号]和[密码]都忘了"
    assert excerpt(texts, terms("学历")) == ()
    long = "一" * 60 + "密码" + "二" * 60
    assert written(excerpt((long,), terms("密码"))) == "…" + "一" * 12 + "[密码]" + "二" * 34 + "…"
