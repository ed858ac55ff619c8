"""Rasa's own checks of the project: its data is valid, and the dialogue does what the stories in tests/stories say."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from rasa.__main__ import create_argument_parser
from rasa.cli.utils import parse_last_positional_argument_as_model_path
from rasa.shared.core.training_data.visualization import visualize_stories
from rasa.shared.importers.rasa import RasaFileImporter

from bot.running.stack import free_ports
from bot.running.training import TRAIN_ENVIRONMENT, ensure_model
from bot.serving.model_file import MODEL_FILE
from common.yaml_nodes import read_yaml
from faq.content.entry import INTENTS
from tests.printed_commands import printed_commands

ROOT = Path(__file__).resolve().parents[1]
STORIES = ROOT / "tests/stories"
TAIL_LINES = 40
FEWEST_EXAMPLES = 6
WITHOUT_WORDS = {"nlu_fallback"}
"""What Rasa decides by itself: nobody can say it."""

SLOW_S = 900
"""Each command starts a Rasa of its own: half a minute, more on a busy machine."""


def rasa(tmp_path: Path, *arguments: str) -> str:
    """What a command of Rasa says, which must succeed; of its noise only the end is shown, and only on failure."""
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
    said = log.read_text(encoding="utf-8", errors="replace")
    tail = "\n".join(said.splitlines()[-TAIL_LINES:])
    assert done.returncode == 0, f"rasa {' '.join(arguments)} ended with {done.returncode}:\n{tail}"
    return said


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


def test_every_intent_has_examples_of_its_own() -> None:
    """So that `rasa test nlu` tries each of them, and whoever knows Rasa finds them where they look first."""
    domain = read_yaml(ROOT / "domain.yml", ROOT).plain()
    blocks = read_yaml(ROOT / "data/nlu.yml", ROOT).plain()["nlu"]
    examples = {block["intent"]: block["examples"].count("- ") for block in blocks if "intent" in block}
    assert set(examples) == set(domain["intents"])
    asking = [name for name in domain["intents"] if name in INTENTS]
    assert {name: examples[name] for name in asking if examples[name] < FEWEST_EXAMPLES} == {}
    assert [name for name, count in examples.items() if count < 2] == []


def test_the_stories_tell_the_main_journeys() -> None:
    told = read_yaml(ROOT / "data/stories.yml", ROOT).plain()["stories"]
    steps = [step for story in told for step in story["steps"]]
    intents = {step["intent"] for step in steps if "intent" in step}
    assert set(INTENTS) - intents == set()
    assert {"send_picture", "choose_option", "follow_up", "tell_fact", "unhelpful", "ticket_status"} - intents == set()
    actions = {step["action"] for step in steps if "action" in step}
    assert {"ticket_form", "action_submit_ticket", "addition_form", "action_add_to_ticket"} - actions == set()


def test_the_stories_can_be_drawn(tmp_path: Path) -> None:
    """What `rasa visualize` and `rasa interactive` do, without the minute they take to start."""
    importer = RasaFileImporter(str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(ROOT / "data/stories.yml")])
    page = tmp_path / "graph.html"
    graph = visualize_stories(importer.get_stories().story_steps, importer.get_domain(), str(page), 2)
    drawn = page.read_text(encoding="utf-8")
    assert graph.number_of_nodes() > len(INTENTS)
    assert "action_submit_ticket" in drawn


def test_the_page_for_rasa_users_names_every_command_and_prints_none_that_is_not_understood(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typed in the root, where Rasa takes a last word that is also a file (`run`) or a folder (`nlu`) for a model."""
    monkeypatch.chdir(ROOT)
    parser = create_argument_parser()
    [commands] = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    printed = [words[1:] for words in printed_commands("docs/rasa.md", "rasa")]
    assert {words[0] for words in printed} == set(commands.choices)
    refused = []
    for words in printed:
        monkeypatch.setattr("sys.argv", ["rasa", *words])
        parse_last_positional_argument_as_model_path()
        if sys.argv[1:] != words:
            refused.append((words, f"is read as {sys.argv[1:]}"))
        try:
            parser.parse_args(words)
        except SystemExit:
            refused.append((words, capsys.readouterr().err))
    assert refused == []


@pytest.mark.stack
@pytest.mark.timeout(SLOW_S)
def test_what_the_page_prints_to_start_rasa_starts_it(tmp_path: Path) -> None:
    """As printed and in the root; only the port is another one, so that what runs here is not in the way."""
    ensure_model(ROOT)
    printed = {words[1]: words[1:] for words in printed_commands("docs/rasa.md", "rasa") if "--model" in words}
    assert "NLU model loaded" in rasa(tmp_path, *printed["shell"])  # which ends well without a model, too
    [port] = free_ports(1)
    running = subprocess.Popen(
        [sys.executable, "-m", "rasa", *printed["run"], "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, **TRAIN_ENVIRONMENT},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert running.stdout is not None
    try:
        # Said once the model is loaded and before the port is open: a request then may come too early.
        lines = list(_until(b"Rasa server is up and running", running.stdout))
        assert lines[-1:] != [b""], b"".join(lines).decode()
    finally:
        running.kill()
        running.communicate()


def _until(words: bytes, output: IO[bytes]) -> Iterator[bytes]:
    """The lines up to the one with these words; an empty one last where there is none."""
    for line in output:
        yield line
        if words in line:
            return
    yield b""


def test_nothing_is_reported_to_anybody_by_default() -> None:
    """`make setup` puts this file where every Python of the environment reads it first."""
    assert "cp scripts/quiet_rasa.pth" in _text(ROOT / "scripts/setup_environment.sh")
    code = f"import os, site; site.addsitedir({str(ROOT / 'scripts')!r}); print(os.environ['RASA_TELEMETRY_ENABLED'])"
    for given, told in ((None, "false"), ("true", "true")):
        environment = {"PATH": "/usr/bin:/bin"} | ({"RASA_TELEMETRY_ENABLED": given} if given else {})
        said = subprocess.run(
            [sys.executable, "-S", "-c", code], env=environment, capture_output=True, text=True, check=True
        )
        assert said.stdout.strip() == told


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
