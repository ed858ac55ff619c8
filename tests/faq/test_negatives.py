from __future__ import annotations

from pathlib import Path

import pytest

from common.errors import ContentError
from faq.content.negatives import load_negatives
from tests.small_project import write_small_project


def test_out_of_scope_and_small_talk_without_repeats(tmp_path: Path) -> None:
    assert load_negatives(write_small_project(tmp_path)) == ("今天天气怎么样", "帮我写一首诗", "你好", "在吗")


def test_questions_for_a_human_are_ours(tmp_path: Path) -> None:
    root = write_small_project(tmp_path)
    text = "\n- intent: contact_support\n  examples: |\n    - 人工\n- lookup: school\n  examples: |\n    - 云杉\n"
    with (root / "data/nlu.yml").open("a", encoding="utf-8") as file:
        file.write(text)
    assert "人工" not in load_negatives(root)
    assert "云杉" not in load_negatives(root)


def test_without_the_file_there_are_none(tmp_path: Path) -> None:
    assert load_negatives(tmp_path) == ()


@pytest.mark.parametrize(
    "text", ["", "nlu:\n", "nlu: []\n", "nlu:\n- intent: greet\n", "nlu:\n- intent: greet\n  examples:\n"]
)
def test_what_holds_no_examples_is_no_fault(tmp_path: Path, text: str) -> None:
    write_nlu(tmp_path, text)
    assert load_negatives(tmp_path) == ()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- nlu\n", "data/nlu.yml:1: 整个文件要写成「nlu:」开头的形式。改法：照 Rasa 训练数据的样子写"),
        ("version: '3.1'\nnlu: greet\n", "data/nlu.yml:2: 「nlu」下面要写成列表。改法：每一块以「- intent: 名字」开头"),
        (
            "nlu:\n- greet\n- intent: [greet]\n",
            "data/nlu.yml:2: 这一项要写成「intent: 名字」和「examples: |」。改法：照其他项的样子写",
        ),
        (
            "nlu:\n- intent: greet\n  examples:\n  - 你好\n",
            "data/nlu.yml:3: 「examples」要写成一段文字。改法：写成「examples: |」，下面每行以「- 」开头，再缩进两格",
        ),
    ],
)
def test_what_is_no_training_data_is_refused_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    write_nlu(tmp_path, text)
    with pytest.raises(ContentError) as fault:
        load_negatives(tmp_path)
    assert str(fault.value) == problem


def write_nlu(root: Path, text: str) -> None:
    (root / "data").mkdir()
    (root / "data/nlu.yml").write_text(text, encoding="utf-8")
