"""`bot guide`: the tools of those who write guides."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.faq.guiding.project import GUIDE, write_project
from tests.faq.guiding.test_drawing import MERMAID


def test_list_and_show(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project(tmp_path)
    assert main(["guide", "list"], root) == 0
    assert main(["guide", "show", "lost"], root) == 0
    picture = tmp_path / "lost.svg"
    assert main(["guide", "show", "lost", "--svg", str(picture)], root) == 0
    assert capsys.readouterr().out == f"lost　丢了密码（4 步）\n{MERMAID}已存到 {picture}。\n"
    assert picture.read_text(encoding="utf-8").startswith("<svg ")


def test_walk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("手机号能用\n上一步\n1\n嗯？\n没成\n"))
    assert main(["guide", "walk", "lost"], write_project(tmp_path)) == 0
    assert capsys.readouterr().out == (
        "手机号还能用吗？\n1. 能用\n2. 停用了\n3. 不清楚\n\n"
        "> 用手机找回。\n成了吗？\n1. 成了\n2. 没成\n\n"
        "> 手机号还能用吗？\n1. 能用\n2. 停用了\n3. 不清楚\n\n"
        "> 手机找回呢？\n\n"
        "> （这句话里没有听出要问的情况）\n"
        "先按“没成”往下说，不对就告诉我。\n找人工吧。\n\n"
        "（引导结束：ticket；走过：手机号 → 成了吗）\n"
    )


def test_walk_ends_with_an_empty_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    assert main(["guide", "walk", "lost", "--said", "手机号停机了"], write_project(tmp_path)) == 0
    assert capsys.readouterr().out == "找人工吧。\n\n（引导结束：ticket；走过：没有停）\n"


def test_faults_and_unknown_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project(tmp_path)
    assert main(["guide", "show", "lots"], root) == 2
    (root / "faq/guides/lost.yml").write_text(GUIDE.replace("then: reset", "then: rest"), encoding="utf-8")
    assert main(["guide", "show", "lost"], root) == 1
    assert capsys.readouterr().err == (
        "没有「lots」这个引导。改法：是不是「lost」？\n"
        "faq/guides/lost.yml:7: 没有「rest」这一步。改法：是不是想写「reset」？\n"
    )
