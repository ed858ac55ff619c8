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


@lru_cache(maxsize=4)
def load_calibration(path: Path = CALIBRATION_FILE) -> Calibration:
    """Read the generated file."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Calibration(_model(raw["learned"]), _model(raw["search"]), raw["fingerprint"])


def _model(raw: Mapping[str, Any]) -> Model:
    thresholds = raw["thresholds"]
    return Model(raw["bias"], raw["weights"], Thresholds(thresholds["answer"], thresholds["offer"]))
