"""What the sentence model learned from the knowledge base's own wordings: small changes to its last layers.

`sentence-adapter.npz` beside this file holds, for matrix M of layer n, two thin matrices `ln.M.a` (rank, inputs) and
`ln.M.b` (outputs, rank) in half precision; their product is added to the weights of the package when the model is
built (LoRA, https://arxiv.org/abs/2106.09685). `train_sentence_adapter.py` makes the file.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sentence_weights import Reals, Weights, WeightsError

FILE = Path(__file__).with_name("sentence-adapter.npz")
MATRICES = ("q", "k", "v", "ao", "fi", "fo")
"""The matrices of a layer as the package names them: questions, keys, values, and what leads out and in and out."""


class AdaptedWeights(Weights):
    """The package's weights with what was learned added to them."""

    def __init__(self, path: Path, adapter: Path = FILE) -> None:
        """Read both files.

        Raises:
            WeightsError: one has another layout, or they do not belong together.
        """
        super().__init__(path)
        with np.load(adapter) as file:
            self._learned: dict[str, NDArray[np.float16]] = {name: file[name] for name in file.files}

    def matrix(self, name: str) -> Reals:
        """A tensor as the package has it, changed where something was learned."""
        own = super().matrix(name)
        key = name.removesuffix(".w")
        if f"{key}.a" not in self._learned:
            return own
        rows, columns = self._learned[f"{key}.b"], self._learned[f"{key}.a"]
        if (len(rows), columns.shape[1]) != own.shape:
            raise WeightsError(f"{key} was learned for a matrix of {(len(rows), columns.shape[1])}, not {own.shape}")
        result = own.copy()
        # One by one: a product of matrices is summed in an order that differs between processors, and the
        # calibration holds for the very bytes of the model.
        for row, column in zip(rows.T.astype(np.float32), columns.astype(np.float32), strict=True):
            result += np.multiply.outer(row, column)
        return result
