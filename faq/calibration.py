"""Turns an entry's signals into the probability that it answers the text, and holds the thresholds.

The figures live in `faq/calibration.json`, which `python -m bot calibrate` writes; they are never
edited by hand.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from faq.decision import Thresholds

CALIBRATION_FILE = Path(__file__).parent / "calibration.json"
_CERTAIN_LOGIT = 30.0


@dataclass(frozen=True)
class Model:
    """A logistic regression over some signals, with the thresholds that suit it."""

    bias: float
    weights: Mapping[str, float]
    thresholds: Thresholds

    def probability(self, signals: Mapping[str, float]) -> float:
        """That an entry with these signals answers the text."""
        total = self.bias + sum(weight * signals[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-_CERTAIN_LOGIT, min(_CERTAIN_LOGIT, total))))


@dataclass(frozen=True)
class Calibration:
    """One model for an index with classifiers, one for search alone."""

    learned: Model
    search: Model
    fingerprint: str
    with_meaning: MeaningModels | None = None


@dataclass(frozen=True)
class MeaningModels:
    """The same two where `faq/meaning.py` adds its signal, and the embedding model they hold for."""

    learned: Model
    search: Model
    embedder: str


@lru_cache(maxsize=4)
def load_calibration(path: Path = CALIBRATION_FILE) -> Calibration:
    """Read the generated file."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    extra = raw.get("with_meaning")
    models = MeaningModels(_model(extra["learned"]), _model(extra["search"]), extra["embedder"]) if extra else None
    return Calibration(_model(raw["learned"]), _model(raw["search"]), raw["fingerprint"], models)


def _model(raw: Mapping[str, Any]) -> Model:
    thresholds = raw["thresholds"]
    return Model(raw["bias"], raw["weights"], Thresholds(thresholds["answer"], thresholds["offer"]))
