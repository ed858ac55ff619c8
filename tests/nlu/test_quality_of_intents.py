"""The intents keep the floors of tests/quality.yml, cross-validated and on the development set."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.running.environments import QUIET_ENVIRONMENT
from bot.running.training import ensure_model
from evaluation.quality import check_floors, read_floors
from tests.nlu.ranked import Ranked, accuracy, confusions, macro_f1

ROOT = Path(__file__).resolve().parents[2]

SMALL = [
    Ranked("甲", "a", "a", 0.9),
    Ranked("乙", "a", "b", 0.6),
    Ranked("丙", "a", "b", 0.5),
    Ranked("丁", "b", "b", 0.8),
    Ranked("戊", "b", "out_of_scope", 0.4),
]


def test_figures_that_can_be_counted_by_hand() -> None:
    assert macro_f1(SMALL) == pytest.approx((2 / 4 + 2 / 5) / 2)
    assert accuracy(SMALL) == pytest.approx(2 / 5)
    assert confusions(SMALL) == [(2, "a", "b", "乙"), (1, "b", "out_of_scope", "戊")]


@pytest.mark.slow
@pytest.mark.stack
@pytest.mark.timeout(900)
def test_the_floors_hold() -> None:
    ensure_model(ROOT)
    # A process of its own: Rasa's warnings, threads and global tokenizer stay out of the suite.
    ended = subprocess.run(
        [sys.executable, "-m", "tests.nlu.cross_validation"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **QUIET_ENVIRONMENT},
    )
    assert ended.returncode == 0, ended.stderr
    measured = json.loads(ended.stdout.strip().splitlines()[-1])
    assert set(measured) <= {floor.figure for floor in read_floors(ROOT)}
    assert [str(problem) for problem in check_floors(read_floors(ROOT), measured)] == [], ended.stderr
