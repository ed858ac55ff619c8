"""How many sentences of the grid are read right, and how many into a fact they do not tell."""

from __future__ import annotations

from collections import Counter
from itertools import islice

import pytest

from common.clock import FakeClock
from faq.guiding.extraction import Extractor
from tests.faq.guiding.fact_grid import Sample, samples
from tests.real_content import real_guidance

EVERY = 13
"""Every so many sentences of the grid are read here; a prime number, so that all frames take part."""
LEAST_RIGHT = 0.995
MOST_WRONG = 0.001


@pytest.fixture(scope="module")
def read() -> list[tuple[Sample, dict[str, str]]]:
    situation = real_guidance().guides.situation
    extractor = Extractor(situation, FakeClock())
    chosen = islice(samples(situation), 0, None, EVERY)
    return [(sample, extractor.facts(sample.text, sample.asked or None)) for sample in chosen]


def _wrong(sample: Sample, found: dict[str, str]) -> bool:
    """Whether a sentence was read into anything that it does not tell."""
    return any(value != sample.facts.get(name, value if name in sample.may else None) for name, value in found.items())


def test_hardly_any_sentence_is_read_into_what_it_does_not_tell(read: list[tuple[Sample, dict[str, str]]]) -> None:
    wrong = [(sample.kind, sample.text, found) for sample, found in read if _wrong(sample, found)]
    assert len(wrong) <= MOST_WRONG * len(read), wrong[:20]


def test_what_is_stated_is_heard(read: list[tuple[Sample, dict[str, str]]]) -> None:
    right, all_of = Counter[str](), Counter[str]()
    for sample, found in read:
        all_of[sample.kind] += 1
        right[sample.kind] += not _wrong(sample, found) and sample.facts.keys() <= found.keys()
    assert len(all_of) == 13
    assert {kind: right[kind] for kind in all_of if right[kind] < LEAST_RIGHT * (all_of[kind] - 1)} == {}
