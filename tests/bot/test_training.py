"""Training with a fake trainer: when it runs, what it leaves, what a failure leaves."""

from __future__ import annotations

import os
import stat
import sys
import threading
from pathlib import Path

import pytest

from bot.running import training
from bot.running.training import ensure_model, input_hash, is_model_current, model_to_serve
from bot.serving.model_file import MODEL_FILE
from common.errors import BotError, ContentError
from tests.faq.content_folder import copy_knowledge, edit

GOOD = """
import pathlib, sys
folder = pathlib.Path(sys.argv[1]); folder.mkdir(parents=True)
print("\\x1b[94mStarting to train component 'Fake'.\\x1b[0m", flush=True)
(folder / "current.tar.gz").write_text(pathlib.Path("config.yml").read_text())
with open("runs.txt", "a") as runs: runs.write("run\\n")
"""
BAD = "import sys; print('InvalidConfigException: no pipeline'); sys.exit(1)"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in (("config.yml", "one"), ("domain.yml", "d"), ("data/nlu.yml", "n"), ("README.md", "r")):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def use_trainer(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(training, "trainer_command", lambda folder: [sys.executable, "-c", code, str(folder)])


def runs(project: Path) -> int:
    path = project / "runs.txt"
    return len(path.read_text(encoding="utf-8").splitlines()) if path.exists() else 0


def test_a_model_is_trained_once_for_the_same_inputs(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_trainer(monkeypatch, GOOD)
    said: list[str] = []
    assert ensure_model(project, said.append) == project / MODEL_FILE
    assert ensure_model(project, said.append) == project / MODEL_FILE
    assert runs(project) == 1
    assert said[0] == "还没有模型，开始训练（通常一分钟左右）…"
    assert said[-1].startswith("训练完成，用了 ")
    assert (project / "var/log/train.log").read_text(encoding="utf-8") == "Starting to train component 'Fake'.\n"
    assert sorted(path.name for path in (project / "models").iterdir()) == [
        ".training.lock",
        "current.inputs.json",
        "current.tar.gz",
    ]


def test_what_training_leaves_in_var_is_its_owners_alone(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever trained first made `var/` for everybody to read, and the database in it later."""
    use_trainer(monkeypatch, GOOD)
    before = os.umask(0o022)
    try:
        ensure_model(project)
    finally:
        os.umask(before)
    modes = {name: stat.S_IMODE((project / name).stat().st_mode) for name in ("var", "var/log", "var/log/train.log")}
    assert modes == {"var": 0o700, "var/log": 0o700, "var/log/train.log": 0o600}


@pytest.mark.parametrize("changed", ["config.yml", "domain.yml", "data/nlu.yml", "data/jieba/new.txt", "nlu/new.py"])
def test_a_changed_input_means_training(project: Path, monkeypatch: pytest.MonkeyPatch, changed: str) -> None:
    use_trainer(monkeypatch, GOOD)
    ensure_model(project)
    (project / changed).parent.mkdir(exist_ok=True)
    (project / changed).write_text("changed", encoding="utf-8")
    assert not is_model_current(project)
    ensure_model(project)
    assert (runs(project), is_model_current(project)) == (2, True)


def test_other_files_and_times_mean_nothing(project: Path) -> None:
    before = input_hash(project)
    (project / "README.md").write_text("changed", encoding="utf-8")
    os.utime(project / "config.yml", (1, 1))
    assert input_hash(project) == before


def test_an_edited_answer_trains_nothing_and_an_edited_question_does(project: Path) -> None:
    copy_knowledge(project)
    account = "faq/entries/account.yml"
    before = input_hash(project)
    edit(project, account, "忘记密码可以在网页上找回。", "忘记密码，在网页上就能找回。")
    assert input_hash(project) == before
    edit(project, account, "- 密码忘了咋整", "- 密码忘了可咋整")
    assert input_hash(project) != before
    (project / account).write_text("- id: 不对\n", encoding="utf-8")
    broken = input_hash(project)
    (project / account).write_text("- id: 还不对\n", encoding="utf-8")
    assert input_hash(project) != broken


def test_a_renamed_input_counts_as_changed(project: Path) -> None:
    before = input_hash(project)
    (project / "data/nlu.yml").rename(project / "data/talk.yml")
    assert input_hash(project) != before


def test_what_runs_beside_the_training_ends_with_it(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = "import pathlib, time\nwhile not pathlib.Path('beside.txt').exists(): time.sleep(0.01)\n"
    use_trainer(monkeypatch, waiting + GOOD)
    code = "import os, pathlib, time; pathlib.Path('beside.txt').write_text(f'{os.getpid()} {os.nice(0)}')"
    ensure_model(project, beside=(sys.executable, "-c", f"{code}; time.sleep(600)"))
    pid, niceness = (project / "beside.txt").read_text(encoding="utf-8").split()
    assert (niceness, Path(f"/proc/{pid}").exists()) == ("19", False)
    ensure_model(project, force=True, beside=(sys.executable, "-c", "import sys; sys.exit(3)"))
    assert runs(project) == 2, "what becomes of the other command is no matter"


def test_force_trains_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_trainer(monkeypatch, GOOD)
    ensure_model(project)
    ensure_model(project, force=True)
    assert runs(project) == 2


@pytest.mark.parametrize("stamp", ["", "{", '{"inputs": "x", "bytes": 3}'])
def test_a_broken_stamp_means_training(project: Path, monkeypatch: pytest.MonkeyPatch, stamp: str) -> None:
    use_trainer(monkeypatch, GOOD)
    ensure_model(project)
    (project / "models/current.inputs.json").write_text(stamp, encoding="utf-8")
    assert not is_model_current(project)


def test_a_failed_training_keeps_the_old_model(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_trainer(monkeypatch, GOOD)
    ensure_model(project)
    (project / "config.yml").write_text("broken", encoding="utf-8")
    use_trainer(monkeypatch, BAD)
    with pytest.raises(BotError) as fault:
        ensure_model(project)
    assert str(fault.value) == (
        "训练没有成功（退出码 1），完整记录在 var/log/train.log，最后几行：\nInvalidConfigException: no pipeline"
    )
    assert (project / MODEL_FILE).read_text(encoding="utf-8") == "one"
    assert not is_model_current(project)
    assert not list((project / "models").glob(".draft*"))


def test_two_trainings_at_once_are_one(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_trainer(monkeypatch, GOOD)
    threads = [threading.Thread(target=ensure_model, args=(project,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (runs(project), is_model_current(project)) == (1, True)


def test_a_start_with_broken_content_keeps_the_model_there_is(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The handbook promises that a restart serves the version before, too."""
    use_trainer(monkeypatch, GOOD)
    copy_knowledge(project)
    model_to_serve(project)
    edit(project, "faq/entries/account.yml", "  title: ", "  title：")
    said: list[str] = []
    assert model_to_serve(project, said.append) == project / MODEL_FILE
    assert runs(project) == 1
    assert said[0].startswith("知识库有 1 处错误，先用现有的模型和上一版内容")
    assert said[1].startswith("  faq/entries/account.yml:")
    (project / MODEL_FILE).unlink()
    with pytest.raises(ContentError):
        model_to_serve(project)
