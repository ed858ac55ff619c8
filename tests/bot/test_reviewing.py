"""Reviews in a process of their own: each draft once, its progress told, and no failure taken for a yes."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from bot.gateway.reviewing import ReviewProcess
from common.clock import FakeClock
from common.off_loop import in_own_thread
from learning.changes import AddWordings
from learning.rows.records import Records
from learning.shelf import FileShelf
from learning.verdict import Moved
from learning.workbench import ChangeDraft, Workbench
from tests.learning.project import write_project

MOVED = {"text": "密码丢了", "before": "反问", "after": "直接答", "expected": ["reset_password"]}
REVIEW = {
    "faults": [],
    "broken": [MOVED],
    "open": [],
    "moved": [],
    "suppressed": [{"text": "甲", "entry": "e", "example": "乙", "nearness": 0.9}],
    "asked": 12,
    "sentence": "先别这样上线。",
    "calibration": "",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project")


@pytest.fixture
def draft(project: Path) -> ChangeDraft:
    unused: Engine = None
    return Workbench(FileShelf(project), Records(unused), FakeClock()).draft(
        AddWordings(("密码咋弄回来",), entry="reset_password")
    )


def reviewing(project: Path, code: str, longest_s: float = 60.0) -> ReviewProcess:
    """Reviews by a program that is this code; `before` and `after` are the folders."""
    script = project.parent / "program.py"
    head = "import sys, time, json, pathlib\nbefore, after = sys.argv[-3], sys.argv[-1]\n"
    script.write_text(head + code, encoding="utf-8")
    return ReviewProcess(FileShelf(project), in_own_thread, (sys.executable, str(script)), longest_s)


async def test_the_verdict_compares_what_is_live_with_the_draft(project: Path, draft: ChangeDraft) -> None:
    ran = project.parent / "ran"
    code = f"""
texts = [(pathlib.Path(folder) / "faq/entries/added.yml").read_text() for folder in (before, after)]
assert ["密码咋弄回来" in text for text in texts] == [False, True]
with open({str(ran)!r}, "a") as file:
    file.write("x")
print("检查知识库…", file=sys.stderr)
print({json.dumps(REVIEW, ensure_ascii=False)!r})
sys.exit(1)
"""
    judge = reviewing(project, code)
    judge.begin(draft)
    verdict = await judge.verdict(draft, 60)
    assert await judge.verdict(draft, 60) == verdict
    assert ran.read_text(encoding="utf-8") == "x", "each draft is reviewed once"
    assert judge.draft(draft.key) is draft
    assert verdict is not None
    assert verdict.broken == (Moved("密码丢了", "反问", "直接答", "reset_password", True),)
    assert (verdict.may_go_live, verdict.known, verdict.sentence) == (True, 12, "先别这样上线。")
    assert verdict.notes == ("「甲」很像不归我们管的「乙」，可能被它压住",)
    await judge.close()


async def test_what_is_looked_at_no_longer_keeps_nobody_waiting(project: Path, draft: ChangeDraft) -> None:
    """The first review would go on for ever; the edited draft has its own at once."""
    code = f"""
if "密码咋弄回来" in (pathlib.Path(after) / "faq/entries/added.yml").read_text():
    time.sleep(600)
print({json.dumps(REVIEW, ensure_ascii=False)!r})
"""
    judge = reviewing(project, code)
    unused: Engine = None
    edited = Workbench(FileShelf(project), Records(unused), FakeClock()).draft(
        AddWordings(("密码弄丢了咋整",), entry="reset_password")
    )
    judge.begin(draft)
    assert await judge.verdict(draft, 0.3) is None
    judge.begin(edited, draft.key)
    verdict = await judge.verdict(edited, 60)
    assert verdict is not None
    assert verdict.sentence == "先别这样上线。"
    assert judge.draft(draft.key) is None
    await judge.close()


@pytest.mark.parametrize("code", ["sys.exit(2)", "print('not json')", "print('{}')", "time.sleep(60)"])
async def test_a_review_that_fails_is_no_yes(project: Path, draft: ChangeDraft, code: str) -> None:
    judge = reviewing(project, code, longest_s=1.0)
    verdict = await judge.verdict(draft, 60)
    assert verdict is not None
    assert not verdict.may_go_live
    assert verdict.trouble.startswith("审阅没有完成（")
    await judge.close()


async def test_who_asks_too_early_hears_how_far_it_is(project: Path, draft: ChangeDraft) -> None:
    judge = reviewing(project, "print('问已知的问题：64 / 1633', file=sys.stderr, flush=True)\ntime.sleep(60)")
    while "64 / 1633" not in judge.progress(draft):
        assert await judge.verdict(draft, 0.05) is None
    await judge.close()


async def test_who_waits_reads_how_many_are_before_them(project: Path, draft: ChangeDraft) -> None:
    judge = reviewing(project, 'print("问已知的问题：1 / 9…", file=sys.stderr, flush=True)\ntime.sleep(60)\n')
    judge.begin(draft)
    await judge.verdict(draft, 0.05)
    second, third = replace(draft, key="second"), replace(draft, key="third")
    judge.begin(second)
    judge.begin(third)
    await asyncio.sleep(0)
    assert judge.progress(draft).endswith("（已经 0 秒）")
    assert judge.progress(second) == "前面还有 1 个审阅，轮到就开始"
    assert judge.progress(third) == "前面还有 2 个审阅，轮到就开始"
    await judge.close()
