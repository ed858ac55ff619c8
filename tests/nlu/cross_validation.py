"""Stratified cross-validation of the intents, and the development set against the trained model.

`python -m tests.nlu.cross_validation` prints the figures as one JSON line; `python -m bot quality --through nlu`
compares them with the floors. Each fold trains the pipeline of `config.yml` on the rest of the data: Rasa's
`test nlu --cross-validation` would read the entries' questions into every fold again, and start a trainer for each.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import warnings
from collections import defaultdict
from collections.abc import Mapping, Sequence
from inspect import signature
from pathlib import Path
from typing import Any

import rasa.engine.recipes.default_components  # noqa: F401 (makes Rasa's own parts known by their names)
import yaml
from rasa.core.agent import Agent
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from evaluation.questions import read_questions
from tests.nlu.ranked import Ranked, accuracy, confusions, macro_f1

ROOT = Path(__file__).resolve().parents[2]
FOLDS = 3
MODEL_FILE = ROOT / "models/current.tar.gz"
_GIVE_FEATURES = {
    DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER,
    DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER,
}
"""The parts whose work on the examples the later ones learn from, as in Rasa's own recipe."""
_SERVICE = {"ask_other_service": "other_service"}


def cross_validated(folds: int = FOLDS, asked: int = 1) -> list[Ranked]:
    """The training examples of the first `asked` folds, ranked by a model that never saw them.

    One fold of three is dealt out over all intents: all three take a minute more and say the same.
    """
    importer = TrainingDataImporter.load_from_config(
        str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(ROOT / "data")]
    )
    data = importer.get_nlu_data()
    groups: dict[str, list[int]] = defaultdict(list)
    for number, example in enumerate(data.intent_examples):
        groups[str(example.get("intent"))].append(number)
    # Dealt out in turn within each intent: every fold has its share of each.
    fold_of = {number: place % folds for numbers in groups.values() for place, number in enumerate(numbers)}
    results: list[Ranked] = []
    for fold in range(min(folds, asked)):
        held = [
            (str(m.get("text")), str(m.get("intent"))) for n, m in enumerate(data.intent_examples) if fold_of[n] == fold
        ]
        kept = [message for number, message in enumerate(data.intent_examples) if fold_of[number] != fold]
        results += _trained_and_asked(data, kept, held)
    return results


def development() -> list[Ranked]:
    """The development questions, ranked by the trained model; labels are intents."""
    questions = read_questions(ROOT / "tests/data/dev_questions.jsonl", ROOT)
    ranked = asyncio.run(_ask(MODEL_FILE, [(question.text, question.label) for question in questions]))
    return [Ranked(r.text, r.intent, _SERVICE.get(r.predicted, r.predicted), r.confidence) for r in ranked]


def figures() -> dict[str, float]:
    """What `tests/quality.yml` sets floors for."""
    crossed, developed = cross_validated(), development()
    for count, intent, predicted, example in confusions(crossed)[:15]:
        print(f"  {intent} → {predicted}：{count}，例如「{example[:40]}」", file=sys.stderr)
    return {
        "nlu.cross_validation_macro_f1": macro_f1(crossed),
        "nlu.cross_validation_accuracy": accuracy(crossed),
        "nlu.development_accuracy": accuracy(developed),
        "nlu.development_macro_f1": macro_f1(developed),
    }


def _trained_and_asked(data: TrainingData, kept: Sequence[Message], held: Sequence[tuple[str, str]]) -> list[Ranked]:
    """The pipeline of `config.yml` part by part: what Rasa's trainer does, without its start and its files."""
    examples = [Message.build(message.get(TEXT), intent=message.get(INTENT)) for message in kept]
    training = TrainingData(
        training_examples=examples, regex_features=data.regex_features, lookup_tables=data.lookup_tables
    )
    asked = [Message(data={TEXT: text}) for text, _ in held]
    nobody = DialogueStateTracker("nobody", Domain.load(str(ROOT / "domain.yml")).slots)
    with tempfile.TemporaryDirectory(prefix="bot-fold-") as folder:
        storage = LocalModelStorage(Path(folder))
        for step in yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]:
            name = step.pop("name")
            part = DefaultV1Recipe._from_registry(name)
            place = ExecutionContext(GraphSchema({}), node_name=name)
            config = {**part.clazz.get_default_config(), **step}
            component = part.clazz.create(config, storage, Resource(name), place)
            if part.is_trainable:
                component.train(training)
            if part.types & _GIVE_FEATURES:
                component.process_training_data(training)
            context = {"tracker": nobody} if "tracker" in signature(component.process).parameters else {}
            component.process(asked, **context)
    return [_ranked(text, intent, message.data) for (text, intent), message in zip(held, asked, strict=True)]


async def _ask(model: Path, texts: Sequence[tuple[str, str]]) -> list[Ranked]:
    agent = Agent.load(str(model))
    return [_ranked(text, intent, await agent.parse_message(text)) for text, intent in texts]


def _ranked(text: str, intent: str, parsed: Mapping[str, Any]) -> Ranked:
    best = next((item for item in parsed["intent_ranking"] if item["name"] != "nlu_fallback"), parsed["intent"])
    return Ranked(text, intent, best["name"] or "out_of_scope", best["confidence"])


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    print(json.dumps(figures()))
