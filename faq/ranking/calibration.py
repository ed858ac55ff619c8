"""Turns an entry's signals into the probability that it answers the text, and holds the thresholds.

The figures live in `faq/calibration.json`, which `python -m bot calibrate` writes; they are never
edited by hand.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from common.errors import ContentError, Problem, relative_path
from faq.ranking.decision import Candidate, Thresholds

CALIBRATION_FILE = Path(__file__).resolve().parents[1] / "calibration.json"
CALIBRATION_NAME = "faq/calibration.json"
"""Where a project or a published version holds its own; a folder without one goes by the file above."""
_CERTAIN_LOGIT = 30.0
_MUCH = 0.05


def logit(chance: float, least: float = 1e-4) -> float:
    """A probability in logits; `least` is how near to 0 and 1 it may come."""
    within = min(1 - least, max(least, chance))
    return math.log(within / (1 - within))


def chance_of(logits: float) -> float:
    """The probability of so many logits."""
    return 1 / (1 + math.exp(-logits))


class CalibrationError(ContentError):
    """There are no figures to decide by; nothing can start without them."""

    exit_code = 2


@dataclass(frozen=True)
class Regression:
    """A logistic regression over some signals."""

    bias: float
    weights: Mapping[str, float]

    def probability(self, signals: Mapping[str, float]) -> float:
        """That an entry with these signals answers the text."""
        total = 0.0
        for name, weight in self.weights.items():  # hundreds of times in a turn: a loop is faster than a generator
            total += weight * signals[name]
        total += self.bias
        return 1 / (1 + math.exp(-max(-_CERTAIN_LOGIT, min(_CERTAIN_LOGIT, total))))


@dataclass(frozen=True)
class Model:
    """Two regressions over the same signals, with the thresholds that suit them.

    `ranking` tells the right entry from the others of a text. `certainty` was fitted to the likeliest entries of
    many texts alone: what tells a right one of those from a wrong one is not what tells it from the tenth.
    """

    ranking: Regression
    certainty: Regression
    thresholds: Thresholds
    first_right: float
    """How often the likeliest entry was the right one, in cross-validation."""

    @property
    def signals(self) -> frozenset[str]:
        """The signals that it needs to know."""
        return frozenset((*self.ranking.weights, *self.certainty.weights))

    def scored(self, candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
        """Candidates by their signals, likeliest first (equal ones by id): how sure that is, how likely the rest."""
        likely = [Candidate(item.entry_id, self.ranking.probability(item.signals), item.signals) for item in candidates]
        likely.sort(key=lambda item: (-item.score, item.entry_id))
        return descending(likely, self.certainty.probability(likely[0].signals)) if likely else ()


def descending(likely: Sequence[Candidate], sure: float) -> tuple[Candidate, ...]:
    """Ranked candidates with how sure the first is: where the rest were likelier, all of them are taken down."""
    first, *rest = likely
    share = min(1.0, sure / rest[0].score) if rest else 1.0
    lower = (Candidate(item.entry_id, share * item.score, item.signals) for item in rest)
    return (Candidate(first.entry_id, sure, first.signals), *lower)


@dataclass(frozen=True)
class Calibration:
    """One model for an index with classifiers, one for search alone."""

    learned: Model
    search: Model
    fingerprint: str
    """Of the labelled questions that the figures were fitted to."""
    entries: int
    """How many entries there were."""
    texts: int
    """How many texts the index had."""
    with_meaning: MeaningModels | None = None

    @property
    def embedder(self) -> str:
        """The sentence model that the figures were fitted to; empty without one."""
        return self.with_meaning.embedder if self.with_meaning else ""

    def drift(self, entries: int, texts: int) -> str | None:
        """What has changed so much in a knowledge base that fitting anew pays, in Chinese; None while it does not.

        An edited answer changes nothing that was fitted, an edited question or one entry among many next to nothing.
        """
        if abs(entries - self.entries) > _MUCH * self.entries:
            return f"校准之后条目多了或少了很多（那时 {self.entries} 条，现在 {entries} 条）"
        if abs(texts - self.texts) > _MUCH * self.texts:
            return f"校准之后问法多了或少了很多（那时 {self.texts} 句，现在 {texts} 句）"
        return None


@dataclass(frozen=True)
class MeaningModels:
    """The same two where `faq/meaning/meaning.py` adds its signal, and the embedding model they hold for."""

    learned: Model
    search: Model
    embedder: str


def labelled_fingerprint(questions: Iterable[tuple[str, frozenset[str]]]) -> str:
    """A short name for labelled questions: their texts and the entries that answer them."""
    digest = hashlib.sha256()
    for text, entry_ids in questions:
        digest.update(json.dumps([text, sorted(entry_ids)], ensure_ascii=False).encode() + b"\n")
    return digest.hexdigest()[:16]


def entries_fingerprint(entry_ids: Iterable[str]) -> str:
    """A short name for a set of entries."""
    return hashlib.sha256("\n".join(sorted(entry_ids)).encode()).hexdigest()[:16]


def load_calibration(path: Path = CALIBRATION_FILE) -> Calibration:
    """Read the generated file; one that did not change since is not parsed again.

    Raises:
        CalibrationError: it is missing or was not written by `bot calibrate`.
    """
    try:
        return _parsed(path.read_bytes())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        kind = "没有这个文件" if isinstance(error, FileNotFoundError) else f"读不出来（{type(error).__name__}）"
        remedy = f"取回版本库里的 {path.name}，或运行 ./run calibrate 重新生成"
        name = relative_path(path, path.parents[1])
        raise CalibrationError([Problem(name, 1, f"校准文件{kind}", remedy, "calibration")]) from error


@lru_cache(maxsize=4)
def _parsed(data: bytes) -> Calibration:
    raw = json.loads(data)
    extra = raw.get("with_meaning")
    models = MeaningModels(_model(extra["learned"]), _model(extra["search"]), extra["embedder"]) if extra else None
    content = raw["content"]
    return Calibration(
        _model(raw["learned"]), _model(raw["search"]), raw["fingerprint"], content["count"], content["texts"], models
    )


def _model(raw: Mapping[str, Any]) -> Model:
    ranking, certainty = (Regression(item["bias"], item["weights"]) for item in (raw["ranking"], raw["certainty"]))
    thresholds = Thresholds(**raw["thresholds"])
    return Model(ranking, certainty, thresholds, raw["first_right"])
