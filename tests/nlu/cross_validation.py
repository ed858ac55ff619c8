"""Stratified cross-validation of the intents, and the development set against the trained model.

`python -m tests.nlu.cross_validation` prints the figures as one JSON line; `python -m bot quality --through nlu`
compares them with the floors. Each fold trains Rasa's own pipeline on the rest of the data in a folder of its
own: Rasa's `test nlu --cross-validation` would read the entries' questions into every fold again.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDS = 3
MODEL_FILE = ROOT / "models/current.tar.gz"
_SERVICE = {"ask_other_service": "other_service"}


@dataclass(frozen=True)
class Ranked:
    """One sentence: what it is, and what the model said, with its certainty."""

    text: str
    intent: str
    predicted: str
    confidence: float


def cross_validated(folds: int = FOLDS) -> list[Ranked]:
    """Every training example, ranked by a model that never saw it."""
    from rasa.shared.importers.importer import TrainingDataImporter

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
    for fold in range(folds):
        held = [
            (str(m.get("text")), str(m.get("intent"))) for n, m in enumerate(data.intent_examples) if fold_of[n] == fold
        ]
        kept = [message for number, message in enumerate(data.intent_examples) if fold_of[number] != fold]
        results += _trained_and_asked(data, kept, held)
    return results


def development() -> list[Ranked]:
    """The development questions, ranked by the trained model; labels are intents."""
    from evaluation.questions import read_questions

    questions = read_questions(ROOT / "tests/data/dev_questions.jsonl", ROOT)
    ranked = asyncio.run(_ask(MODEL_FILE, [(question.text, question.label) for question in questions]))
    return [Ranked(r.text, r.intent, _SERVICE.get(r.predicted, r.predicted), r.confidence) for r in ranked]


def macro_f1(ranked: Iterable[Ranked]) -> float:
    """The mean over the intents of the harmonic mean of precision and recall."""
    listed = list(ranked)
    meant = Counter(item.intent for item in listed)
    said = Counter(item.predicted for item in listed)
    both = Counter(item.intent for item in listed if item.intent == item.predicted)
    return sum(2 * both[name] / (meant[name] + said[name]) for name in meant) / len(meant)


def accuracy(ranked: Sequence[Ranked]) -> float:
    """The share that is right."""
    return sum(item.intent == item.predicted for item in ranked) / len(ranked)


def confusions(ranked: Iterable[Ranked]) -> list[tuple[int, str, str, str]]:
    """(count, intent, taken for, an example), most often first."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for item in ranked:
        if item.intent != item.predicted:
            found[item.intent, item.predicted].append(item.text)
    return sorted(((len(texts), *pair, texts[0]) for pair, texts in found.items()), reverse=True)


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


def _trained_and_asked(data: object, kept: list[object], held: list[tuple[str, str]]) -> list[Ranked]:
    from rasa.model_training import train_nlu
    from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLWriter
    from rasa.shared.nlu.training_data.training_data import TrainingData

    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    config.pop("importers", None)
    with tempfile.TemporaryDirectory(prefix="bot-fold-") as folder:
        place = Path(folder)
        (place / "config.yml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
        part = TrainingData(
            training_examples=kept,
            regex_features=data.regex_features,  # type: ignore[attr-defined]
            lookup_tables=data.lookup_tables,  # type: ignore[attr-defined]
            entity_synonyms=data.entity_synonyms,  # type: ignore[attr-defined]
        )
        RasaYAMLWriter().dump(place / "nlu.yml", part)
        model = train_nlu(
            str(place / "config.yml"), str(place / "nlu.yml"), str(place), domain=str(ROOT / "domain.yml")
        )
        return asyncio.run(_ask(Path(str(model)), held))


async def _ask(model: Path, texts: Sequence[tuple[str, str]]) -> list[Ranked]:
    from rasa.core.agent import Agent

    agent = Agent.load(str(model))
    results = []
    for text, intent in texts:
        parsed = await agent.parse_message(text)
        best = next((item for item in parsed["intent_ranking"] if item["name"] != "nlu_fallback"), parsed["intent"])
        results.append(Ranked(text, intent, best["name"] or "out_of_scope", best["confidence"]))
    return results


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    print(json.dumps(figures()))
