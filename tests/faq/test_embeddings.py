from __future__ import annotations

import builtins
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from faq.meaning.embeddings import MOST_TOKENS, EmbeddingError, LaterEmbedder, OnnxEmbedder
from tests.faq.tiny_onnx import FLOAT, INPUTS, INT64, write_model, write_tokenizer

ROOT = Path(__file__).resolve().parents[2]
WORDS = {"密": (1.0, 0.0, 0.0), "码": (0.0, 1.0, 0.0), "丢": (0.0, 0.0, 2.0), "长": (3.0, 0.0, 4.0)}
EXPORT = "改法：改用句向量模型的 ONNX 导出（输入 input_ids、attention_mask，输出每个词的向量 last_hidden_state）。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_model(tmp_path / "model", WORDS)


def refusal(path: Path) -> str:
    with pytest.raises(EmbeddingError) as caught:
        OnnxEmbedder(path)
    return str(caught.value)


def test_a_vector_is_the_mean_of_its_tokens_at_length_one(folder: Path) -> None:
    vectors = OnnxEmbedder(folder).embed(["密", "密码", "长", "密密密码", ""])
    half = 0.5**0.5
    expected = [[1, 0, 0], [half, half, 0], [0.6, 0, 0.8], [0.9**0.5, 0.1**0.5, 0], [0, 0, 0]]
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, expected, atol=1e-6)


def test_padding_and_batches_change_nothing(folder: Path) -> None:
    texts = ["密" * length + "码" for length in range(70)]
    embedder = OnnxEmbedder(folder)
    together = embedder.embed(texts)
    np.testing.assert_allclose(together, [embedder.embed([text])[0] for text in texts], atol=1e-6)
    assert together.tobytes() == OnnxEmbedder(folder).embed(texts).tobytes()
    assert embedder.embed([]).shape == (0, 0)


