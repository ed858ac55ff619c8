"""`faq.text.english`: an English question is told from pinyin, and gets the English answer where there is one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from faq.content.entry import Section
from faq.content.loader import load_content
from faq.saying.reply import ENGLISH_MORE_TITLE, reply_to
from faq.text.choice import Option
from faq.text.english import is_english
from tests.fakes.library import decided
from tests.small_project import write_small_project


@pytest.mark.parametrize(
    "text",
    [
        "how do I reset my password",
        "I forgot my username",
        "is chsi a government website",
        "can not log in",
        "Can I open an account with a permit",
    ],
)
def test_english(text: str) -> None:
    assert is_english(text)


@pytest.mark.parametrize(
    "text", ["", "wangji mima zenme ban", "mima wang le zen me ban", "reset password 在哪", "hello", "chsi", "怎么办"]
)
def test_pinyin_chinese_and_single_words_are_not(text: str) -> None:
    assert not is_english(text)


def test_the_english_answer_is_for_english_questions(tmp_path: Path) -> None:
    content = load_content(write_small_project(tmp_path))
    entries = tuple(
        replace(entry, answer_en="Click **Forgot password**.", more=(Section("注意", "别急。"),))
        if entry.id == "reset_password"
        else entry
        for entry in content.entries
    )
    content = replace(content, entries=entries)

    def asked(text: str) -> object:
        reply = reply_to(decided(text, "answer", ("reset_password", 0.97)), content)
        return reply.text, reply.options[-1]

    assert asked("how do I reset my password") == (
        "Click Forgot password.",
        Option("more:reset_password", ENGLISH_MORE_TITLE),
    )
    assert asked("密码忘了")[0] != "Click Forgot password."  # type: ignore[index]
