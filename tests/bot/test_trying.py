"""Sentences asked of a draft: by a process that sees the changed files, and no failure taken for an answer."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bot.gateway.trying import TrialProcess
from common.clock import FakeClock
from common.errors import BotError
from common.off_loop import in_own_thread
from learning.changes import AddWordings
from learning.rows.records import Records
from learning.shelf import FileShelf
from learning.trying import Treated
from learning.workbench import ChangeDraft, Workbench
from tests.learning.project import write_project

SAYS = """
import json, pathlib, sys
after = pathlib.Path(sys.argv[-1])
assert "密码咋弄回来" in (after / "faq" / "entries" / "added.yml").read_text(encoding="utf-8")
texts = sys.stdin.read().splitlines()
print(json.dumps([{"band": "answer", "entry": text, "listed": []} for text in texts], ensure_ascii=False))
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project")


@pytest.fixture
def draft(project: Path) -> ChangeDraft:
    bench = Workbench(FileShelf(project), Records(None), FakeClock())  # type: ignore[arg-type]
    return bench.draft(AddWordings(("密码咋弄回来",), entry="reset_password"))


def trial(project: Path, code: str, longest_s: float = 60.0) -> TrialProcess:
    script = project.parent / "program.py"
    script.write_text(code, encoding="utf-8")
    return TrialProcess(FileShelf(project), in_own_thread, (sys.executable, str(script)), longest_s)


async def test_each_sentence_is_asked_of_the_changed_files(project: Path, draft: ChangeDraft) -> None:
    found = await trial(project, SAYS).ask(draft, ["甲", "乙"])
    assert found == [Treated("answer", "甲"), Treated("answer", "乙")]
    assert "密码咋弄回来" not in (project / "faq/entries/added.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("code", "longest_s"),
    [("print('[]')", 60.0), ("print('?')", 60.0), ("raise SystemExit(3)", 60.0), ("import time\ntime.sleep(60)", 0.5)],
)
async def test_what_went_wrong_is_said(project: Path, draft: ChangeDraft, code: str, longest_s: float) -> None:
    with pytest.raises(BotError, match="没有试成"):
        await trial(project, code, longest_s).ask(draft, ["甲"])
