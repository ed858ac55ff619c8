"""Canned texts: ours are in order, faults are named with their line, and a saved file counts at once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from faq.content.canned import CannedText, CannedTexts, canned_problems, filled, fitting, load_canned

ROOT = Path(__file__).resolve().parents[2]


def write(root: Path, text: str) -> None:
    (root / "faq").mkdir(exist_ok=True)
    (root / "faq/canned.yml").write_text(text, encoding="utf-8")


def test_ours() -> None:
    texts = load_canned(ROOT)
    assert len(texts) >= 5 and canned_problems(ROOT) == []
    assert any(one.filled("T2345678") != one.text for one in texts)


def test_a_project_without_any(tmp_path: Path) -> None:
    assert CannedTexts(tmp_path).all() == () and canned_problems(tmp_path) == []


def test_faults(tmp_path: Path) -> None:
    write(tmp_path, "- title: 好\n  text: 您好\n  more: x\n- title: 好\n- text: 您好\n  title: ''\n- 好\n")
    found = [(problem.line, problem.message) for problem in canned_problems(tmp_path)]
    assert found == [
        (3, "不认识「more」"),
        (4, "「text」要写成 1 到 1000 个字的文字"),
        (6, "「title」要写成 1 到 20 个字的文字"),
        (7, "每条要有 title 和 text"),
    ]
    write(tmp_path, "- title: 好\n  text: a\n- title: 好\n  text: b\n")
    assert [(one.line, one.message) for one in canned_problems(tmp_path)] == [
        (3, "「title」有两条都叫「好」（第一次在第 1 行）")
    ]
    write(tmp_path, "- title: 好\n  txt: a\n")
    assert [str(one) for one in canned_problems(tmp_path)] == [
        "faq/canned.yml:2: 不认识「txt」。改法：是不是想写「text」？"
    ]
    write(tmp_path, "title: 好\n")
    assert [one.message for one in canned_problems(tmp_path)] == ["整个文件要写成一个列表"]


def test_a_saved_file_counts_at_once_and_a_broken_one_not(tmp_path: Path) -> None:
    texts = CannedTexts(tmp_path)
    for place, (content, expected) in enumerate(
        [("- title: 好\n  text: 一\n", "一"), ("- title: 好\n  text: 二\n", "二"), ("- title: 好\n", "二")]
    ):
        write(tmp_path, content)
        os.utime(tmp_path / "faq/canned.yml", (place + 1, place + 1))
        assert texts.all() == (CannedText("好", expected),)
    assert [str(problem) for problem in texts.problems] == [
        "faq/canned.yml:1: 「text」要写成 1 到 1000 个字的文字。改法：写一个不超过 1000 字的 text"
    ]
    started_now = CannedTexts(tmp_path)
    assert started_now.problems[0].message.endswith("，改好以前没有常用语可用") and started_now.all() == ()
    write(tmp_path, "- title: 好\n  text: 三\n")
    assert (texts.problems, texts.all()) == ((), (CannedText("好", "三"),))
    (tmp_path / "faq/canned.yml").unlink()
    assert (texts.problems, texts.all()) == ((), ())


def test_a_placeholder_typed_by_hand_is_filled_or_refused() -> None:
    assert filled("工单 {工单号} 收到", "T2345678") == "工单 T2345678 收到"
    assert filled("填 {a: 1} 就行", "T2345678") == "填 {a: 1} 就行"
    with pytest.raises(ValueError, match="能用的只有"):
        filled("{姓名}您好", "T2345678")


def test_what_has_the_words_in_its_title_comes_first() -> None:
    texts = (
        CannedText("不要发密码", "短信里的验证码也不要发"),
        CannedText("收不到短信", "先看拦截"),
        CannedText("邮箱", "换一个"),
    )
    assert [one.title for one in fitting(texts, "短信")] == ["收不到短信", "不要发密码"]
    assert [one.title for one in fitting(texts, "短信 拦截")] == ["收不到短信"]
    assert fitting(texts, "") == list(texts)