def test_a_model_for_later_is_opened_with_the_first_text(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    real = OnnxEmbedder.__init__
    monkeypatch.setattr(OnnxEmbedder, "__init__", lambda self, path: opened.append(path) or real(self, path))
    later = LaterEmbedder(folder)
    assert later.fingerprint == OnnxEmbedder(folder).fingerprint
    opened.clear()
    first = later.embed(["密码"])
    assert later.embed(["密码"]).tobytes() == first.tobytes() == OnnxEmbedder(folder).embed(["密码"]).tobytes()
    assert opened == [folder, folder]  # once for itself, once for the comparison
    with pytest.raises(EmbeddingError, match="找不到语义模型"):
        LaterEmbedder(folder / "nowhere")


def test_a_long_text_is_cut(folder: Path) -> None:
    embedder = OnnxEmbedder(folder)
    cut, whole = embedder.embed(["密" * MOST_TOKENS + "码" * MOST_TOKENS, "密" * MOST_TOKENS])
    np.testing.assert_array_equal(cut, whole)


def test_the_padding_and_cutting_of_the_file_do_not_count(folder: Path) -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(1)
    tokenizer.enable_padding(length=8)
    tokenizer.save(str(folder / "tokenizer.json"))
    np.testing.assert_allclose(OnnxEmbedder(folder).embed(["密码"]), [[0.5**0.5, 0.5**0.5, 0]], atol=1e-6)


@pytest.mark.parametrize(
    ("inputs", "output"),
    [
        ({**INPUTS, "token_type_ids": INT64}, "last_hidden_state"),
        (INPUTS, "token_embeddings"),
        (INPUTS, "whatever_it_is_called"),
    ],
)
def test_the_usual_exports_are_understood(tmp_path: Path, inputs: dict[str, int], output: str) -> None:
    folder = write_model(tmp_path, WORDS, inputs=inputs, output=output)
    np.testing.assert_allclose(OnnxEmbedder(folder).embed(["丢"]), [[0, 0, 1]], atol=1e-6)


def test_the_model_may_be_named_itself_or_lie_in_a_folder_of_exporters(folder: Path, tmp_path: Path) -> None:
    named = OnnxEmbedder(folder / "model.onnx")
    exported = tmp_path / "exported"
    (exported / "onnx").mkdir(parents=True)
    (folder / "model.onnx").rename(exported / "onnx/model.onnx")
    (folder / "tokenizer.json").rename(exported / "tokenizer.json")
    below = OnnxEmbedder(exported)
    assert below.embed(["密码"]).tobytes() == named.embed(["密码"]).tobytes()
    assert below.fingerprint == named.fingerprint


def test_the_fingerprint_names_the_model_and_its_tokenizer(folder: Path, tmp_path: Path) -> None:
    first = OnnxEmbedder(folder).fingerprint
    assert (len(first), OnnxEmbedder(folder).fingerprint) == (16, first)
    other = write_model(tmp_path / "other", {**WORDS, "长": (1.0, 1.0, 1.0)})
    assert OnnxEmbedder(other).fingerprint != first
    write_tokenizer(folder / "tokenizer.json", reversed(WORDS))
    assert OnnxEmbedder(folder).fingerprint != first


def test_missing_files_are_named(folder: Path, tmp_path: Path) -> None:
    mend = "改法：运行 make setup 生成，或改正 assistant.embedding_model；不用就写 off。"
    nowhere = tmp_path / "nowhere"
    assert refusal(nowhere) == f"找不到语义模型：没有 {nowhere} 这个文件或文件夹。{mend}"
    assert refusal(tmp_path) == f"找不到语义模型：文件夹 {tmp_path} 里没有 model.onnx。{mend}"
    (folder / "tokenizer.json").unlink()
    assert refusal(folder) == (
        f"语义模型 {folder}/model.onnx 旁边没有 tokenizer.json。改法：把和模型一起发布的 tokenizer.json 放过去。"
    )


@pytest.mark.parametrize("library", ["onnxruntime", "tokenizers"])
def test_a_library_that_is_not_installed_is_named(folder: Path, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name == library:
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    assert refusal(folder) == (
        f"没有安装 {library}，语义模型用不了。改法：运行 make setup 安装，或把 assistant.embedding_model 写成 off。"
    )


def test_broken_files_are_refused(folder: Path, tmp_path: Path) -> None:
    broken = write_model(tmp_path / "broken", WORDS)
    (broken / "model.onnx").write_bytes(b"not a model")
    said = refusal(broken)
    assert said.startswith(f"语义模型 {broken}/model.onnx 打不开（[ONNXRuntimeError] : 7 : INVALID_PROTOBUF")
    assert said.endswith("。改法：重新取一份 ONNX 文件。")
    (folder / "tokenizer.json").write_text("{}", encoding="utf-8")
    said = refusal(folder)
    assert said.startswith(f"{folder}/tokenizer.json 读不出来（")
    assert said.endswith("）。改法：重新取一份 tokenizer.json。")


def test_another_kind_of_model_is_refused(tmp_path: Path) -> None:
    without_mask = write_model(tmp_path / "a", WORDS, inputs={"input_ids": INT64})
    assert refusal(without_mask) == f"语义模型的输入不对（现在是 input_ids）。{EXPORT}"
    picture = write_model(tmp_path / "b", WORDS, inputs={**INPUTS, "pixel_values": FLOAT})
    assert refusal(picture) == f"语义模型的输入不对（现在是 input_ids、attention_mask、pixel_values）。{EXPORT}"
    floating = write_model(tmp_path / "c", WORDS, inputs={**INPUTS, "attention_mask": FLOAT})
    assert refusal(floating) == f"语义模型的输入「attention_mask」要是整数（现在是 tensor(float)）。{EXPORT}"
    flat = write_model(tmp_path / "d", WORDS, output="logits", flat=True)
    assert refusal(flat) == f"语义模型没有每个词的向量这项输出（现在有 logits ['batch', 'all']）。{EXPORT}"


def test_a_model_that_cannot_compute_is_refused(tmp_path: Path) -> None:
    outside = write_model(tmp_path / "a", WORDS)
    write_tokenizer(outside / "tokenizer.json", "一二三四五六问")  # more tokens than the table has rows
    said = refusal(outside)
    assert said.startswith("语义模型试算失败（[ONNXRuntimeError] : 2 : INVALID_ARGUMENT")
    assert said.endswith(f"）。{EXPORT}")
    endless = write_model(tmp_path / "b", {"问": (float("inf"), 0.0)})
    assert refusal(endless) == "语义模型试算的结果不是数字。改法：换一个导出，不要用半精度。"


def test_nothing_is_noted_for_the_maker_of_the_runtime(folder: Path, tmp_path: Path) -> None:
    """Builds that report their use write down a name for the machine first."""
    home = tmp_path / "home"
    home.mkdir()
    code = (
        "import sys; from pathlib import Path; from faq.meaning.embeddings import OnnxEmbedder;"
        "OnnxEmbedder(Path(sys.argv[1]))"
    )
    kept = {
        name: value for name, value in os.environ.items() if name not in ("ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME")
    }
    command = [sys.executable, "-B", "-c", code, str(folder)]
    subprocess.run(command, cwd=ROOT, env={**kept, "HOME": str(home)}, check=True)
    assert list(home.rglob("*")) == []
