"""`bot why` begins with one sentence: the nearest wording, who comes second, what holds it down."""

from __future__ import annotations

from pathlib import Path

from faq.engine.library import Library
from tests.small_project import write_small_project


def sentence(root: Path, text: str) -> str:
    library = Library.open(root)
    return library.sentence(library.decide(text), text)


def test_an_answer_names_the_wording_it_is_most_like(tmp_path: Path) -> None:
    said = sentence(write_small_project(tmp_path), "密码忘了")
    assert said.startswith(
        "直接回答：第一名 reset_password（忘记密码怎么办？），把握 1.00；最像它的问法是「密码忘了」（字面 1.00）"
    )


def test_an_example_that_holds_an_entry_down_is_named(tmp_path: Path) -> None:
    root = write_small_project(tmp_path)
    nlu = root / "data/nlu.yml"
    nlu.parent.mkdir(exist_ok=True)
    asked = "手机号码在营业厅怎么换套餐"
    nlu.write_text(f"nlu:\n- intent: out_of_scope\n  examples: |\n    - {asked}\n", encoding="utf-8")
    said = sentence(root, asked)
    assert not said.startswith("直接回答")
    assert f"被无关例句「{asked}」压住了（字面 1.00，在 data/nlu.yml 里）" in said


def test_nothing_similar(tmp_path: Path) -> None:
    assert sentence(write_small_project(tmp_path), "xyz") == "不回答：知识库里没有相近的问法。"
