from __future__ import annotations

from pathlib import Path

from faq.negatives import load_negatives
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
