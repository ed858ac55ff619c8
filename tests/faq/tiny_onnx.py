"""A real ONNX model of a few hundred bytes: looks every token up in a table, nothing more.

Written field by field as `onnx.proto` numbers them (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto),
so that no test needs the `onnx` package.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

FLOAT, INT64 = 1, 7
INPUTS = {"input_ids": INT64, "attention_mask": INT64}
_IR_VERSION, _OPSET = 8, 17

Vector = Sequence[float]


def write_model(
    folder: Path,
    words: Mapping[str, Vector],
    *,
    inputs: Mapping[str, int] = INPUTS,
    output: str = "last_hidden_state",
    flat: bool = False,
) -> Path:
    """Write `model.onnx` and `tokenizer.json`: one token a character, unknown ones are nothing (a zero vector).

    `flat` runs the tokens of a text together, as models that have no vector a token do.
    """
    folder.mkdir(parents=True, exist_ok=True)
    size = len(next(iter(words.values())))
    table = [[0.0] * size, *words.values()]
    lookup = _node("Gather", ["table", "input_ids"], "tokens" if flat else output)
    nodes = [lookup, _node("Flatten", ["tokens"], output)] if flat else [lookup]
    graph = b"".join(
        (
            *(_field(1, node) for node in nodes),
            _field(2, b"tiny"),
            _field(5, _tensor("table", table)),
            *(_field(11, _value(name, kind, ("batch", "sequence"))) for name, kind in inputs.items()),
            _field(12, _value(output, FLOAT, ("batch", "all") if flat else ("batch", "sequence", size))),
        )
    )
    model = _number(1, _IR_VERSION) + _field(7, graph) + _field(8, _number(2, _OPSET))
    (folder / "model.onnx").write_bytes(model)
    write_tokenizer(folder / "tokenizer.json", words)
    return folder


def write_tokenizer(path: Path, words: Iterable[str]) -> None:
    """Write a tokenizer that knows these characters."""
    vocabulary = {"[UNK]": 0, **{word: number for number, word in enumerate(words, 1)}}
    split = {"type": "Split", "pattern": {"String": ""}, "behavior": "Isolated", "invert": False}
    model = {"type": "WordLevel", "vocab": vocabulary, "unk_token": "[UNK]"}
    path.write_text(json.dumps({"version": "1.0", "pre_tokenizer": split, "model": model}), encoding="utf-8")


def _node(kind: str, inputs: Sequence[str], output: str) -> bytes:
    return b"".join(_field(1, name.encode()) for name in inputs) + _field(2, output.encode()) + _field(4, kind.encode())


def _tensor(name: str, rows: Sequence[Vector]) -> bytes:
    values = [value for row in rows for value in row]
    shape = _number(1, len(rows)) + _number(1, len(rows[0]))
    raw = struct.pack(f"<{len(values)}f", *values)
    return shape + _number(2, FLOAT) + _field(8, name.encode()) + _field(9, raw)


def _value(name: str, kind: int, shape: Sequence[str | int]) -> bytes:
    sizes = (_number(1, item) if isinstance(item, int) else _field(2, item.encode()) for item in shape)
    tensor = _number(1, kind) + _field(2, b"".join(_field(1, size) for size in sizes))
    return _field(1, name.encode()) + _field(2, _field(1, tensor))


def _field(number: int, content: bytes) -> bytes:
    """A field of bytes: text or a nested message."""
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    parts = bytearray()
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*parts, value))
