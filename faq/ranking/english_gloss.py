"""An English text in the Chinese words of the knowledge base, and what ranks by both readings of it.

Few questions are written in English and thousands in Chinese: what the terms of a text mean there tells apart what
the English ones do not. The gloss is no translation, only the terms in their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from faq.ranking.calibration import Regression, chance_of, descending, logit
from faq.ranking.decision import Candidate
from faq.text.english import is_english
from faq.text.english_terms import TERMS
from faq.text.pinyin import is_chinese

GLOSSED = "glossed"
"""The signal that tells how likely both readings of an English text make an entry, in logits."""
CERTAINTY = Regression(1.2, {"english": 0.5, "chinese": 0.4})
"""How sure the first of both readings is: rounded by hand from a fit over 45 English questions, some for reporting."""
_LEAST_TERMS = 2
"""From how many terms on they say what is asked: one word alone names a thing."""
_ASKING = frozenset(
    ("怎么", "怎么办", "在哪", "为什么", "什么意思", "什么时候", "多少钱", "要多久", "怎么验证真伪", "谁来改", "一样吗")
)
_MOST_ENDING = 6
_CHINESE_RUN = re.compile("[\u4e00-\u9fff]{1,60}")
_WORD = re.compile("[a-z0-9']{1,40}|[\u4e00-\u9fff]{1,60}")
_FORM_WORD = re.compile("[a-z0-9']{1,40}[*]?|[\u4e00-\u9fff]{1,60}")
_Form = tuple[tuple[str, ...], str]
Chances = Mapping[str, float]
"""How likely entries are, by id."""


def _read_forms() -> dict[str, list[_Form]]:
    """The English forms with what they mean, by their first letter, the longest first."""
    pairs = [line.split(":", 1) for line in TERMS.strip().splitlines()]
    forms = [(tuple(_FORM_WORD.findall(form)), chinese) for chinese, some in pairs for form in some.split(",")]
    by_letter: dict[str, list[_Form]] = {}
    for words, chinese in sorted(forms, key=lambda form: (-len(form[0]), -sum(map(len, form[0])))):
        by_letter.setdefault(words[0][0], []).append((words, chinese))
    return by_letter


_FORMS = _read_forms()


def in_chinese(text: str, least: int = _LEAST_TERMS) -> str:
    """The terms of an English text in Chinese; empty when there are too few, and for any other text.

    Chinese that somebody quotes in it stays as it is.
    """
    if not is_english(_CHINESE_RUN.sub(" ", text)):
        return ""
    terms = sorted(
        dict.fromkeys(_meanings(_WORD.findall(text.lower()))), key=_ASKING.__contains__
    )  # Chinese asks at the end
    return "".join(terms) if len(terms) >= least else ""


def only_asks(terms: str) -> bool:
    """Whether the terms of a text name nothing but how it asks."""
    for word in sorted(_ASKING, key=len, reverse=True):
        terms = terms.replace(word, "")
    return not terms


def by_both(
    english: Sequence[Candidate], chances: Chances, chinese: Sequence[Candidate], others: Chances
) -> tuple[Candidate, ...]:
    """The candidates of a text and of its gloss as one ranking, each with how likely its readings make it."""
    signals = {item.entry_id: item.signals for item in (*chinese, *english)}
    logits = {name: (logit(chances.get(name, 0.0)), logit(others.get(name, 0.0))) for name in signals}
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
    logits = candidate.signals.get(GLOSSED)
    return None if logits is None else chance_of(logits)


def _candidate(name: str, logits: float, signals: Mapping[str, float]) -> Candidate:
    return Candidate(name, chance_of(logits), {**signals, GLOSSED: logits})


def _meanings(words: Sequence[str]) -> Iterator[str]:
    """What the forms among words mean, the longest first; Chinese means itself."""
    at = 0
    while at < len(words):
        if is_chinese(words[at][0]):
            yield words[at]
        fits = (form for form in _FORMS.get(words[at][0], ()) if _is_form(words[at : at + len(form[0])], form[0]))
        if (found := next(fits, None)) is not None:
            yield found[1]
        at += 1 if found is None else len(found[0])


def _is_form(words: Sequence[str], form: Sequence[str]) -> bool:
    """Whether words are a form's; one that ends in a star stands for those that begin so."""
    return len(words) == len(form) and all(
        word.startswith(said[:-1]) and len(word) < len(said) + _MOST_ENDING if said[-1] == "*" else word == said
        for word, said in zip(words, form, strict=True)
    )
