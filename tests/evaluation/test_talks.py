"""What a turn of a scripted conversation got."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from common.errors import ContentError
from evaluation.talks import (
    PlayedTurn,
    TalkTurn,
    TurnReply,
    judge_turn,
    read_talks,
    reply_of_answer,
    talks_as_dict,
    talks_report,
)
from tests.real_content import real_content

CONTENT = real_content()
ASKS = TalkTurn("换号怎么弄", frozenset({"change_phone"}))


def verdict(reply: TurnReply, turn: TalkTurn = ASKS) -> str | None:
    return judge_turn("T", turn, reply, CONTENT).verdict


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (TurnReply("answer", frozenset({"change_phone"}), text="能换。"), "right"),
        (TurnReply("", frozenset({"change_info"}), text="旧号还能收短信吗？"), "right"),  # the guide of that entry
        (TurnReply("clarify", frozenset({"change_phone"}), text="要是您问的是……"), "right"),
        (TurnReply("clarify", choices=frozenset({"change_phone", "none"})), "listed"),
        (TurnReply("answer", frozenset({"report_apply"}), frozenset({"change_phone"})), "listed"),
        (TurnReply("answer", frozenset({"report_apply"})), "wrong"),
        (TurnReply("clarify", choices=frozenset({"report_apply"})), "wrong"),
        (TurnReply("none"), "nothing"),
        (TurnReply("answer", frozenset({"change_phone"}), text="“x”，知道了；查到的办法还是上面那些。"), "wrong"),
    ],
)
def test_verdicts(reply: TurnReply, expected: str) -> None:
    assert verdict(reply) == expected


def test_what_asks_nothing_of_ours_has_no_verdict() -> None:
    assert verdict(TurnReply("answer"), TalkTurn("谢谢", kind="closing")) is None


def test_an_answer_of_the_api_is_read() -> None:
    entry = next(entry for entry in CONTENT.entries if any(item.entry_id for item in entry.follow_ups))
    asked = next(item for item in entry.follow_ups if item.entry_id)
    trace = {"band": "answer", "faq_id": entry.id, "asked_next": asked.asks[0]}
    reply = reply_of_answer(
        {"trace": trace, "replies": [{"text": "甲", "options": [{"id": "human"}]}, {"text": "乙"}]}, CONTENT
    )
    assert reply == TurnReply(
        "answer", frozenset({entry.id}), frozenset({"human"}), "甲\n乙", frozenset({str(asked.entry_id)})
    )


def test_a_file_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "talks.jsonl"
    good = {"talk": "T", "turns": [{"text": "换号", "right": ["change_phone"], "expects": "…"}, {"text": "谢谢"}]}
    path.write_text(json.dumps(good, ensure_ascii=False) + "\n", encoding="utf-8")
    (talk,) = read_talks(path, tmp_path, ["change_phone"])
    assert [turn.asks for turn in talk.turns] == [True, False]
    path.write_text('{"talk": "T"}\n' + json.dumps(good) + "\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_talks(path, tmp_path, ["other"])
    assert [problem.line for problem in caught.value.problems] == [1, 2]


def test_the_report_counts_by_file() -> None:
    turns = [
        judge_turn("T", ASKS, TurnReply("answer", frozenset({"change_phone"})), CONTENT),
        judge_turn("T", TalkTurn("天气", kind="not_ours"), TurnReply("answer", frozenset({"x"})), CONTENT),
        PlayedTurn("T", TalkTurn("谢谢", kind="closing"), TurnReply("clarify"), None),
    ]
    lines = "\n".join(talks_report([("W", turns)]))
    assert "1 / 1" in lines
    assert "直接答对" in lines
    assert "100.0 %" in lines
    assert talks_as_dict(turns)[0]["verdict"] == "right"
