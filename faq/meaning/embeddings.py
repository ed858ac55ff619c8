"""Sentences as vectors of meaning, by a local model; nothing is ever downloaded.

`make setup` builds one (`scripts/build_sentence_model.py`), and the operator may name another
(`assistant.embedding_model`). The libraries that run it are imported when a model is opened, never before.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from common.errors import BotError

if TYPE_CHECKING:
    from numpy.typing import NDArray

MODEL_NAME = "model.onnx"
TOKENIZER_NAME = "tokenizer.json"
MOST_TOKENS = 256
"""Longer texts are cut: a question that takes more is asked in its first sentences, and time grows with length."""

_WORTH_SHARING = 64
"""So many texts are computed on all cores; what people ask is computed where it is asked."""

_INTEGERS = {"tensor(int64)": np.int64, "tensor(int32)": np.int32}
_REQUIRED_INPUTS = ("input_ids", "attention_mask")
_KNOWN_INPUTS = (*_REQUIRED_INPUTS, "token_type_ids")
_TOKEN_OUTPUTS = ("last_hidden_state", "token_embeddings")
# Newer Linux builds of onnxruntime report their use to their maker unless this is set before the import
# (Privacy.md in the package); ours is older, and an operator may have another.
_NO_REPORTS = {"ORT_DISABLE_TELEMETRY": "1"}
_ONE_THREAD = {"TOKENIZERS_PARALLELISM": "false"}
_EXPORT = "改用句向量模型的 ONNX 导出（输入 input_ids、attention_mask，输出每个词的向量 last_hidden_state）"


class EmbeddingError(BotError):
    """The model cannot be used; the text says why and what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        """Keep both parts for who shows them in a line of their own."""
        super().__init__(f"{message}。改法：{remedy}。")
        self.message = message
        self.remedy = remedy


class Embedder(Protocol):
    """Turns texts into vectors whose cosine says how alike they mean."""

    @property
    def fingerprint(self) -> str:
        """A short name for the very model: what was fitted with one does not hold for another."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text, of length 1 (all zeros for a text without a word); the same texts give the same bytes."""


class LaterEmbedder:
    """An ONNX model that is opened when the first text is to be computed; until then it costs no memory."""

    def __init__(self, path: Path) -> None:
        """Name a model file, or a folder with one.

        Raises:
            EmbeddingError: there is none.
        """
        self._path = path
        self._fingerprint = _fingerprint(*_files(path))
        self._lock = threading.Lock()
        self._opened: OnnxEmbedder | None = None

    @property
    def fingerprint(self) -> str:
        """Of the model's and the tokenizer's bytes."""
        return self._fingerprint

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As `OnnxEmbedder` does.

        Raises:
            EmbeddingError: the model cannot be opened.
        """
        with self._lock:
            self._opened = self._opened or OnnxEmbedder(self._path)
        return self._opened.embed(texts)


class OnnxEmbedder:
    """An ONNX model with its `tokenizer.json`: token vectors averaged over the text, on one thread."""

    def __init__(self, path: Path) -> None:
        """Open a model file, or the `model.onnx` of a folder, and try it once.

        Raises:
            EmbeddingError: a file or library is missing, or the model is not of the expected kind.
        """
        model, tokenizer = _files(path)
        self._fingerprint = _fingerprint(model, tokenizer)
        self._tokenizer = _open_tokenizer(tokenizer)
        self._session = _open_session(model)
        self._inputs = self._checked_inputs()
        self._output = self._checked_output()
        try:
            with np.errstate(invalid="ignore"):
                trial = self.embed(["问", "问" * (2 * MOST_TOKENS)])
        except EmbeddingError:
            raise
        except Exception as fault:  # the runtime's exceptions have no root of their own
            raise EmbeddingError(f"语义模型试算失败（{_first_line(fault)}）", _EXPORT) from fault
        if not np.isfinite(trial).all():
            raise EmbeddingError("语义模型试算的结果不是数字", "换一个导出，不要用半精度")

    @property
    def fingerprint(self) -> str:
        """Of the model's and the tokenizer's bytes."""
        return self._fingerprint

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text, each computed alone.

        A model of eight bits rounds a batch as a whole: what a text means would depend on its neighbours.
        """
        if not texts:
            return np.zeros((0, 0), np.float32)
        encoded = self._tokenizer.encode_batch(list(texts))
        if len(encoded) < _WORTH_SHARING:
            return np.stack([self._mean(item) for item in encoded])
        with ThreadPoolExecutor(len(os.sched_getaffinity(0)), "embed") as pool:
            return np.stack(list(pool.map(self._mean, encoded)))

    def _mean(self, item: Any) -> NDArray[np.float32]:
        """The average token vector of a text, of length 1."""
        count = max(1, len(item.ids))
        columns = {"input_ids": item.ids, "token_type_ids": item.type_ids, "attention_mask": [1] * len(item.ids)}
        given = {name: np.array([columns[name] or [0]], kind) for name, kind in self._inputs.items()}
        vectors = np.asarray(self._session.run([self._output], given)[0], np.float32)
        if vectors.shape[:2] != (1, count):
            raise EmbeddingError(f"语义模型的输出「{self._output}」形状不对（现在是 {vectors.shape}）", _EXPORT)
        if not item.ids:
            return np.zeros(vectors.shape[2], np.float32)
        mean = vectors[0].mean(axis=0)
        length = float(np.linalg.norm(mean))
        return np.asarray(mean / (length or 1.0), np.float32)

    def _checked_inputs(self) -> Mapping[str, Any]:
        """The inputs by name with their kind of integer."""
        found = {item.name: item.type for item in self._session.get_inputs()}
        strange = [name for name in found if name not in _KNOWN_INPUTS]
        missing = [name for name in _REQUIRED_INPUTS if name not in found]
        if strange or missing:
            raise EmbeddingError(f"语义模型的输入不对（现在是 {'、'.join(found)}）", _EXPORT)
        for name, kind in found.items():
            if kind not in _INTEGERS:
                raise EmbeddingError(f"语义模型的输入「{name}」要是整数（现在是 {kind}）", _EXPORT)
        return {name: _INTEGERS[kind] for name, kind in found.items()}

    def _checked_output(self) -> str:
        """The output that holds a vector for every token."""
        found = [item.name for item in self._session.get_outputs() if len(item.shape or ()) == 3]
        named = [name for name in _TOKEN_OUTPUTS if name in found]
        if not named and len(found) != 1:
            have = "、".join(f"{item.name} {item.shape}" for item in self._session.get_outputs())
            raise EmbeddingError(f"语义模型没有每个词的向量这项输出（现在有 {have}）", _EXPORT)
        return str((named or found)[0])


