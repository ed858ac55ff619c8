from __future__ import annotations

import json
from pathlib import Path

import pytest

from common.errors import Problem
from evaluation.calibrator import Goals, calibrate
from faq.content.loader import load_content
from faq.content.negatives import load_negatives
from faq.engine.index import Index
from faq.engine.library import Library
from faq.engine.meaning_model import ChosenModel, choose_model, open_embedder
from faq.meaning.embeddings import OnnxEmbedder
from faq.ranking.calibration import CALIBRATION_FILE, Calibration, load_calibration
from tests.evaluation.test_calibrator import QUESTIONS
from tests.faq.content_folder import edit
from tests.faq.tiny_onnx import write_model
from tests.small_project import write_small_project

SAME = {
    "密": (1.0, 0.0, 0.1),
    "钥": (1.0, 0.0, 0.1),
    "忘": (0.0, 1.0, 0.1),
    "丢": (0.0, 1.0, 0.1),
    "了": (0.0, 0.0, 1.0),
}
CALIBRATE = '运行 ./run calibrate，或把 assistant.embedding_model 写成 "off"'
VARIABLE = "BOT_ASSISTANT_EMBEDDING_MODEL"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = write_small_project(tmp_path)
    write_model(root / "var/model", SAME)
    (root / "settings.yml").write_text(
        "assistant:\n  deadline_s: 3.0\n  embedding_model: var/model\n", encoding="utf-8"
    )
    return root


def calibrated(root: Path) -> Calibration:
    """What `bot calibrate` would write for the project with its model."""
    index = Index(load_content(root), load_negatives(root))
    path = root / "faq/calibration.json"
    path.write_text(
        json.dumps(calibrate(index, QUESTIONS, Goals(), index.with_meaning(open_embedder(root)))), encoding="utf-8"
    )
    return load_calibration(path)


def test_without_a_setting_there_is_no_model(tmp_path: Path) -> None:
    root = write_small_project(tmp_path)
    chosen = choose_model(root, load_calibration())
    assert (chosen.embedder, chosen.trouble) == (None, None)
    library = Library.open(root)
    assert (library.has_meaning, library.meaning_trouble) == (False, None)


