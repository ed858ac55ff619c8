"""The network of the sentence model as an ONNX graph: a BERT encoder that gives a vector for every token.

Matrices are quantised here, eight bits for each output's weights, with the standard operators that the runtime's
own quantiser would write; that one wants 100 MB of further packages.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from sentence_weights import Reals, Weights

_INPUTS = ("input_ids", "attention_mask")
_OPSET = 20
_IR = 9
_FAR = -1e9
"""Added to what attention must not look at."""

_LARGEST = 63
"""Seven bits: with eight, processors without VNNI clip sums, and vectors would differ. It costs 0.0003 of cosine."""


def make_graph(weights: Weights, kept: list[int], path: Path) -> None:
    """Write the graph with float weights; word vectors of the kept pieces only, eight bits each."""
    graph = _Graph(weights.shape.epsilon)
    hidden = _embedded(graph, weights, kept)
    for layer in range(weights.shape.layers):
        hidden = _layer(graph, weights, layer, hidden)
    graph.node("Identity", [hidden], name="last_hidden_state")
    tokens = ["batch", "tokens"]
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "sentence_model",
            [
                helper.make_tensor_value_info(name, TensorProto.INT64, tokens)
                for name in ("input_ids", "attention_mask")
            ],
            [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, [*tokens, weights.shape.width])],
            graph.tensors,
        ),
        opset_imports=[helper.make_opsetid("", _OPSET)],
    )
    model.ir_version = _IR
    onnx.save(model, path)


class _Graph:
    """Nodes and tensors as they come."""

    def __init__(self, epsilon: float) -> None:
        self.nodes: list[Any] = []
        self.tensors: list[Any] = []
        self._epsilon = epsilon

    def tensor(self, value: Any) -> str:
        """The name of a constant."""
        name = f"c{len(self.tensors)}"
        self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], name: str = "", **attributes: Any) -> str:
        """The name of what the node gives."""
        result = name or f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [result], **attributes))
        return result

    def linear(self, value: str, matrix: Reals, bias: Reals) -> str:
        """Times the transposed matrix, plus the bias; the value is quantised as it comes."""
        scales = np.abs(matrix).max(axis=1) / _LARGEST
        rounded = (np.rint(matrix / scales[:, np.newaxis])).astype(np.int8)
        small, scale, zero = self._quantised(value)
        product = self.node("MatMulInteger", [small, self.tensor(rounded.T), zero])
        whole = self.node("Mul", [scale, self.tensor(scales.astype(np.float32))])
        product = self.node("Mul", [self.node("Cast", [product], to=TensorProto.FLOAT), whole])
        return self.node("Add", [product, self.tensor(bias)])

    def _quantised(self, value: str) -> list[str]:
        """A value in eight bits, with its scale and its zero."""
        parts = [f"{value}_{part}" for part in ("small", "scale", "zero")]
        self.nodes.append(helper.make_node("DynamicQuantizeLinear", [value], parts))
        return parts

    def normalised(self, value: str, weight: Reals, bias: Reals) -> str:
        """Layer normalisation over the last dimension."""
        inputs = [value, self.tensor(weight), self.tensor(bias)]
        return self.node("LayerNormalization", inputs, axis=-1, epsilon=self._epsilon)


def _embedded(graph: _Graph, weights: Weights, kept: list[int]) -> str:
    """The sum of word, place and kind of every token, normalised."""
    words = weights.matrix("emb.word")[kept]
    scales = np.maximum(np.abs(words).max(axis=1, keepdims=True), 1e-12) / 127
    rounded = graph.tensor(np.rint(words / scales).astype(np.int8))
    word = graph.node("Gather", [rounded, "input_ids"])
    scale = graph.node("Gather", [graph.tensor(scales.astype(np.float32)), "input_ids"])
    word = graph.node("Mul", [graph.node("Cast", [word], to=TensorProto.FLOAT), scale])
    # The kind is always the first of two; its vector is added to every place's.
    places = weights.matrix("emb.pos") + weights.matrix("emb.type")[0]
    one = graph.tensor(np.array([1], np.int64))
    length = graph.node("Slice", [graph.node("Shape", ["input_ids"]), one, graph.tensor(np.array([2], np.int64))])
    place = graph.node("Slice", [graph.tensor(places), graph.tensor(np.array([0], np.int64)), length])
    return graph.normalised(graph.node("Add", [word, place]), weights.vector("emb.ln.w"), weights.vector("emb.ln.b"))


def _layer(graph: _Graph, weights: Weights, layer: int, hidden: str) -> str:
    """Attention, then the inner layer, each added to what came in and normalised."""

    def matrix(name: str) -> Reals:
        return weights.matrix(f"l{layer}.{name}.w")

    def vector(name: str) -> Reals:
        return weights.vector(f"l{layer}.{name}")

    attended = graph.linear(_attention(graph, weights, layer, hidden), matrix("ao"), vector("ao.b"))
    hidden = graph.normalised(graph.node("Add", [hidden, attended]), vector("aln.w"), vector("aln.b"))
    inner = graph.node("Gelu", [graph.linear(hidden, matrix("fi"), vector("fi.b"))])
    changed = graph.linear(inner, matrix("fo"), vector("fo.b"))
    return graph.normalised(graph.node("Add", [hidden, changed]), vector("oln.w"), vector("oln.b"))


def _attention(graph: _Graph, weights: Weights, layer: int, hidden: str) -> str:
    """What each token takes from the others, head by head."""
    shape = weights.shape
    size = shape.width // shape.heads
    # The scale of the scores goes into the questions, so that no node is needed for it.
    scales = {"q": 1 / math.sqrt(size), "k": 1.0, "v": 1.0}
    joined = np.concatenate([weights.matrix(f"l{layer}.{name}.w") * np.float32(scales[name]) for name in scales])
    bias = np.concatenate([weights.vector(f"l{layer}.{name}.b") * np.float32(scales[name]) for name in scales])
    whole = graph.linear(hidden, joined, bias)
    heads = graph.tensor(np.array([0, 0, 3 * shape.heads, size], np.int64))
    whole = graph.node("Transpose", [graph.node("Reshape", [whole, heads])], perm=[0, 2, 1, 3])
    parts = [f"{whole}_{name}" for name in scales]
    sizes = graph.tensor(np.full(3, shape.heads, np.int64))
    graph.nodes.append(helper.make_node("Split", [whole, sizes], parts, axis=1))
    asked, keys, values = parts
    scores = graph.node("MatMul", [asked, graph.node("Transpose", [keys], perm=[0, 1, 3, 2])])
    shares = graph.node("Softmax", [graph.node("Add", [scores, _mask(graph)])], axis=-1)
    taken = graph.node("Transpose", [graph.node("MatMul", [shares, values])], perm=[0, 2, 1, 3])
    return graph.node("Reshape", [taken, graph.tensor(np.array([0, 0, shape.width], np.int64))])


def _mask(graph: _Graph) -> str:
    """Nought for a token, far below for padding; made once."""
    if all("mask" not in node.output for node in graph.nodes):
        kept = graph.node("Cast", ["attention_mask"], to=TensorProto.FLOAT)
        kept = graph.node("Unsqueeze", [kept, graph.tensor(np.array([1, 2], np.int64))])
        left_out = graph.node("Sub", [graph.tensor(np.array(1, np.float32)), kept])
        graph.node("Mul", [left_out, graph.tensor(np.array(_FAR, np.float32))], name="mask")
    return "mask"
