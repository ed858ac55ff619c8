"""What the bot made of one question, and whether that helps the person who asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from evaluation.questions import OUT_OF_SCOPE, Question, intent_label

Verdict = Literal["right", "listed", "missed", "wrong", "refused", "offered", "answered"]
"""In scope: right, listed (the right entry among the choices), missed, wrong. Out of scope: refused
(nothing claimed), offered (choices shown), answered (as if in scope)."""

VERDICT_WORDS: dict[Verdict, str] = {
    "right": "答对",
    "listed": "列出",
    "missed": "没答上",
    "wrong": "答错",
    "refused": "没硬答",
    "offered": "列了选项",
    "answered": "硬答了",
}
GOOD: frozenset[Verdict] = frozenset({"right", "listed", "refused", "offered"})
"""What counts as fine: answered right or listed; out of scope not answered."""

LISTED_AT_MOST = 3
"""A clarifying question shows at most three entries."""

CLARIFIED = "clarify"


@dataclass(frozen=True)
class Prediction:
    """What the bot did with a text; a list may begin with the answer of an entry (`faq_id`)."""

    band: str
    faq_id: str | None = None
    candidates: tuple[tuple[str, float], ...] = ()
    intent: str | None = None
    confidence: float = 0.0

    @property
    def listed(self) -> tuple[str, ...]:
        """The entries a clarifying question shows."""
        return tuple(name for name, _ in self.candidates[:LISTED_AT_MOST]) if self.band == "clarify" else ()

    @property
    def shown(self) -> str:
        """Band and entry in one word, for tables: `答 reset_password`, `问 a / b`, `无`."""
        if self.band == "answer":
            return f"答 {self.faq_id or '（无条目）'}"
        return f"问 {' / '.join(self.listed)}" if self.band == "clarify" else "无"

    @property
    def top_score(self) -> float:
        """The calibrated probability of the best candidate."""
        return self.candidates[0][1] if self.candidates else 0.0


@dataclass(frozen=True)
class Judged:
    """A question, what the bot did, and the verdict."""

    question: Question
    prediction: Prediction
    verdict: Verdict

    @property
    def good(self) -> bool:
        """Whether the person was helped, or rightly not answered."""
        return self.verdict in GOOD

    @property
    def led(self) -> bool:
        """Whether a list began with the answer of its first."""
        return self.prediction.band == CLARIFIED and self.prediction.faq_id is not None

    @property
    def top_is_right(self) -> bool:
        """Whether the best candidate, shown or not, is a right answer."""
        candidates = self.prediction.candidates
        return bool(candidates) and candidates[0][0] in self.question.accepted


def judge(question: Question, prediction: Prediction) -> Judged:
    """Compare what the bot did with what the question wanted."""
    return Judged(question, prediction, _verdict(question, prediction))


def _verdict(question: Question, prediction: Prediction) -> Verdict:
    answered = prediction.band == "answer" and prediction.faq_id is not None
    if not question.in_scope:
        return "answered" if answered else "offered" if prediction.band == "clarify" else "refused"
    if answered:
        return "right" if prediction.faq_id in question.accepted else "wrong"
    return "listed" if question.accepted & set(prediction.listed) else "missed"


def predicted_label(prediction: Prediction, intents: Mapping[str, str]) -> str:
    """The label the bot acted on: of the entry it answered, `clarify`, or out of scope."""
    if prediction.band == "answer" and prediction.faq_id:
        return intent_label(intents.get(prediction.faq_id, prediction.faq_id))
    return CLARIFIED if prediction.band == "clarify" else OUT_OF_SCOPE
