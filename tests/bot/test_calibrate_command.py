from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.commands import calibrate
from common.errors import ContentError
from faq.meaning.embeddings import EmbeddingError
from tests.faq.fake_embedder import FakeEmbedder
from tests.small_project import write_small_project

LABELLED = [
    ("密码忘了咋办", "forgot_password", "reset_password"),
    ("用户名是啥忘了", "forgot_username", "find_username"),
    ("手机号说注册过了", "phone_registered", "phone_registered"),
    ("学籍没有了", "missing_record", "no_record"),
    ("找客服", "contact_support", "contact_support"),
    ("天气好吗", "out_of_scope", None),
    ("写诗", "out_of_scope", None),
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_small_project(tmp_path)


def run(root: Path, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    calibrate.add_arguments(parser)
    return calibrate.run(parser.parse_args(arguments), root)


def labelled_file(root: Path) -> str:
    path = root / "labelled.jsonl"
    lines = (
        json.dumps({"text": text, "label": label, "faq_id": faq_id, "hard": False}) for text, label, faq_id in LABELLED
    )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_writes_the_same_bytes_every_time(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = labelled_file(root)
    assert run(root, file, "--check") == 1
    assert capsys.readouterr().out == "校准文件过时了。改法：运行 ./run calibrate。\n"
    assert run(root, file) == 0
    assert capsys.readouterr().out.startswith("用 7 个标注问题校准好了：把握 ")
    assert run(root, file, "--check") == 0


@pytest.mark.slow  # calibrates twice
def test_with_an_embedding_model_both_kinds_are_written(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = labelled_file(root)
    run(root, file)
    plain = json.loads((root / "faq/calibration.json").read_text(encoding="utf-8"))
    monkeypatch.setattr(calibrate, "open_embedder", lambda _: FakeEmbedder())
    capsys.readouterr()
    assert run(root, file) == 0
    assert capsys.readouterr().out.endswith("反问。另有一份带语义模型的。\n")
    both = json.loads((root / "faq/calibration.json").read_text(encoding="utf-8"))
    assert both.pop("with_meaning")["embedder"] == "fake"
    assert both == plain
    assert run(root, file, "--check") == 0


def test_a_model_that_cannot_be_opened_stops_the_calibration(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_ASSISTANT_EMBEDDING_MODEL", "nowhere")
    before = (root / "faq/calibration.json").read_bytes()
    with pytest.raises(EmbeddingError, match=r"^找不到语义模型：没有 .*/nowhere 这个文件或文件夹。"):
        run(root, labelled_file(root))
    assert (root / "faq/calibration.json").read_bytes() == before


def test_a_line_that_is_no_question_is_named(root: Path) -> None:
    path = root / "labelled.jsonl"
    path.write_text("不是 JSON\n", encoding="utf-8")
    before = (root / "faq/calibration.json").read_bytes()
    with pytest.raises(ContentError, match=r"labelled\.jsonl:1:"):
        run(root, str(path))
    assert (root / "faq/calibration.json").read_bytes() == before


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        (("--right", "5"), "参数 --right 要写成 0.5 到 1 的数（现在是 5）"),
        (("--right", "很多"), "参数 --right 要写成 0.5 到 1 的数（现在是 很多）"),
        (("--foreign", "1"), "参数 --foreign 要写成 0 到 0.5 的数（现在是 1）"),
        (("--lost", "-1"), "参数 --lost 要写成 0 到 0.5 的数（现在是 -1）"),
    ],
)
def test_a_senseless_goal_is_refused(goal: tuple[str, str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", *goal]) == 2
    assert said in capsys.readouterr().err