def test_a_model_without_its_calibration_has_no_say(
    root: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = json.loads(CALIBRATION_FILE.read_text(encoding="utf-8"))
    del shipped["with_meaning"]
    (root / "faq/calibration.json").write_text(json.dumps(shipped), encoding="utf-8")
    calibration = load_calibration(root / "faq/calibration.json")
    trouble = Problem("settings.yml", 3, "没有启用语义模型：faq/calibration.json 里没有它的权重", CALIBRATE)
    assert choose_model(root, calibration).trouble == trouble
    library = Library.open(root)
    assert (library.has_meaning, library.meaning_trouble) == (False, trouble)
    assert [record.getMessage() for record in caplog.records] == ["meaning_off kind=meaning_uncalibrated"]
    (root / "settings.yml").unlink()
    plain = Library.open(root)
    for text in ("密码忘了咋办", "钥匙丢了", "手机号说注册过了，怎么找客服", "写诗"):
        assert library.decide(text) == plain.decide(text)


def test_a_calibration_for_another_model_is_refused(root: Path) -> None:
    calibration = calibrated(root)
    assert calibration.with_meaning is not None
    write_model(root / "var/model", {**SAME, "丢": (0.0, 0.0, 1.0)})
    now = OnnxEmbedder(root / "var/model").fingerprint
    fitted = calibration.with_meaning.embedder
    message = f"没有启用语义模型：faq/calibration.json 是为另一个模型（{fitted}）校准的，现在是 {now}"
    assert choose_model(root, calibration).trouble == Problem("settings.yml", 3, message, CALIBRATE)


def test_a_model_that_is_switched_off_is_no_trouble(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calibration = calibrated(root)
    for off in ("off", ""):
        monkeypatch.setenv(VARIABLE, off)
        assert choose_model(root, calibration) == ChosenModel(None, None)


@pytest.mark.parametrize("with_file", [True, False])
def test_where_setup_built_no_model_the_settings_are_not_to_blame(root: Path, with_file: bool) -> None:
    if with_file:
        (root / "settings.yml").write_text("assistant:\n  deadline_s: 3.0\n", encoding="utf-8")
    else:
        (root / "settings.yml").unlink()
    trouble = choose_model(root, load_calibration()).trouble
    assert trouble is not None
    message = f"找不到语义模型：没有 {root}/.tools/sentence-model 这个文件或文件夹"
    assert (trouble.message, trouble.line, trouble.kind) == (message, 1, "meaning_missing")


def test_a_library_that_is_rarely_asked_opens_its_model_at_the_first_question(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calibrated(root)
    edit(root, "faq/entries/small.yml", "换一个手机号", "换个号")
    usual = Library.open(root).decide("钥丢了")
    opened: list[Path] = []
    real = OnnxEmbedder.__init__
    monkeypatch.setattr(OnnxEmbedder, "__init__", lambda self, path: opened.append(path) or real(self, path))
    library = Library.open(root, rarely_asked=True)
    edit(root, "faq/entries/small.yml", "换个号", "换一个号")
    library.refresh()
    assert (library.has_meaning, opened) == (True, [])
    assert library.decide("钥丢了") == usual
    assert opened == [root / "var/model"]
    early = Library.open(root, rarely_asked=True)
    early.open_model()
    early.open_model()
    assert opened == [root / "var/model"] * 2


def test_a_model_that_breaks_before_the_first_question_stops_no_answer(
    root: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    calibrated(root)
    library = Library.open(root, rarely_asked=True)
    (root / "var/model/model.onnx").write_bytes(b"no model")
    assert library.decide("密码忘了").band == "answer"
    assert library.has_meaning is False
    assert library.meaning_trouble is not None
    assert library.meaning_trouble.kind == "meaning_model"
    assert [record.getMessage() for record in caplog.records] == ["meaning_off kind=meaning_model"]


def test_a_model_that_cannot_be_opened_is_named_where_it_is_set(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "var/model/model.onnx").unlink()
    message = f"找不到语义模型：文件夹 {root}/var/model 里没有 model.onnx"
    remedy = "运行 make setup 生成，或改正 assistant.embedding_model；不用就写 off"
    assert choose_model(root, load_calibration()).trouble == Problem("settings.yml", 3, message, remedy)
    monkeypatch.setenv(VARIABLE, "elsewhere")
    message = f"找不到语义模型：没有 {root}/elsewhere 这个文件或文件夹"
    assert choose_model(root, load_calibration()).trouble == Problem(f"环境变量 {VARIABLE}", 0, message, remedy)


def test_broken_settings_leave_the_model_off_and_say_so(root: Path) -> None:
    (root / "settings.yml").write_text("assistant: {embeding_model: var/model}\n", encoding="utf-8")
    trouble = Problem("settings.yml", 1, "设置有错，没有启用语义模型", "运行 ./run check 看是哪一行")
    assert choose_model(root, load_calibration()).trouble == trouble


def test_a_calibrated_model_has_a_say_also_after_an_edit(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calibration = calibrated(root)
    assert calibration.with_meaning is not None
    library = Library.open(root)
    assert (library.has_meaning, library.meaning_trouble) == (True, None)
    signals = {candidate.entry_id: candidate.signals for candidate in library.decide("钥丢了").candidates}
    assert signals["reset_password"]["meaning"] == pytest.approx(1.0, abs=1e-6)
    assert signals["no_record"]["meaning"] < 0.99
    edit(root, "faq/entries/small.yml", "questions: [没有学籍,", "questions: [密丢了, 没有学籍,")
    kept = list((root / "models").glob("meaning-*"))
    assert library.refresh() is True
    assert (
        list((root / "models").glob("meaning-*"))
        == kept
        == [root / f"models/meaning-{calibration.with_meaning.embedder}.npz"]
    )
    signals = {candidate.entry_id: candidate.signals for candidate in library.decide("钥丢了").candidates}
    assert signals["no_record"]["meaning"] == pytest.approx(1.0, abs=1e-6)


def test_a_second_start_computes_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calibrated(root)
    before = Library.open(root).decide("钥丢了")
    asked: list[int] = []
    real = OnnxEmbedder.embed
    monkeypatch.setattr(OnnxEmbedder, "embed", lambda self, texts: asked.append(len(texts)) or real(self, texts))
    library = Library.open(root)
    assert asked == [2, 0]  # the trial, then nothing new
    assert library.decide("钥丢了") == before
