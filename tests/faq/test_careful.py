from __future__ import annotations

from pathlib import Path

import pytest

from common.errors import ContentError
from faq.content.careful import load_careful

IDS = ("reregister_howto", "cancel_account")


def write(root: Path, text: str) -> Path:
    (root / "faq").mkdir()
    (root / "faq/careful.yml").write_text(text, encoding="utf-8")
    return root


def test_the_table(tmp_path: Path) -> None:
    root = write(tmp_path, "- entry: cancel_account\n  at_least: 0.97\n  why: 不能恢复\n")
    assert load_careful(root, IDS) == {"cancel_account": 0.97}


def test_no_file_and_empty_file(tmp_path: Path) -> None:
    assert load_careful(tmp_path, IDS) == {}
    assert load_careful(write(tmp_path, "# 空的\n"), IDS) == {}


def test_every_fault_with_its_line(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        "- entry: cancel_acount\n  at_least: 0.97\n  why: 字错了\n"
        "- entry: cancel_account\n  at_least: 97\n  why: 百分数\n"
        "- entry: cancel_account\n",
    )
    with pytest.raises(ContentError) as refused:
        load_careful(root, IDS)
    assert [str(problem) for problem in refused.value.problems] == [
        "faq/careful.yml:1: 没有编号为「cancel_acount」的条目。改法：是不是想写「cancel_account」？",
        "faq/careful.yml:5: 「at_least」要写 0 到 1 的数（现在是 97）。改法：例如 0.97",
        "faq/careful.yml:7: 这一项要有 entry、at_least、why 三个键。改法：照其他项的样子写全，不要多写",
    ]


def test_a_mapping_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="整个文件要写成列表"):
        load_careful(write(tmp_path, "cancel_account: 0.97\n"), IDS)


def test_the_real_table_names_real_entries() -> None:
    root = Path(__file__).resolve().parents[2]
    text = "".join(path.read_text(encoding="utf-8") for path in (root / "faq/entries").glob("*.yml"))
    ids = {line.removeprefix("- id: ").strip() for line in text.splitlines() if line.startswith("- id: ")}
    assert set(load_careful(root, ids)) <= ids
