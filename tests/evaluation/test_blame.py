"""Cause told from chance."""

from __future__ import annotations

import random

import pytest

from evaluation.blame import Blame, Touched
from evaluation.outcomes import Treatment
from evaluation.verdicts import Prediction

NEW = Touched(edited={"edited"})


def outcome(band: str, *candidates: tuple[str, float], foreign: float = 0.0) -> Treatment:
    answered = candidates[0][0] if band == "answer" else None
    return Treatment(Prediction(band, answered, candidates), foreign)


def far(count: int, shake: float) -> tuple[list[Treatment], list[Treatment]]:
    """Questions that the edit has nothing to do with, each shaken a little."""
    dice = random.Random(1)
    before = [outcome("clarify", ("a", 0.5), ("b", 0.2)) for _ in range(count)]
    return before, [outcome("clarify", ("a", 0.5 + dice.uniform(-shake, shake)), ("b", 0.2)) for _ in range(count)]


def test_the_margin_is_what_the_far_questions_move() -> None:
    assert Blame(NEW, *far(400, 0.05)).margin == pytest.approx(0.2, abs=0.01)
    assert Blame(NEW, *far(400, 0.0001)).margin == 0.02
    assert Blame(NEW, *far(5, 0.05)).margin == 0.5


def test_a_question_whose_candidates_were_not_edited_is_never_the_edits_fault() -> None:
    blame = Blame(NEW, *far(400, 0.05))
    assert not blame.is_cause("问", outcome("answer", ("a", 0.9)), outcome("answer", ("b", 0.95)))


def test_an_edited_entry_that_hardly_moved_is_no_cause() -> None:
    blame = Blame(NEW, *far(400, 0.05))
    before = outcome("clarify", ("a", 0.5), ("edited", 0.30), ("gold", 0.101), ("other", 0.100))
    after = outcome("clarify", ("a", 0.5), ("edited", 0.31), ("other", 0.101), ("gold", 0.100))
    assert not blame.is_cause("问", before, after)


def test_an_edited_entry_that_took_the_answer_is_the_cause() -> None:
    blame = Blame(NEW, *far(400, 0.05))
    before = outcome("answer", ("gold", 0.9), ("edited", 0.2))
    assert blame.is_cause("问", before, outcome("answer", ("edited", 0.9), ("gold", 0.3)))
    assert blame.is_cause("问", outcome("answer", ("gold", 0.9)), outcome("clarify", ("gold", 0.6), ("edited", 0.6)))


def test_what_was_added_or_removed_and_is_shown_is_the_cause() -> None:
    blame = Blame(Touched(edited={"edited"}, whole={"edited"}), *far(400, 0.05))
    assert blame.is_cause("问", outcome("answer", ("edited", 0.5)), outcome("none", ("a", 0.5)))


def test_out_of_scope_examples_and_names_of_other_places() -> None:
    blame = Blame(Touched(edited=set(), negatives=True, words={"12306"}), *far(400, 0.05))
    before = outcome("answer", ("a", 0.9), foreign=0.4)
    assert blame.is_cause("问", before, outcome("none", ("a", 0.2), foreign=0.9))
    assert not blame.is_cause("问", before, outcome("clarify", ("a", 0.8), foreign=0.4))
    assert blame.is_cause("12306 上怎么买", before, outcome("clarify", ("a", 0.8), foreign=0.4))
