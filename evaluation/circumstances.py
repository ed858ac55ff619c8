"""How well what is told beside a question is found among an entry's follow-ups, measured on the knowledge base itself.

A wording of an entry is put together with a clause: a wording of one of its follow-ups, left out of it, without what
asks in it or as it is; the same of other entries; another wording of the entry; an aside. Long wordings are asked as
they are. Wordings of follow-ups are asked at once, too, as somebody does who begins with them; the entry's own
questions beside them, which are left out of it. Entries are folds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from evaluation.follow_ups import FOLDS, Put, Sample, asked_anew, fitted_to
from evaluation.read_ahead import ahead_of, in_batches
from faq.content.entry import Entry, FollowUp
from faq.content.likeness import letter_pairs
from faq.engine.index import Index
from faq.follow_ups.circumstances import FIRST, LEAST, Signals, likeliest_beside, names_of, parts_of, weighed_beside
from faq.ranking.calibration import Regression
from faq.text.letter_sets import LetterSets
from faq.text.normalise import letters, normalise
from faq.text.pinyin import is_chinese
from faq.text.reading import unwrapped
from faq.text.views import characters_of_normalised

_TAIL = re.compile(
    r"[，, ]?(?:那|还|这|又|就|是不是|我)?(?:怎么办|咋办|怎么弄|咋弄|怎么整|怎办|咋整|咋搞|怎么搞|怎么处理|怎么改"
    r"|怎么换|怎么查|怎么找回|行不行|行吗|行不|可以吗|可不可以|能不能.{0,8}|还?能.{0,8}[吗不么]|可以.{0,6}[吗不么]|会不会.{0,10}"
    r"|有(?:没有)?影响(?:吗|不)?|影响.{0,6}[吗不么]|算吗|要紧吗|正常吗|是什么意思|是为什么|为什么|为啥|咋回事|怎么回事)"
    r"[?？啊呀呢]?$"
)
_ASKS = re.compile(
    "怎么|什么|哪|多久|多少|几|谁|吗|[么呢不]$|能不能|可不可以|行不行|要不要|是不是|会不会|有没有|咋|啥|还是|[?？]|[a-z]{3}"
)
_ASIDES = (
    "急死我了",
    "在线等",
    "帮帮忙",
    "谢谢老师",
    "我弄了一上午",
    "年纪大了不会弄",
    "我在外地上班",
    "今天刚发现的",
    "我妈让我问的",
    "单位催得紧",
)
_SHORT = 16
_LONG, _OTHERS, _KIN, _BESIDE, _OWN_ASKED = 2, 2, 1, 1, 4
_SHARE = {"told": 0.5, "asked": 0.25, "at once": 0.9}
"""Of how many follow-ups one wording is put in that way."""
_OWN = "own"
_ITSELF = 0.999
_NAMED, _SHORT_NAME = 2, 7
_MARKS = ("", "，", " ")
_FIRST_OF_TWO = 0.6
_DIGITS = 4


def collect_beside(index: Index, seed: int = 11) -> list[Sample]:
    """The samples of a knowledge base, the same for the same content."""
    chance = Random(seed)  # noqa: S311 - repeatable on purpose
    found = []
    for some in in_batches([*_texts(index, chance), *_at_once(index, chance)]):
        parts = [part for put in some for kind in parts_of(normalise(put.text), names_of(put.entry)) for part in kind]
        ahead = ahead_of(index, parts)
        found += [sample for put in some if (sample := _sample(ahead, put)).weighed]
    return found


def _sample(index: Index, put: Put) -> Sample:
    follow_ups = index.follow_ups
    weighed = weighed_beside(follow_ups, lambda part: asked_anew(index, part), put.text, put.entry.id, put.but)
    if put.kind == _OWN:
        others = (unwrapped(text) for text in put.entry.wordings() if text != put.text)
        own = LetterSets(map(characters_of_normalised, others))
        weighed = [(number, _without_itself(signals, own, index, put)) for number, signals in weighed]
    rights = frozenset({put.right, *follow_ups.twins(put.right)} if put.right >= 0 else ())
    return Sample(put.kind, put.text, put.entry.id, rights, tuple(weighed))


def _without_itself(signals: Signals, own: LetterSets, index: Index, put: Put) -> Signals:
    """What speaks for a follow-up where a wording of the entry is asked as if the entry did not have it."""
    nearest = max(own.likeness(characters_of_normalised(index.read(put.text).mended)), default=0.0)
    kinds = ("alone_letters_own", "joined_letters_own")
    return {**signals, **{kind: nearest for kind in kinds if signals[kind] > _ITSELF}}


def report_beside(samples: Sequence[Sample]) -> list[str]:
    """What cross-validation says, and what would be written into `faq/follow_ups/circumstances.py`, in lines."""
    folds = {name: place % FOLDS for place, name in enumerate(sorted({sample.entry_id for sample in samples}))}
    names = tuple(FIRST.weights)
    first: dict[int, Regression] = {}
    for fold in range(FOLDS):
        first[fold] = fitted_to([item for item in samples if folds[item.entry_id] != fold], names)
    tops = [likeliest_beside(first[folds[item.entry_id]], item.weighed) for item in samples]
    every = (*names, "odds", "second", "against")
    rows = np.array([[signals[name] for name in every] for _, signals in tops])
    hit = np.array([number in item.right for (number, _), item in zip(tops, samples, strict=True)])
    fold_of = np.array([folds[item.entry_id] for item in samples])
    chance = np.zeros(len(samples))
    for fold in range(FOLDS):
        bias, weights = _certainty(rows[fold_of != fold], hit[fold_of != fold])
        chance[fold_of == fold] = 1 / (1 + np.exp(-(bias + rows[fold_of == fold] @ weights)))
    taken = chance >= LEAST
    asked = Counter(item.kind for item in samples)
    right = Counter(item.kind for item, one in zip(samples, taken & hit, strict=True) if one)
    wrong = Counter(item.kind for item, one in zip(samples, taken & ~hit, strict=True) if one)
    bias, weights = _certainty(rows, hit)
    rounded = {name: round(float(weight), _DIGITS) for name, weight in zip(every, weights, strict=True)}
    kinds = "，".join(f"{kind} {right[kind]} 对 {wrong[kind]} 错／{count}" for kind, count in asked.items())
    return [
        f"旁边说的情况，从把握 {LEAST} 起：说了的里面对的 {hit[taken].mean():.1%}（{taken.sum()} 句）",
        kinds,
        f"FIRST = {fitted_to(samples, names)}",
        f"SURE = {Regression(round(bias, _DIGITS), rounded)}",
    ]


def _certainty(rows: NDArray[np.float64], hit: NDArray[np.bool_]) -> tuple[float, NDArray[np.float64]]:
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(max_iter=2000, C=0.3).fit(scaler.transform(rows), hit)
    weights = np.asarray(model.coef_[0] / scaler.scale_, np.float64)
    return float(model.intercept_[0] - weights @ scaler.mean_), weights


def _texts(index: Index, chance: Random) -> Iterator[Put]:
    follow_ups = index.follow_ups
    entries = [entry for entry in index.content.entries if entry.follow_ups]
    for number, (entry, item) in enumerate(follow_ups.items):
        first = follow_ups.bounds[number]
        said = [(place, text) for place, text in enumerate(item.asks) if _usable(text)]
        told = [(place, statement) for place, text in said if (statement := _statement(text))]
        for kind, some in (("told", told), ("asked", said)):
            if some and chance.random() < _SHARE[kind]:
                place, clause = chance.choice(some)
                yield Put(kind, _together(clause, entry, chance), entry, number, first + place)
    for entry in entries:
        long = [text for text in entry.questions if len(parts_of(normalise(text))[0]) > 1]
        yield from (Put("main", text, entry) for text in chance.sample(long, min(_LONG, len(long))))
        yield Put("main", f"{_short(entry, chance)}，{_short(entry, chance)}", entry)
        kin = [other for other in entries if other.intent == entry.intent and other is not entry] or entries
        for kind, others, count in (("another's", entries, _OTHERS), ("kin's", kin, _KIN)):
            for other in chance.choices(others, k=count):
                clause = _clause_of(chance.choice(other.follow_ups), chance)
                if other is not entry and clause:
                    yield Put(kind, f"{clause}，{_short(entry, chance)}", entry)
        yield from (Put("aside", f"{text}，{_short(entry, chance)}", entry) for text in chance.sample(_ASIDES, _BESIDE))


def _at_once(index: Index, chance: Random) -> Iterator[Put]:
    """Wordings of follow-ups without any talk: behind the name of the matter, or as they are where they name it.

    Against them the questions of the entry itself, each as if it did not have it.
    """
    follow_ups = index.follow_ups
    for number, (entry, item) in enumerate(follow_ups.items):
        said = [(place, text) for place, text in enumerate(item.asks) if _usable(text)]
        if not said or chance.random() >= _SHARE["at once"]:
            continue
        place, text = chance.choice(said)
        names = letter_pairs(" ".join((entry.title, *entry.keywords)))
        if len(letter_pairs(text) & names) < _NAMED:
            names_of_it = [name for name in entry.keywords if len(name) <= _SHORT_NAME] or [entry.title]
            text = f"{chance.choice(names_of_it)}{chance.choice(_MARKS)}{text}"
        yield Put("at once", text, entry, number, follow_ups.bounds[number] + place)
    for entry in index.content.entries:
        own = [text for text in entry.questions if _usable(text)] if entry.follow_ups else []
        yield from (Put(_OWN, text, entry) for text in chance.sample(own, min(_OWN_ASKED, len(own))))


def _together(clause: str, entry: Entry, chance: Random) -> str:
    question = _short(entry, chance)
    return f"{clause}，{question}" if chance.random() < _FIRST_OF_TWO else f"{question}，{clause}"


def _clause_of(item: FollowUp, chance: Random) -> str:
    usable = [text for text in item.asks if _usable(text)]
    text = chance.choice(usable) if usable else ""
    return _statement(text) or text


def _short(entry: Entry, chance: Random) -> str:
    return chance.choice([text for text in entry.questions if len(text) <= _SHORT] or list(entry.questions))


def _usable(text: str) -> bool:
    return len(text) > 3 and any(map(is_chinese, text))


def _statement(text: str) -> str:
    """A follow-up as somebody tells it who asks something else; empty where nothing is left of it."""
    told = _TAIL.sub("", text).rstrip("，, ")
    return told if told != text and len(letters(normalise(told))) >= 3 and not _ASKS.search(told) else ""
