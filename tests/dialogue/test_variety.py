"""Never the same text twice in a row."""

from __future__ import annotations

from dialogue.turns.variety import REMEMBERED, Wording, again_in_short, fingerprint, fresh, remembered, without_said
from faq.text.choice import HUMAN, Option

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
    assert all(text.endswith("1. 人工客服") for text in texts[1:])
    assert fresh("办法甲", (), [fingerprint("办法甲")]).options == (Option(HUMAN, "人工客服"),)


def test_only_the_last_texts_are_kept_and_only_as_names() -> None:
    recent: list[str] = []
    for number in range(9):
        recent = remembered(recent, f"文字{number}")
    assert recent == [fingerprint(f"文字{number}") for number in range(9 - REMEMBERED, 9)]


LONG = "打不通的话，用微信服务号“学信网”里的人工客服，或者给官方的邮箱发邮件。"
OTHER = "只有处理工单的客服看得到，平时是打了码的；每次看完整号码都有记录。"


def test_a_paragraph_of_the_last_reply_is_not_said_again() -> None:
    recent = remembered([], f"{LONG}\n注册那边成了没有？")
    assert without_said(f"{LONG}\n{OTHER}", recent) == OTHER
    assert without_said(f"{OTHER}\n{LONG}", recent) == OTHER
    later = recent
    for number in range(6):
        later = remembered(later, f"第 {number} 句别的话，说的是另外一件不相干的事。")
    assert without_said(f"{OTHER}\n{LONG}", later) == f"{OTHER}\n{LONG}"  # some replies back it may be said again


def test_a_reply_of_nothing_new_gives_way() -> None:
    recent = [*remembered([], f"{LONG}\n{OTHER}"), *(fingerprint(str(number)) for number in range(REMEMBERED))]
    other = Wording("下面这一步", (NEXT,))
    assert fresh(f"{OTHER}\n{LONG}", (), recent, (other,)) == Wording("下面这一步", (NEXT,), repeated=True)
    assert fresh(f"{OTHER}\n{LONG}", (), recent, again=True) == Wording(f"{OTHER}\n{LONG}", ())
    short = "毕业证丢了只能由学校出证明书。"
    assert fresh(short, (), [*remembered([], f"{short}别的话。")]).text.startswith(short)


def test_steps_and_short_lines_are_said_again() -> None:
    steps = f"1. {LONG}\n好了吗？"
    assert without_said(steps, remembered([], steps)) == steps


def test_what_is_new_of_a_reply_stands_alone() -> None:
    line = "要本人来刷，别人替不了：实人验证比对的是本人的脸，借手机可以，借脸不行。"
    assert without_said(f"{line}\n{OTHER}", remembered([], line)) == OTHER
    assert again_in_short("依据来源如下：官网公告。") == ""
    assert again_in_short("短信没来的话：看图片码，再取一次。") == ""


def test_what_was_said_above_is_told_in_the_language_of_the_reply() -> None:
    line = "Open the menu 出国（境）报告发送 in 学信档案 and choose the receiver."
    said = without_said(f"{line}\nSomething else.", remembered([], line))
    assert said.splitlines()[-1] == "Something else."
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in said)


def test_english_says_where_to_write_once() -> None:
    way = "The office knows: phone 000-11112222, or reply human."
    recent = remembered([], f"I found no price.\n{way}")
    assert without_said(f"I found no time.\n{way}", recent) == "I found no time."
    assert without_said(way, recent) == way
