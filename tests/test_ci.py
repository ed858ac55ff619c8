"""The CI files are sound, and the gate sends content-only changes the short way and all others the long one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

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
        (["faq/index.py"], ["everything"]),
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


def test_what_ci_runs_beside_the_training_and_after_it_is_every_test() -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "unit: vectors" in recipe and '-m "not ($(NEEDS_MORE))"' in recipe
    assert "rest: vectors" in recipe and '-m "($(NEEDS_MORE)) and not alone"' in recipe
    needs_more = re.findall(r"^NEEDS_MORE := (.*)$", recipe, re.MULTILINE)
    assert needs_more and "alone" in needs_more[0].split(" or ")
    run = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert re.findall(r"^make .*\b(train|unit|rest)$", run, re.MULTILINE) == ["unit", "rest"]


def test_the_pre_commit_hooks_are_our_own_commands() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = {hook["id"]: hook["entry"] for repo in config["repos"] for hook in repo["hooks"]}
    assert hooks == {
        "bot-check": ".venv/bin/python -m bot check",
        "bot-review": ".venv/bin/python -m bot faq review --no-calibrate",
        "ruff": ".venv/bin/python -m ruff check --force-exclude",
        "ruff-format": ".venv/bin/python -m ruff format --check --force-exclude",
    }
