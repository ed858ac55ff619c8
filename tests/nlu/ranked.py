"""Sentences as a model ranked them, and what can be counted of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Ranked:
    """One sentence: what it is, and what the model said, with its certainty."""

    text: str
    intent: str
    predicted: str
    confidence: float


def macro_f1(ranked: Iterable[Ranked]) -> float:
    """The mean over the intents of the harmonic mean of precision and recall."""
    listed = list(ranked)
    meant = Counter(item.intent for item in listed)
    said = Counter(item.predicted for item in listed)
    both = Counter(item.intent for item in listed if item.intent == item.predicted)
    return sum(2 * both[name] / (meant[name] + said[name]) for name in meant) / len(meant)


def accuracy(ranked: Sequence[Ranked]) -> float:
    """The share that is right."""
    return sum(item.intent == item.predicted for item in ranked) / len(ranked)


def confusions(ranked: Iterable[Ranked]) -> list[tuple[int, str, str, str]]:
    """(count, intent, taken for, an example), most often first."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for item in ranked:
        if item.intent != item.predicted:
            found[item.intent, item.predicted].append(item.text)
    return sorted(((len(texts), *pair, texts[0]) for pair, texts in found.items()), reverse=True)
