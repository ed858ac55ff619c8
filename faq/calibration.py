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

from faq.decision import Thresholds

CALIBRATION_FILE = "faq/calibration.json"
SIGNALS = ("margin", "margin_lead", "none_margin", "nearest", "nearest_lead", "negative", "overlap")
SEARCH_SIGNALS = ("nearest", "nearest_lead", "negative", "overlap")
"""What is known of a candidate when the knowledge base is too large for a classifier."""


@dataclass(frozen=True)
class Model:
    """A logistic regression over some signals."""

    bias: float
    weights: Mapping[str, float]

    def probability(self, signals: Mapping[str, float]) -> float:
        """Between 0 and 1."""
        total = self.bias + sum(weight * signals[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True)
class Calibration:
    """One model and thresholds for the classifier with search, one for search alone."""

    model: Model
    thresholds: Thresholds
    search_model: Model
    search_thresholds: Thresholds
    fingerprint: str

    def for_index(self, has_classifier: bool) -> tuple[Model, Thresholds]:
        """The pair that fits the index."""
        if has_classifier:
            return self.model, self.thresholds
        return self.search_model, self.search_thresholds


@lru_cache(maxsize=8)
def load_calibration(path: Path) -> Calibration:
    """Read the generated file."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Calibration(
        *_part(raw["with_classifier"], raw["careful"]), *_part(raw["search_only"], raw["careful"]), raw["fingerprint"]
    )


def _part(raw: Mapping[str, Mapping[str, float]], careful: Mapping[str, float]) -> tuple[Model, Thresholds]:
    weights = dict(raw["weights"])
    bias = weights.pop("bias")
    return Model(bias, weights), Thresholds(raw["thresholds"]["answer"], raw["thresholds"]["offer"], careful)
