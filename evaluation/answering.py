"""Who answers the questions of an evaluation: the FAQ library alone, or the whole running system."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from evaluation.questions import Question
from evaluation.verdicts import Judged, Prediction, judge
from faq.engine.library import Library
from faq.ranking.decision import Decision

if TYPE_CHECKING:  # the gateway with all it imports is needed only by those who start it
    from bot.running.stack import RunningStack

_TOLD_EVERY = 20
AT_ONCE = 4
"""Conversations talked at the same time; more gain nothing on two cores."""


def library_prediction(library: Library, text: str) -> Prediction:
    """What the knowledge base alone says, without Rasa's ranking of intents."""
    return decision_prediction(library.decide(text))


def decision_prediction(decision: Decision) -> Prediction:
    """A decision as a prediction."""
    shown = decision.offered if decision.band == "clarify" else decision.candidates
    candidates = tuple((item.entry_id, item.score) for item in shown)
    return Prediction(decision.band, decision.says or None, candidates)


def trace_prediction(trace: Mapping[str, Any]) -> Prediction:
    """The `trace` of `POST /api/v1/messages` as a prediction."""
    return Prediction(
        str(trace.get("band") or "none"),  # a greeting has no band at all
        trace.get("faq_id"),
        tuple((str(item["faq_id"]), float(item["score"])) for item in trace.get("candidates") or ()),
        trace.get("intent"),
        float(trace.get("confidence") or 0.0),
    )


def judge_with_library(
    library: Library, questions: Sequence[Question], announce: Callable[[str], None] = lambda _: None
) -> list[Judged]:
    """All questions put to the knowledge base alone."""
    judged = []
    for number, question in enumerate(questions):
        if number % _TOLD_EVERY == 0:
            announce(f"问知识库：{number} / {len(questions)}…")
        judged.append(judge(question, library_prediction(library, question.text)))
    return judged


async def judge_with_stack(
    stack: RunningStack, questions: Sequence[Question], announce: Callable[[str], None] = lambda _: None
) -> list[Judged]:
    """All questions put to the running system, each in a conversation of its own; in the order given."""
    slots = asyncio.Semaphore(AT_ONCE)
    done = 0

    async def one(question: Question) -> Judged:
        nonlocal done
        async with slots:
            answer = await stack.send(question.text)
        done += 1
        if done % 100 == 0:
            announce(f"已经问了 {done}/{len(questions)} 个")
        return judge(question, trace_prediction(answer["trace"]))

    return list(await asyncio.gather(*map(one, questions)))
