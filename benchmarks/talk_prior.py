"""Fits the figures of `faq/engine/in_talk.py` to conversations, short follow-ups, and questions behind conversations.

What is right is never judged by figures that knew it: the folds are whole conversations. `python -m
benchmarks.talk_prior FILE` takes what `./run eval --talks … --json` printed and prints what to write.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from common.clock import SYSTEM_CLOCK, china_time
from evaluation.outcomes import open_state
from evaluation.questions import numbered_lines, read_questions
from faq.content.loader import Content
from faq.engine.decider import Decider
from faq.engine.in_talk import (
    ANSWER_FROM,
    CERTAINTY,
    RANKING,
    TalkEvidence,
    TalkSoFar,
    candidates_in_talk,
    certainty_signals,
    ranked_in_talk,
    ranking_signals,
)
from faq.ranking.calibration import Regression

_SWITCHES, _FOLDS = 500, 6
_CALIBRATION = ("situation_calibration", "voice_calibration", "calibration_questions")
_WEIGHTS = {"talk": 1.0, "switch": 0.4, "follow_up": 0.7}
"""How much a case counts: the first are what is measured, the second are many and easy."""


@dataclass(frozen=True)
class TalkCase:
    """A message behind what came before it, and the entries that answer it; none for what is not ours."""

    kind: str
    talk: str
    text: str
    before: TalkSoFar
    right: frozenset[str]


def cases_of(root: Path, played: Sequence[Mapping[str, Any]], content: Content) -> list[TalkCase]:
    """Of played turns (`./run eval --talks … --json`) all but the first of each talk, and the two other kinds."""
    talks = list(_turns(played, content))
    rng = np.random.default_rng(1)
    pool: list[tuple[str, frozenset[str]]] = []
    for name in _CALIBRATION:
        pool += [(asked.text, asked.accepted) for asked in read_questions(root / f"tests/data/{name}.jsonl", root)]
    switches = [
        TalkCase("switch", behind.talk, text, behind.before, right)
        for place in rng.permutation(len(pool))[:_SWITCHES]
        for text, right in (pool[place],)
        for behind in (talks[rng.integers(len(talks))],)
    ]
    asked = [
        TalkCase(
            "follow_up",
            f"follow_up {row['previous']}",
            row["text"],
            TalkSoFar(entries=(row["previous"],)),
            frozenset(row["faq_ids"]),
        )
        for row in (json.loads(line) for _, line in numbered_lines(root / "tests/data/followups.jsonl", root))
    ]
    return [*talks, *switches, *asked]


def fit_prior(decider: Decider, content: Content, cases: Sequence[TalkCase]) -> dict[str, Any]:
    """Both regressions, and in cross-validation how often the first is right and an answer is."""
    heard = [_heard(decider, content, case) for case in cases]
    names = sorted({case.talk for case in cases})
    folds = np.random.default_rng(0).permutation(len(names)) % _FOLDS
    fold = dict(zip(names, folds, strict=True))
    firsts: list[tuple[TalkCase, dict[str, float], bool]] = []
    for number in range(_FOLDS):
        known = [place for place, case in enumerate(cases) if fold[case.talk] != number]
        ranking = _ranking([cases[place] for place in known], [heard[place] for place in known])
        for case, evidence in zip(cases, heard, strict=True):
            ranked = ranked_in_talk(evidence, ranking) if fold[case.talk] == number else []
            if ranked:
                firsts.append((case, certainty_signals(ranked, evidence), ranked[0].entry_id in case.right))
    certainty = _certainty(firsts)
    report = {}
    for kind in _WEIGHTS:
        own = [item for item in firsts if item[0].kind == kind]
        ours = [item for item in own if item[0].right]
        said = [item for item in own if certainty.probability(item[1]) >= ANSWER_FROM]
        report[kind] = {
            "ours": len(ours),
            "first_right": sum(item[2] for item in ours),
            "answered": len(said),
            "answered_right": sum(item[2] for item in said),
        }
    return {"RANKING": _plain(_ranking(cases, heard)), "CERTAINTY": _plain(certainty), "report": report}


def main(path: str) -> None:
    """Fit to a file of played turns and print."""
    root = Path.cwd()
    today = china_time(SYSTEM_CLOCK.now()).date()
    state = open_state(root, root, today)
    played = [turn for turns in json.loads(Path(path).read_text(encoding="utf-8")).values() for turn in turns]
    cases = cases_of(root, played, state.content)
    fitted = fit_prior(state.state.decider("", today), state.content, cases)
    print(json.dumps(fitted, ensure_ascii=False, indent=1))


def _turns(played: Sequence[Mapping[str, Any]], content: Content) -> Iterator[TalkCase]:
    talk, said, entries = "", [], []  # type: tuple[str, list[str], list[str]]
    for turn in played:
        if turn["talk"] != talk:
            talk, said, entries = turn["talk"], [], []
        if said:
            right = frozenset((*turn["right"], *turn["right_too"]))
            yield TalkCase("talk", talk, turn["text"], TalkSoFar(tuple(said), tuple(entries)), right)
        said.append(turn["text"])
        told = [name for name in turn["said"] if content.entry(name) is not None]
        entries = [*told, *(name for name in entries if name not in told)]


def _heard(decider: Decider, content: Content, case: TalkCase) -> TalkEvidence:
    matters = [entry for name in case.before.entries if (entry := content.entry(name)) is not None]
    return decider.heard(case.text, decider.ranked(case.text, decider.read(case.text)), matters, case.before)


def _ranking(cases: Sequence[TalkCase], heard: Sequence[TalkEvidence]) -> Regression:
    rows, right, weights = [], [], []
    for case, evidence in zip(cases, heard, strict=True):
        for name in candidates_in_talk(evidence):
            rows.append(list(ranking_signals(name, evidence).values()))
            right.append(name in case.right)
            weights.append(_WEIGHTS[case.kind])
    return _fitted(list(RANKING.weights), rows, right, weights)


def _certainty(firsts: Sequence[tuple[TalkCase, dict[str, float], bool]]) -> Regression:
    rows = [list(signals.values()) for _, signals, _ in firsts]
    weights = [_WEIGHTS[case.kind] for case, _, _ in firsts]
    return _fitted(list(CERTAINTY.weights), rows, [right for _, _, right in firsts], weights)


def _fitted(names: list[str], rows: list[list[float]], right: list[bool], weights: list[float]) -> Regression:
    model = LogisticRegression(max_iter=2000).fit(np.array(rows), np.array(right), sample_weight=np.array(weights))
    return Regression(float(model.intercept_[0]), dict(zip(names, map(float, model.coef_[0]), strict=True)))


def _plain(regression: Regression) -> dict[str, Any]:
    weights = {name: round(weight, 4) for name, weight in regression.weights.items()}
    return {"bias": round(regression.bias, 4), "weights": weights}


if __name__ == "__main__":
    main(sys.argv[1])
