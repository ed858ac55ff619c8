"""The floors of tests/quality.yml hold for the knowledge base alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.commands.quality import MEASURES
from evaluation.leave_one_out import leave_out
from evaluation.quality import check_floors, read_floors
from evaluation.quality_figures import leave_one_out_figures

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]


def broken(measured: dict[str, float]) -> list[str]:
    floors = read_floors(ROOT)
    assert set(measured) <= {floor.figure for floor in floors}, "没有底线的数字：运行 ./run quality --raise"
    return [str(problem) for problem in check_floors(floors, measured)]


@pytest.mark.timeout(600)
def test_the_knowledge_base_keeps_its_floors() -> None:
    assert broken(MEASURES["faq"](ROOT)) == []


@pytest.mark.timeout(600)
def test_questions_that_are_left_out_keep_their_floors() -> None:
    # One fold of eight, dealt out over all entries: the whole takes five minutes and says the same.
    assert broken(leave_one_out_figures(leave_out(ROOT, asked=1))) == []