def _files(path: Path) -> tuple[Path, Path]:
    """The model and its tokenizer; exporters put the tokenizer beside the model or one folder above."""
    folder_places = (path / MODEL_NAME, path / "onnx" / MODEL_NAME)
    model = next((place for place in folder_places if place.is_file()), path) if path.is_dir() else path
    if not model.is_file():
        where = f"文件夹 {path} 里没有 {MODEL_NAME}" if path.is_dir() else f"没有 {path} 这个文件或文件夹"
        raise EmbeddingError(
            f"找不到语义模型：{where}", "运行 make setup 生成，或改正 assistant.embedding_model；不用就写 off"
        )
    for folder in (model.parent, model.parent.parent):
        if (folder / TOKENIZER_NAME).is_file():
            return model, folder / TOKENIZER_NAME
    raise EmbeddingError(f"语义模型 {model} 旁边没有 {TOKENIZER_NAME}", f"把和模型一起发布的 {TOKENIZER_NAME} 放过去")


def _fingerprint(model: Path, tokenizer: Path) -> str:
    """Of everything that decides the vectors, also weights that were exported to a file of their own."""
    digest = hashlib.sha256(str(MOST_TOKENS).encode())
    for path in (*sorted(model.parent.glob(f"{model.name}*")), tokenizer):
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]


def _open_tokenizer(path: Path) -> Any:
    os.environ.update(_ONE_THREAD)
    try:
        from tokenizers import Tokenizer
    except ImportError as fault:
        raise _not_installed("tokenizers") from fault
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as fault:  # the library raises Exception itself
        raise EmbeddingError(f"{path} 读不出来（{_first_line(fault)}）", f"重新取一份 {TOKENIZER_NAME}") from fault
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_TOKENS)
    return tokenizer


def _open_session(path: Path) -> Any:
    os.environ.update(_NO_REPORTS)
    try:
        import onnxruntime
    except ImportError as fault:
        raise _not_installed("onnxruntime") from fault
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    # One thread a text: sums in one order, and the processors stay with the conversations.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as fault:  # its exceptions have no root of their own
        raise EmbeddingError(f"语义模型 {path} 打不开（{_first_line(fault)}）", "重新取一份 ONNX 文件") from fault


def _not_installed(library: str) -> EmbeddingError:
    return EmbeddingError(
        f"没有安装 {library}，语义模型用不了", "运行 make setup 安装，或把 assistant.embedding_model 写成 off"
    )


def _first_line(fault: BaseException) -> str:
    return (str(fault).strip().splitlines() or [type(fault).__name__])[0][:200]
