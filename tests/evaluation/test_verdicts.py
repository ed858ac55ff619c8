"""One question, what the bot did, and the verdict."""

from __future__ import annotations

import pytest

from evaluation.questions import Question
from evaluation.verdicts import Prediction, Verdict, judge, predicted_label

INSIDE = Question("密码忘了", "forgot_password", "reset_password", also=("recover_username",))
OUTSIDE = Question("今天下雨吗", "out_of_scope")
LIST = (("a", 0.4), ("b", 0.3), ("reset_password", 0.2), ("recover_username", 0.1))


@pytest.mark.parametrize(
    ("question", "prediction", "verdict"),
    [
        (INSIDE, Prediction("answer", "reset_password"), "right"),
        (INSIDE, Prediction("answer", "recover_username"), "right"),
        (INSIDE, Prediction("answer", "sms_limited"), "wrong"),
        (INSIDE, Prediction("answer", None), "missed"),
        (INSIDE, Prediction("clarify", None, LIST), "listed"),
        (INSIDE, Prediction("clarify", None, (*LIST[:2], ("c", 0.1), ("reset_password", 0.1))), "missed"),
        (INSIDE, Prediction("none", None, LIST), "missed"),
        (OUTSIDE, Prediction("answer", "reset_password"), "answered"),
        (OUTSIDE, Prediction("clarify", None, LIST), "offered"),
        (OUTSIDE, Prediction("none"), "refused"),
        (OUTSIDE, Prediction("answer", None), "refused"),
    ],
)
def test_verdict(question: Question, prediction: Prediction, verdict: Verdict) -> None:
    judged = judge(question, prediction)
    assert (judged.verdict, judged.good) == (verdict, verdict in ("right", "listed", "refused", "offered"))


@pytest.mark.parametrize(
    ("prediction", "label"),
    [
        (Prediction("answer", "reset_password"), "forgot_password"),
        (Prediction("answer", "archive_what"), "other_service"),
        (Prediction("clarify", None, LIST), "clarify"),
        (Prediction("none", None, LIST), "out_of_scope"),
    ],
)
def test_the_label_acted_on(prediction: Prediction, label: str) -> None:
    intents = {"reset_password": "forgot_password", "archive_what": "ask_other_service"}
    assert predicted_label(prediction, intents) == label


def test_shown_in_one_word() -> None:
    assert [
        Prediction("answer", "a").shown,
        Prediction("clarify", None, LIST).shown,
        Prediction("none", None, LIST).shown,
    ] == ["答 a", "问 a / b / reset_password", "无"]
