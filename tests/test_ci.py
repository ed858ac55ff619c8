"""The CI files are sound, and the gate sends content-only changes the short way and all others the long one."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests import needing_more

ROOT = Path(__file__).resolve().parents[1]
MAKE = '#!/bin/sh\necho "make $*" | sed "s/BASE=[0-9a-f]*/BASE=…/" >> said.txt\n'
EVERYTHING = "#!/bin/sh\necho everything >> said.txt\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the gate, and stand-ins for what it calls."""
    root = tmp_path / "repository"
    (root / ".ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci/gate", root / ".ci/gate")
    for path, body in ((root / ".ci/run", EVERYTHING), (tmp_path / "bin/make", MAKE)):
        path.parent.mkdir(exist_ok=True)
        path.write_text(body, encoding="utf-8")
        path.chmod(0o755)
    git(root, "init", "-q", "-b", "main")
    change(root, "faq/entries/a.yml", "bot/a.py", "README.md")
    return root


def git(root: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
    return subprocess.run(
        ["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True, text=True
    ).stdout.strip()


def change(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        with (root / name).open("a", encoding="utf-8") as file:
            file.write("x\n")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "change")


def gate(root: Path, base: str) -> list[str]:
    environment = {**os.environ, "PATH": f"{root.parent / 'bin'}:{os.environ['PATH']}"}
    subprocess.run([str(root / ".ci/gate"), base], cwd=root.parent, env=environment, check=True, capture_output=True)
    return (root / "said.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (["faq/entries/a.yml"], ["make content", "make review BASE=…", "make quality BASE=…"]),
        (["faq/entries/b.yml", "README.md"], ["make content", "make review BASE=…", "make quality BASE=…"]),
        (["faq/entries/a.yml", "bot/a.py"], ["everything"]),
        (["faq/engine/index.py"], ["everything"]),
        (["data/nlu.yml"], ["everything"]),
    ],
)
def test_what_a_change_needs(repository: Path, changed: list[str], said: list[str]) -> None:
    base = git(repository, "rev-parse", "HEAD")
    change(repository, *changed)
    assert gate(repository, base) == said


@pytest.mark.parametrize("base", ["0" * 40, "origin/none", ""])
def test_without_a_base_everything_is_checked(repository: Path, base: str) -> None:
    assert gate(repository, base) == ["everything"]


def test_without_a_change_everything_is_checked(repository: Path) -> None:
    assert gate(repository, "HEAD") == ["everything"]


def test_both_services_call_the_gate() -> None:
    github = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    gitlab = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    steps = [str(step.get("run", "")) for step in github["jobs"]["gate"]["steps"]]
    assert any(step.startswith(".ci/gate ") for step in steps)
    assert [line for line in gitlab["gate"]["script"] if line.startswith(".ci/gate ")]
    assert os.access(ROOT / ".ci/gate", os.X_OK)
    assert os.access(ROOT / ".ci/run", os.X_OK)


def test_the_stage_of_its_own_is_given_every_file_with_a_test_that_wants_it() -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    (command,) = re.findall(r"^ALONE := (.*)$", recipe, re.MULTILINE)
    found = subprocess.run(command, shell=True, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    wanted = [
        path for path in (ROOT / "tests").rglob("*.py") if re.search(r"\bmark[.]alone\b", path.read_text("utf-8"))
    ]
    assert sorted(found) == sorted(str(path.relative_to(ROOT)) for path in wanted) != []


def test_what_is_run_beside_the_training_and_after_it_is_every_test() -> None:
    """Each test's marks choose one of the three stages, and only one."""
    stages = [line for line in commands("test") if "pytest" in line]
    assert ["--needing-more" in line for line in stages] == [False, True, False]
    conditions = [re.split(r' -m "?', line)[2].partition('"' if '-m "' in line else " ")[0] for line in stages]
    marks = re.findall(r"\b(?!or\b|not\b|and\b)[a-z]+", conditions[0])
    assert sorted(marks) == sorted(needing_more.MARKS)
    for given in itertools.product((False, True), repeat=len(marks)):
        meant = dict(zip(marks, given, strict=True))
        assert [eval(condition, {}, meant) for condition in conditions].count(True) == 1, meant


def test_ci_makes_the_static_checks_and_the_tests() -> None:
    *_, last = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert last == 'make test BESIDE_TRAINING="lint types content"'
    said = commands("test", "BESIDE_TRAINING=lint types content")
    trained = [number for number, line in enumerate(said) if line.endswith("-m bot train")]
    assert len(trained) == 1
    for checked in ("-m ruff check .", "-m mypy", "-m bot check"):
        assert [line for line in said if line.endswith(checked)], said
    needing = [number for number, line in enumerate(said) if "pytest" in line][1:]
    assert max(trained) < min(needing)


def commands(*arguments: str) -> list[str]:
    """What `make` would do."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", "--dry-run", *arguments]
    return subprocess.run(command, cwd=ROOT, env=ours, check=True, capture_output=True, text=True).stdout.splitlines()


def test_the_pre_commit_hooks_are_our_own_commands() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = {hook["id"]: hook["entry"] for repo in config["repos"] for hook in repo["hooks"]}
    assert hooks == {
        "bot-check": ".venv/bin/python -m bot check",
        "bot-review": ".venv/bin/python -m bot faq review --no-calibrate",
        "ruff": ".venv/bin/python -m ruff check --force-exclude",
        "ruff-format": ".venv/bin/python -m ruff format --check --force-exclude",
    }
