"""What is reported on is not what was trained on: development set and situations stand in no training data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from faq.text.normalise import matching_key
from tests.real_content import real_content

ROOT = Path(__file__).resolve().parents[1]


def labelled(name: str) -> Iterator[str]:
    for line in (ROOT / f"tests/data/{name}.jsonl").read_text(encoding="utf-8").splitlines():
        yield str(json.loads(line)["text"])


@pytest.fixture(scope="module")
def held_out() -> set[str]:
    asked = [text for name in ("dev_questions", "situation_questions") for text in labelled(name)]
    keys = {matching_key(text) for text in asked} - {""}  # signs and smileys have no words
    assert len(keys) > 500
    return keys


def test_no_entry_asks_a_held_out_question(held_out: set[str]) -> None:
    asked = [(entry.id, text) for entry in real_content().entries for text in entry.questions]
    assert len(asked) > 10_000
    assert [(entry_id, text) for entry_id, text in asked if matching_key(text) in held_out] == []


def test_no_example_of_an_intent_is_a_held_out_question(held_out: set[str]) -> None:
    blocks = yaml.safe_load((ROOT / "data/nlu.yml").read_text(encoding="utf-8"))["nlu"]
    examples = [line[2:] for block in blocks for line in block.get("examples", "").splitlines() if "intent" in block]
    assert len(examples) > 1000
    long = [text for text in examples if len(text) > 4]  # 谢谢 can be said in no other way
    assert [text for text in long if matching_key(text) in held_out] == []


@pytest.mark.parametrize(
    "name", ["calibration_questions", "plain_questions", "situation_calibration", "voice_calibration"]
)
def test_no_calibration_question_is_held_out(held_out: set[str], name: str) -> None:
    assert [text for text in labelled(name) if matching_key(text) in held_out] == []
