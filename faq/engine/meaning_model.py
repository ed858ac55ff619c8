"""Whether the embedding model of the settings has a say: only one that opens and that the calibration was fitted to.

Otherwise the engine works as without a model, and the trouble says so: weights fitted to one model
mean nothing for another.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from common.errors import ContentError, Problem
from common.settings import AssistantSettings
from common.settings_file import SETTINGS_FILE, load_settings
from common.settings_reading import variable_name
from common.yaml_nodes import read_yaml
from faq.engine.index import Index
from faq.meaning.embeddings import Embedder, EmbeddingError, LaterEmbedder, OnnxEmbedder
from faq.meaning.meaning import NOTHING, Meaning
from faq.meaning.meaning_store import MeaningStore
from faq.ranking.calibration import Calibration

_SECTION, _KEY = "assistant", "embedding_model"
OFF = ("", "off")
"""What the setting says where no model is wanted."""

MODELS_FOLDER = "models"
"""Where what was learned from the content is kept, apart from what people said: it can always be made again."""

_CALIBRATE = '运行 ./run calibrate，或把 assistant.embedding_model 写成 "off"'


@dataclass(frozen=True)
class ChosenModel:
    """The model to use, if any, with its store, and what the operator should know."""

    embedder: Embedder | None
    trouble: Problem | None
    store: MeaningStore | None = None

    def added_to(self, index: Index, earlier: Meaning | None) -> Index:
        """The index with the signal of the model; it computes what neither the earlier one nor the store has."""
        known = earlier.by_text() if earlier else self.store.read() if self.store else NOTHING
        result = index.with_meaning(self.embedder, known)
        if self.store and result.meaning and result.meaning.computed:
            self.store.write(result.meaning.by_text())
        return result


def open_embedder(root: Path, *, later: bool = False) -> Embedder | None:
    """The model that the settings of a project name, None where they want none; `later`: not before it is needed.

    Raises:
        ContentError: the settings are broken.
        EmbeddingError: the model cannot be used.
    """
    name = load_settings(root).assistant.embedding_model
    if name in OFF:
        return None
    return LaterEmbedder(root / name) if later else OnnxEmbedder(root / name)


def meaning_store(root: Path, embedder: Embedder) -> MeaningStore:
    """Where the vectors that a model made for a project are kept."""
    return MeaningStore(root / MODELS_FOLDER, embedder.fingerprint)


def choose_model(root: Path, calibration: Calibration, *, later: bool = False) -> ChosenModel:
    """The model of the settings if it can be used, else why not (with its place in the settings)."""
    try:
        embedder = open_embedder(root, later=later)
    except EmbeddingError as fault:
        return ChosenModel(None, model_trouble(root, fault))
    except ContentError:
        remedy = "运行 ./run check 看是哪一行"
        return ChosenModel(None, Problem(SETTINGS_FILE, 1, "设置有错，没有启用语义模型", remedy, "meaning_settings"))
    fitted = calibration.with_meaning
    if embedder is None:
        return ChosenModel(None, None)
    if fitted is None:
        message = "没有启用语义模型：faq/calibration.json 里没有它的权重"
        return ChosenModel(None, _trouble(root, message, _CALIBRATE, "meaning_uncalibrated"))
    if fitted.embedder != embedder.fingerprint:
        message = (
            f"没有启用语义模型：faq/calibration.json 是为另一个模型（{fitted.embedder}）校准的，"
            f"现在是 {embedder.fingerprint}"
        )
        return ChosenModel(None, _trouble(root, message, _CALIBRATE, "meaning_other_model"))
    return ChosenModel(embedder, None, meaning_store(root, embedder))


def model_trouble(root: Path, fault: EmbeddingError) -> Problem:
    """Why a model cannot be used; where setup built none the settings are not to blame."""
    name = load_settings(root).assistant.embedding_model
    built = name == AssistantSettings().embedding_model and not (root / name).exists()
    return _trouble(root, fault.message, fault.remedy, "meaning_missing" if built else "meaning_model")


def _trouble(root: Path, message: str, remedy: str, kind: str) -> Problem:
    """At the line of the setting, or at the variable that overrides it."""
    variable = variable_name(_SECTION, _KEY)
    if variable in os.environ:
        return Problem(f"环境变量 {variable}", 0, message, remedy, kind)
    settings = root / SETTINGS_FILE
    section = read_yaml(settings, root).get(_SECTION) if settings.exists() else None
    value = section.get(_KEY) if section else None
    return Problem(SETTINGS_FILE, value.line if value else 1, message, remedy, kind)
