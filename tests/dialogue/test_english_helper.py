"""Who asks whether somebody else may do it, and where a degree was taken."""

from __future__ import annotations

import pytest

from dialogue.english.helper import helps_whom
from dialogue.english.places import of_chinese_degree


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("Can my brother apply for the report for me?", "me"),
        ("can a friend register with my phone", "me"),
        ("Is it possible that my wife resets my password?", "me"),
        ("My son is abroad. Can I, his father, apply for it for him?", "them"),
        ("can I do it for my wife who is in hospital", "them"),
        ("How do I register for my daughter?", None),
        ("Can I see my employee's degree?", None),
        ("could you do it for me", None),
        ("Can my employer verify my degree", None),
    ],
)
def test_for_whom_somebody_else_would_do_it(text: str, whom: str | None) -> None:
    assert helps_whom(text) == whom


@pytest.mark.parametrize(
    "text",
    [
        "Xiamen graduate, my employer in Norway wants proof of my degree",
        "A Canadian university wants to verify my bachelor degree from Fudan",
    ],
)
def test_the_place_of_who_wants_proof_says_nothing_of_the_degree(text: str) -> None:
    plain = of_chinese_degree(text)
    assert plain.startswith("I studied in China.") and "verification report" in plain
    assert "Norway" not in plain and "Canadian" not in plain


@pytest.mark.parametrize(
    "text",
    [
        "I have a PhD from the UK, my employer in Beijing wants proof of my degree",
        "I studied in France and a German company wants proof of my degree",
        "my employer in Norway does not answer",
        "how do I get a report in English",
    ],
)
def test_a_degree_from_abroad_stays_one(text: str) -> None:
    assert of_chinese_degree(text) == text
