"""What can be told of a file in a moment is told before the check begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.commands import check
from checking.form import faults_of_form
from faq.checks.content import Findings
from tests.faq.content_folder import copy_knowledge, edit, faults


def _entries(root: Path) -> Path:
    return sorted((root / "faq/entries").glob("*.yml"))[0]


def test_a_sound_knowledge_base_has_no_fault_of_form(tmp_path: Path) -> None:
    assert faults_of_form(copy_knowledge(tmp_path)) == []


@pytest.mark.parametrize(
    ("line", "kind"),
    [("// 备注", "comment"), ("title: *重要*", "mark"), ("title：标题", "fullwidth_colon"), ('a: "b', "quote")],
)
def test_a_file_that_cannot_be_read_is_named_at_its_line(tmp_path: Path, line: str, kind: str) -> None:
    path = _entries(copy_knowledge(tmp_path))
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n- id: new_entry\n  {line}\n  category: x\n", encoding="utf-8")
    found = faults_of_form(tmp_path)
    assert [(problem.kind, problem.line) for problem in found] == [(kind, len(text.split("\n")) + 2)]
    assert str(found[0]) in faults(tmp_path)  # the full check says the same


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    copy_knowledge(tmp_path)
    (tmp_path / "faq/entries/zz_link.yml").symlink_to(tmp_path / "moved.yml")
    said = "faq/entries/zz_link.yml:1: 是一个链接，指着的文件不在。改法：恢复那个文件，或删掉这个链接"
    assert list(map(str, faults_of_form(tmp_path))) == [said]
    assert said in faults(tmp_path)


def test_a_broken_line_is_shown_before_the_check_and_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copy_knowledge(tmp_path)
    edit(tmp_path, str(_entries(tmp_path).relative_to(tmp_path)), "title:", "title: !!str")
    shown: list[str] = []

    def examine(root: Path) -> Findings:
        shown.append(capsys.readouterr().out)
        return Findings(faults_of_form(root), [])

    monkeypatch.setattr(check, "examine_content", examine)
    assert main(["check"], tmp_path) == 1
    (first,) = shown
    assert first.count("用了 YAML 的标签") == 1
    assert "用了 YAML 的标签" not in capsys.readouterr().out
