"""Rasa's own checks of the project: its data is valid, and the dialogue does what the stories in tests/stories say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.running.training import TRAIN_ENVIRONMENT, ensure_model
from bot.serving.model_file import MODEL_FILE
from common.yaml_nodes import read_yaml

ROOT = Path(__file__).resolve().parents[1]
STORIES = ROOT / "tests/stories"
TAIL_LINES = 40
WITHOUT_WORDS = {"nlu_fallback"}
"""What Rasa decides by itself: nobody can say it."""

SLOW_S = 900
"""Each command starts a Rasa of its own: half a minute, more on a busy machine."""


def rasa(tmp_path: Path, *arguments: str) -> None:
    """Run a command of Rasa that must succeed; of its noise only the end is shown, and only on failure."""
    log = tmp_path / "rasa.log"
    with log.open("w", encoding="utf-8") as file:
        done = subprocess.run(
            [sys.executable, "-m", "rasa", *arguments],
            cwd=ROOT,
            env={**os.environ, **TRAIN_ENVIRONMENT},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            check=False,
        )
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    tail = "\n".join(lines[-TAIL_LINES:])
    assert done.returncode == 0, f"rasa {' '.join(arguments)} ended with {done.returncode}:\n{tail}"


@pytest.mark.stack
@pytest.mark.timeout(SLOW_S)
def test_the_data_is_valid(tmp_path: Path) -> None:
    rasa(
        tmp_path,
        *("data", "validate", "--config", "config.yml", "--domain", "domain.yml", "--data", "data"),
        "--fail-on-warnings",
    )


@pytest.mark.stack
@pytest.mark.timeout(SLOW_S)
def test_the_dialogue_does_what_the_stories_say(tmp_path: Path) -> None:
    model = shutil.copy(ensure_model(ROOT), tmp_path / MODEL_FILE.name)  # nobody trains it away meanwhile
    failed = tmp_path / "results/failed_test_stories.yml"
    try:
        rasa(
            tmp_path,
            *("test", "core", "--model", str(model), "--stories", str(STORIES), "--out", str(failed.parent)),
            *("--no-plot", "--fail-on-prediction-errors"),
        )
    except AssertionError as error:
        raise AssertionError(f"{error}\n{failed.read_text(encoding='utf-8') if failed.exists() else ''}") from None


def test_every_rule_is_played_in_a_story() -> None:
    played = set(
        re.findall(r"^ +(?:- )?intent: (\w+)$", "\n".join(map(_text, STORIES.glob("test_*.yml"))), re.MULTILINE)
    )
    acted = set(re.findall(r"^ +- action: (\w+)$", "\n".join(map(_text, STORIES.glob("test_*.yml"))), re.MULTILINE))
    rules = _text(ROOT / "data/rules.yml")
    assert set(re.findall(r"- intent: (\w+)$", rules, re.MULTILINE)) - WITHOUT_WORDS - played == set()
    assert set(re.findall(r"- action: (\w+)$", rules, re.MULTILINE)) - acted == set()
    domain = read_yaml(ROOT / "domain.yml", ROOT).plain()
    assert played - set(domain["intents"]) == set()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
