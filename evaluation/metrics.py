"""Figures over judged questions: bands, labels, confusion, calibration, the worst mistakes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evaluation.questions import OUT_OF_SCOPE
from evaluation.verdicts import Judged, Verdict, predicted_label

BINS = 10
_SEVERITY: dict[Verdict, int] = {"wrong": 0, "answered": 0, "missed": 1, "offered": 2, "listed": 3}


def share(part: int, whole: int) -> float | None:
    """A proportion, or None when there is nothing to divide by."""
    return part / whole if whole else None


@dataclass(frozen=True)
class Bands:
    """The three bands against what was wanted."""

    counts: Mapping[Verdict, int]
    led_right: int = 0
    led_wrong: int = 0
    led_foreign: int = 0
    """Lists that began with an answer: the right one, another one, and to out-of-scope questions."""

    @property
    def leads_right(self) -> float | None:
        """Of in-scope lists that began with an answer: with the right one."""
        return share(self.led_right, self.led_right + self.led_wrong)

    @property
    def out_of_scope_led(self) -> float | None:
        """Of out-of-scope questions: listed, with an answer first."""
        return share(self.led_foreign, self.out_of_scope)

    @property
    def in_scope(self) -> int:
        """How many questions the knowledge base should answer."""
        return sum(self.counts[name] for name in ("right", "wrong", "listed", "missed"))

    @property
    def out_of_scope(self) -> int:
        """How many it should not."""
        return sum(self.counts[name] for name in ("answered", "offered", "refused"))

    @property
    def helped(self) -> float | None:
        """Of in-scope questions: answered right or listed (target ≥ 95 %)."""
        return share(self.counts["right"] + self.counts["listed"], self.in_scope)

    @property
    def answered_right(self) -> float | None:
        """Of in-scope questions: answered right at once."""
        return share(self.counts["right"], self.in_scope)

    @property
    def direct_right(self) -> float | None:
        """Of in-scope questions answered directly: right (target ≥ 95 %)."""
        return share(self.counts["right"], self.counts["right"] + self.counts["wrong"])

    @property
    def every_direct_right(self) -> float | None:
        """Of all direct answers, those to out-of-scope questions included: right."""
        return share(self.counts["right"], self.counts["right"] + self.counts["wrong"] + self.counts["answered"])

    @property
    def out_of_scope_answered(self) -> float | None:
        """Of out-of-scope questions: answered as if in scope (target ≤ 5 %)."""
        return share(self.counts["answered"], self.out_of_scope)

    @property
    def out_of_scope_offered(self) -> float | None:
        """Of out-of-scope questions: shown choices."""
        return share(self.counts["offered"], self.out_of_scope)


@dataclass(frozen=True)
class LabelFigures:
    """One label: how often it was acted on and meant, and how often both at once."""

    label: str
    support: int
    predicted: int
    both: int
    helped: int

    @property
    def precision(self) -> float | None:
        """Of what was answered under this label: rightly so."""
        return share(self.both, self.predicted)

    @property
    def recall(self) -> float | None:
        """Of the questions of this label: answered under it (or, out of scope, left unanswered)."""
        return share(self.both, self.support)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        return share(2 * self.both, self.support + self.predicted)

    @property
    def accuracy(self) -> float | None:
        """Of the questions of this label: the very entry answered or listed; out of scope not answered."""
        return share(self.helped, self.support)


@dataclass(frozen=True)
class CalibrationBin:
    """Questions whose best score fell into one range: the mean score and how many were right."""

    low: float
    high: float
    count: int
    mean_score: float
    right: float


@dataclass(frozen=True)
class Figures:
    """Everything measured over one set of questions."""

    bands: Bands
    hard: Bands
    easy: Bands
    labels: tuple[LabelFigures, ...]
    confusion: Mapping[tuple[str, str], int]
    calibration: tuple[CalibrationBin, ...]
    calibration_error: float | None
    intent_accuracy: float | None

    @property
    def macro_f1(self) -> float | None:
        """The mean F1 over the labels that occur."""
        values = [item.f1 for item in self.labels if item.support and item.f1 is not None]
        return sum(values) / len(values) if values else None


def measure(judged: Sequence[Judged], intents: Mapping[str, str]) -> Figures:
    """All figures; `intents` gives every entry's intent."""
    pairs = Counter((item.question.label, predicted_label(item.prediction, intents)) for item in judged)
    bins = _calibration(judged)
    known = [item for item in judged if item.prediction.intent is not None]
    hits = sum(_intent_is_right(item) for item in known)
    return Figures(
        bands=count_bands(judged),
        hard=count_bands(item for item in judged if item.question.hard),
        easy=count_bands(item for item in judged if not item.question.hard),
        labels=_labels(judged, pairs),
        confusion=pairs,
        calibration=bins,
        calibration_error=(
            sum(item.count * abs(item.mean_score - item.right) for item in bins) / len(judged) if judged else None
        ),
        intent_accuracy=share(hits, len(known)),
    )


def count_bands(judged: Iterable[Judged]) -> Bands:
    """The band table alone."""
    known = list(judged)
    led = Counter(item.top_is_right if item.question.in_scope else None for item in known if item.led)
    return Bands(Counter(item.verdict for item in known), led[True], led[False], led[None])


def mistakes(judged: Iterable[Judged]) -> list[Judged]:
    """What went wrong, worst first: false answers by how sure the bot was, then what it missed."""
    bad = [item for item in judged if not item.good]
    return sorted(bad, key=lambda item: (_SEVERITY[item.verdict], -item.prediction.top_score, item.question.line))


def _intent_is_right(item: Judged) -> bool:
    intent = item.prediction.intent
    return item.question.label == ("other_service" if intent == "ask_other_service" else intent)


def _labels(judged: Sequence[Judged], pairs: Mapping[tuple[str, str], int]) -> tuple[LabelFigures, ...]:
    support = Counter(item.question.label for item in judged)
    helped = Counter(item.question.label for item in judged if item.good)
    predicted: Counter[str] = Counter()
    for (_, label), count in pairs.items():
        predicted[label] += count
    names = sorted(support, key=lambda name: (name == OUT_OF_SCOPE, -support[name], name))
    return tuple(
        LabelFigures(name, support[name], predicted[name], pairs.get((name, name), 0), helped[name]) for name in names
    )


def _calibration(judged: Sequence[Judged]) -> tuple[CalibrationBin, ...]:
    groups: dict[int, list[Judged]] = {}
    for item in judged:
        groups.setdefault(min(int(item.prediction.top_score * BINS), BINS - 1), []).append(item)
    return tuple(
        CalibrationBin(
            index / BINS,
            (index + 1) / BINS,
            len(group),
            sum(item.prediction.top_score for item in group) / len(group),
            sum(item.top_is_right for item in group) / len(group),
        )
        for index, group in sorted(groups.items())
    )
