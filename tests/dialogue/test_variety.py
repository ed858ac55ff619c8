"""Never the same text twice in a row."""

from __future__ import annotations

from dialogue.variety import REMEMBERED, Wording, fingerprint, fresh, remembered
from faq.choice import HUMAN, Option

NEXT = Option("next", "下一步")


def test_a_new_text_is_said_as_it_is() -> None:
    assert fresh("办法甲", (NEXT,), [fingerprint("办法乙")]) == Wording("办法甲", (NEXT,))


def test_the_second_time_another_way_is_offered() -> None:
    other = Wording("下面这一步", (NEXT,))
    assert fresh("办法甲", (), [fingerprint("办法甲")], (other,)) == Wording("下面这一步", (NEXT,), repeated=True)


def test_again_and_again_leads_to_a_person_in_ever_other_words() -> None:
    recent: list[str] = []
    texts = []
    for _ in range(4):
        said = fresh("办法甲", (), recent)
        texts.append(said.text)
        recent = remembered(recent, said.text)
    assert texts[0] == "办法甲"
    assert len(set(texts)) == 4
    assert all(text.endswith("1. 转人工客服") for text in texts[1:])
    assert fresh("办法甲", (), [fingerprint("办法甲")]).options == (Option(HUMAN, "转人工客服"),)


def test_only_the_last_texts_are_kept_and_only_as_names() -> None:
    recent: list[str] = []
    for number in range(9):
        recent = remembered(recent, f"文字{number}")
    assert recent == [fingerprint(f"文字{number}") for number in range(9 - REMEMBERED, 9)]
