"""An English text in the Chinese words of the knowledge base, and what ranks by both readings of it.

Few questions are written in English and thousands in Chinese: what the terms of a text mean there tells apart what
the English ones do not. The gloss is no translation, only the terms in their order.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache

from faq.calibration import Regression, descending
from faq.decision import Candidate
from faq.english import is_english
from faq.english_terms import TERMS
from faq.pinyin import is_chinese

GLOSSED = "glossed"
"""The signal that tells how likely both readings of an English text make an entry, in logits."""
CERTAINTY = Regression(1.2, {"english": 0.5, "chinese": 0.4})
"""How sure the first of both readings is: rounded figures of the English questions that calibrate."""
_LEAST_TERMS = 2
"""From how many terms on they say what is asked: one word alone names a thing."""
_ASKING = frozenset(
    ("怎么", "怎么办", "在哪", "为什么", "什么意思", "什么时候", "多少钱", "要多久", "怎么验证真伪", "谁来改", "一样吗")
)
_LEAST = 1e-4
_WILD = "[a-z]{0,6}"
_CHINESE_RUN = re.compile("[\u4e00-\u9fff]{1,60}")
Chances = Mapping[str, float]
"""How likely entries are, by id."""


def in_chinese(text: str, least: int = _LEAST_TERMS) -> str:
    """The terms of an English text in Chinese; empty when there are too few, and for any other text.

    Chinese that somebody quotes in it stays as it is.
    """
    if not is_english(_CHINESE_RUN.sub(" ", text)):
        return ""
    found = (_meaning(piece) for piece in _pattern().finditer(text.lower()))
    terms = sorted(dict.fromkeys(found), key=_ASKING.__contains__)  # Chinese asks at the end
    return "".join(terms) if len(terms) >= least else ""


def by_both(
    english: Sequence[Candidate], chances: Chances, chinese: Sequence[Candidate], others: Chances
) -> tuple[Candidate, ...]:
    """The candidates of a text and of its gloss as one ranking, each with how likely its readings make it."""
    signals = {item.entry_id: item.signals for item in (*chinese, *english)}
    logits = {name: (_logit(chances.get(name, 0.0)), _logit(others.get(name, 0.0))) for name in signals}
    ranked = sorted(signals, key=lambda name: (-sum(logits[name]), name))
    if not ranked:
        return ()
    merged = [_candidate(name, sum(logits[name]) / 2, signals[name]) for name in ranked]
    first, second = logits[ranked[0]]
    sure = CERTAINTY.probability({"english": first, "chinese": second})
    alone = english[0].score if english and english[0].entry_id == ranked[0] else 0.0
    return descending(merged, max(sure, alone))


def likely_by_both(candidate: Candidate) -> float | None:
    """How likely both readings of a text make a candidate; None where it has only one."""
    logit = candidate.signals.get(GLOSSED)
    return None if logit is None else 1 / (1 + math.exp(-logit))


def _candidate(name: str, logit: float, signals: Mapping[str, float]) -> Candidate:
    return Candidate(name, 1 / (1 + math.exp(-logit)), {**signals, GLOSSED: logit})


def _logit(chance: float) -> float:
    within = min(1 - _LEAST, max(_LEAST, chance))
    return math.log(within / (1 - within))


def _meaning(piece: re.Match[str]) -> str:
    """What a piece means; Chinese means itself."""
    return piece[0] if is_chinese(piece[0][0]) else _forms()[int(str(piece.lastgroup)[1:])][1]


@cache
def _forms() -> list[tuple[str, str]]:
    """The English forms with what they mean, the longest first."""
    pairs = [line.split(":", 1) for line in TERMS.strip().splitlines()]
    forms = [(form.strip(), chinese) for chinese, some in pairs for form in some.split(",")]
    return sorted(forms, key=lambda pair: (-pair[0].count(" "), -len(pair[0])))


@cache
def _pattern() -> re.Pattern[str]:
    """One pattern of all forms and of what is Chinese already."""
    forms = (re.escape(form).replace(r"\*", _WILD).replace(r"\ ", " {1,3}") for form, _ in _forms())
    named = "|".join(f"(?P<t{number}>{form})" for number, form in enumerate(forms))
    return re.compile(rf"\b(?:{named})\b|{_CHINESE_RUN.pattern}")
