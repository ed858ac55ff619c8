"""A checkout that cannot be written: what only reads works, what must write says so in one sentence."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faq.content_folder import copy_knowledge, edit

ROOT = Path(__file__).resolve().parents[2]
_DROP_FROM_BOUNDING_SET = 24
_OVERRIDES = (1, 2)
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: by these root writes where nobody may."""
_COMMANDS = """
import contextlib, io, json, sys
from pathlib import Path
from bot.__main__ import main
done = []
for words in json.loads(sys.argv[2]):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(words, Path(sys.argv[1]))
    done.append((code, out.getvalue(), err.getvalue()))
print(json.dumps(done))
"""


def as_anybody() -> None:
    """In the new process, before its program: root is held to the rights of files like everybody else."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in _OVERRIDES:
            if libc.prctl(_DROP_FROM_BOUNDING_SET, capability, 0, 0, 0):
                os._exit(77)


def run(root: Path, *commands: list[str]) -> list[tuple[int, str, str]]:
    """What the commands end with and say, in one process that may write nowhere in the project."""
    ended = subprocess.run(
        [sys.executable, "-c", _COMMANDS, str(root), json.dumps(commands)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=as_anybody,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    if ended.returncode == 77:
        pytest.skip("rights cannot be dropped here")
    assert ended.returncode == 0, ended.stderr
    return [tuple(one) for one in json.loads(ended.stdout)]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    project = copy_knowledge(tmp_path / "project")
    edit(project, "faq/entries/account.yml", "\n# 验证码\n", "\n\n\n# 验证码\n")
    (project / "settings.yml").write_text("server: {port: 18080}\n", encoding="utf-8")
    for path in (project, *project.rglob("*")):
        path.chmod(path.stat().st_mode & ~0o222)
    return project


def test_it_can_be_read_and_asked_and_says_why_it_cannot_be_served_or_edited(root: Path, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("编号,热门\nsms_limited,是\n", encoding="utf-8")
    shown, why, *refused = run(
        root,
        ["faq", "show", "reset_password"],
        ["why", "密码忘了咋整"],
        ["serve", "--no-train"],
        ["faq", "fmt"],
        ["faq", "import", str(table)],
        ["calibrate"],
    )
    assert shown[0] == 0 and "忘记密码怎么找回？" in shown[1]
    assert why[0] == 0 and why[1].startswith("直接回答：第一名 reset_password（"), why
    for code, out, err in refused:
        assert (code, err.count("\n")) == (2, 1), err  # at once: nothing was begun
        assert out in ("", "正在准备启动…\n"), out
        assert err.endswith("没有权限。改法：用装它的那个用户运行，或把文件夹的所有者改过来（chown）。\n"), err
