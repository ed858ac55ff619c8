from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT

from common.errors import ContentError
from nlu.importer import FaqImporter
from tests.small_project import write_small_project


@pytest.fixture
def importer(tmp_path: Path) -> FaqImporter:
    return FaqImporter(str(write_small_project(tmp_path) / "config.yml"))


def test_every_wording_is_an_example_of_its_entrys_intent(importer: FaqImporter) -> None:
    examples = [(example.get(TEXT), example.get(INTENT)) for example in importer.get_nlu_data().training_examples]
    assert examples[:5] == [
        ("忘记密码怎么办？", "forgot_password"),
        ("密码忘了", "forgot_password"),
        ("密码想不起来了", "forgot_password"),
        ("怎么重置密码", "forgot_password"),
        ("忘记用户名怎么办？", "forgot_username"),
    ]
    assert len(examples) == 6 * 4


def test_a_wording_of_two_entries_of_one_intent_is_one_example(tmp_path: Path) -> None:
    root = write_small_project(tmp_path)
    file = root / "faq/entries/small.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("intent: forgot_username", "intent: forgot_password").replace("用户名忘了", "怎么重置密码"),
        encoding="utf-8",
    )
    examples = FaqImporter(str(root / "config.yml")).get_nlu_data().training_examples
    assert [example.get(TEXT) for example in examples].count("怎么重置密码") == 1


def test_it_is_read_anew_each_time(importer: FaqImporter, tmp_path: Path) -> None:
    before = len(importer.get_nlu_data().training_examples)
    file = tmp_path / "faq/entries/small.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("[密码忘了,", "[密码忘了, 新的问法,"), encoding="utf-8")
    assert len(importer.get_nlu_data().training_examples) == before + 1


def test_broken_content_stops_the_training(importer: FaqImporter, tmp_path: Path) -> None:
    (tmp_path / "faq/entries/small.yml").write_text("- id: x\n", encoding="utf-8")
    with pytest.raises(ContentError):
        importer.get_nlu_data()


def test_everything_else_is_left_to_the_files(importer: FaqImporter) -> None:
    assert importer.get_domain().is_empty()
    assert importer.get_stories().story_steps == []
    assert importer.get_conversation_tests().story_steps == []
    assert importer.get_config() == {}
    assert importer.get_config_file_for_auto_config() is None
