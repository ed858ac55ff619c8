"""`faq.ranking.english_gloss`: the terms of an English text in Chinese, and what ranks by both readings."""

from __future__ import annotations

import pytest

from faq.ranking.decision import Candidate
from faq.ranking.english_gloss import GLOSSED, by_both, in_chinese, likely_by_both
from faq.text.english_terms import TERMS
from faq.text.pinyin import is_chinese


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("how do I reset my password", "重置密码怎么"),
        ("is the transcript verification free for students", "成绩验证免费"),
        ("what does 结业 mean in my diploma record", "结业学历什么意思"),
        ("I would like to know the weather", ""),
        ("where is my password", "密码在哪"),
        ("a passport and nothing else", ""),
        ("密码忘了怎么办", ""),
        ("wangji mima le zenme ban", ""),
        ("我的 offer 在 PDF 里怎么下载", ""),
    ],
)
def test_terms_are_read_in_chinese(text: str, terms: str) -> None:
    assert in_chinese(text) == terms


def test_one_term_names_a_thing() -> None:
    assert in_chinese("the weather and a passport", least=1) == "护照"


def test_every_line_has_a_chinese_term_and_english_forms() -> None:
    for line in TERMS.strip().splitlines():
        chinese, _, forms = line.partition(": ")
        assert any(map(is_chinese, chinese)), line
        assert forms, line
        assert not any(map(is_chinese, forms)), line


def test_what_both_readings_make_likely_comes_first() -> None:
    english = (Candidate("one", 0.6, {"meaning": 0.5}), Candidate("both", 0.3, {"meaning": 0.4}))
    chinese = (Candidate("both", 0.9, {"meaning": 0.8}), Candidate("other", 0.1, {}))
    ranked = by_both(english, {"one": 0.5, "both": 0.4}, chinese, {"both": 0.9, "other": 0.1})
    assert ranked[0].entry_id == "both"
    assert ranked[0].score > max(item.score for item in ranked[1:])
    assert ranked[0].signals["meaning"] == 0.4  # as it was typed
    assert GLOSSED in ranked[0].signals
    assert likely_by_both(english[0]) is None
    assert by_both((), {}, (), {}) == ()


def test_a_gloss_alone_makes_nobody_sure() -> None:
    ranked = by_both((), {}, (Candidate("one", 0.9, {}),), {"one": 0.9})
    assert ranked[0].score < 0.2
