"""The line of an English answer that has to do with what is said after it."""

from __future__ import annotations

import pytest

from dialogue.english.nearest import nearest_line

ANSWER = (
    "Enter what your school recorded.\n1. ID type: other.\n2. Passport number of your enrolment.\n3. A mobile number."
)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("I have another passport now", "Passport number of your enrolment."),
        ("which type do I choose?", "ID type: other."),
        ("and what then?", ""),
        ("the weather is cold", ""),
    ],
)
def test_the_line_that_shares_words_of_weight(text: str, line: str) -> None:
    assert nearest_line(text, ANSWER) == line
