"""What is told beside a question is measured on the knowledge base itself."""

from __future__ import annotations

from random import Random

from evaluation.circumstances import collect_beside, report_beside
from evaluation.follow_ups import Sample
from faq.follow_ups.circumstances import FIRST
from tests.real_content import real_index


def test_without_a_sentence_model_there_is_nothing_to_measure() -> None:
    assert collect_beside(real_index()) == []


def test_the_report_says_what_it_would_write() -> None:
    chance = Random(3)
    samples = []
    for number in range(60):
        right = number % 3
        weighed = tuple(
            (place, {name: chance.random() + (place == right) for name in FIRST.weights}) for place in range(3)
        )
        samples.append(Sample("told", "", f"entry{number % 10}", frozenset({right}), weighed))
        samples.append(
            Sample(
                "aside",
                "",
                f"entry{number % 10}",
                frozenset(),
                tuple((p, {n: chance.random() for n in FIRST.weights}) for p in range(3)),
            )
        )
    first, kinds, written, sure = report_beside(samples)
    assert first.startswith("旁边说的情况，从把握 ")
    assert "told " in kinds and "aside " in kinds
    assert written.startswith("FIRST = Regression(") and sure.startswith("SURE = Regression(")
