from __future__ import annotations

from faq.text.views import character_features, characters, features, runs


def test_features_of_a_short_text() -> None:
    assert features("密码a1") == (
        "c:密",
        "c:密_码",
        "c:码",
        "c:码_a",
        "c:a",
        "c:a_1",
        "c:1",
        "p:mi",
        "p:mi_ma",
        "p:ma",
        "p:ma_a",
        "p:a",
    )


def test_typed_pinyin_and_homophones_share_the_sound_view() -> None:
    sounds = [token for token in features("忘记密码") if token.startswith("p:")]
    assert [token for token in features("wangjimima") if token.startswith("p:")] == sounds
    assert [token for token in features("网计蜜马") if token.startswith("p:")] == sounds


def test_abbreviations_share_initials_with_the_phrase() -> None:
    assert {"i:wjm", "i:jmm"} <= set(features("wjmm")) & set(features("忘记密码"))


def test_empty_and_marks_only() -> None:
    assert (features(""), character_features("？！"), characters("…"), runs("")) == ((), (), frozenset(), [])
