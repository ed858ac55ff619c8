"""How many sentences of the English grid are read right: hardly one into what it does not tell."""

from __future__ import annotations

from collections import Counter

import pytest

from faq.guiding.english_facts import EnglishFacts
from tests.faq.guiding.english_grid import Sample, samples
from tests.real_content import real_guidance

LEAST_RIGHT = 0.97
EVERY = 3


@pytest.fixture(scope="module")
def read() -> list[tuple[Sample, dict[str, str]]]:
    reader = EnglishFacts(real_guidance().guides.situation)
    return [(sample, reader.facts(sample.text, sample.asked or None)) for sample in list(samples())[::EVERY]]


def _wrong(sample: Sample, found: dict[str, str]) -> bool:
    return any(value != sample.facts.get(name, value if name in sample.may else None) for name, value in found.items())


def test_no_english_sentence_is_read_into_what_it_does_not_tell(read: list[tuple[Sample, dict[str, str]]]) -> None:
    assert [(sample.kind, sample.asked, sample.text, found) for sample, found in read if _wrong(sample, found)] == []


def test_what_is_stated_in_english_is_heard(read: list[tuple[Sample, dict[str, str]]]) -> None:
    right, all_of = Counter[str](), Counter[str]()
    for sample, found in read:
        all_of[sample.kind] += 1
        right[sample.kind] += sample.facts.keys() <= found.keys()
    assert len(all_of) == 6
    assert {kind: right[kind] for kind in all_of if right[kind] < LEAST_RIGHT * all_of[kind]} == {}
