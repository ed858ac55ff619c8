"""Rasa's own way to answer an FAQ (DIET and ResponseSelector) as a contender of `benchmarks/faq.py`.

Set up as Rasa's documentation does: one retrieval intent `faq/<entry>`, whose response the selector
chooses, and `out_of_scope` for what is not ours; stock featurizers as in `benchmarks/nlu.py`, and the
number of epochs that `rasa init` writes for both. Trained on the questions that our engine indexes.
"""

from __future__ import annotations

import asyncio
import logging
import os
import tempfile
from pathlib import Path
from typing import Any

import yaml

from benchmarks.faq_contenders import Ranked
from benchmarks.generated_knowledge import Knowledge

EPOCHS = 100
NAME = "Rasa DIET + ResponseSelector"
_INTENT = "faq"
_FOREIGN = "out_of_scope"
_SEED = 7
_PLACES = 3


def pipeline(epochs: int) -> list[dict[str, Any]]:
    """What Rasa brings along, nothing of ours."""
    trained: dict[str, Any] = {"epochs": epochs, "random_seed": _SEED}
    return [
        {"name": "JiebaTokenizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "entity_recognition": False, **trained},
        {"name": "ResponseSelector", "retrieval_intent": _INTENT, **trained},
    ]


class RasaSelector:
    """Trained through Rasa's graph without its cache, then asked through its agent."""

    def __init__(self, knowledge: Knowledge, epochs: int = EPOCHS) -> None:
        with tempfile.TemporaryDirectory(prefix="bot-faq-rasa-") as folder:
            # Rasa reads the place of its cache when it is imported.
            os.environ["RASA_CACHE_DIRECTORY"] = str(Path(folder) / "cache")
            model = _train(knowledge, epochs, Path(folder))
            from rasa.core.agent import Agent
            from rasa.utils.log_utils import configure_structlog

            configure_structlog(logging.ERROR)  # else every question is printed, which costs time too
            self._agent = Agent.load(model)
        self._runner = asyncio.Runner()
        self.rank("先问一句，不计时")

    def rank(self, text: str) -> Ranked:
        """The selector's ranking; a score is its confidence times the one that the question is ours at all."""
        parsed = self._runner.run(self._agent.parse_message(text))
        ours = next((item["confidence"] for item in parsed["intent_ranking"] if item["name"] == _INTENT), 0.0)
        ranking = parsed["response_selector"][_INTENT]["ranking"][:_PLACES]
        return [(item["intent_response_key"].partition("/")[2], ours * item["confidence"]) for item in ranking]


def _train(knowledge: Knowledge, epochs: int, folder: Path) -> str:
    from rasa.model_training import train_nlu
    from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLWriter
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    examples = [
        Message.build(wording, intent=f"{_INTENT}/{entry.id}")
        for entry in knowledge.entries
        for wording in dict.fromkeys(entry.wordings())
    ]
    examples += [Message.build(text, intent=_FOREIGN) for text in dict.fromkeys(knowledge.negatives)]
    responses = {f"utter_{_INTENT}/{entry.id}": [{"text": entry.title}] for entry in knowledge.entries}
    RasaYAMLWriter().dump(folder / "nlu.yml", TrainingData(examples, responses=responses))
    config = {"recipe": "default.v1", "assistant_id": "benchmark", "language": "zh", "pipeline": pipeline(epochs)}
    (folder / "config.yml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    return str(train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder)))
