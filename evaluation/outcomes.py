"""What one state of the knowledge base makes of many texts: as fast as two cores allow, and remembered."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from evaluation.answering import decision_prediction
from evaluation.aside import Aside
from evaluation.remembered import ByText, OutcomeStore, RememberingEmbedder
from evaluation.state_names import state_name
from evaluation.verdicts import Prediction
from faq.content.loader import Content
from faq.engine.classifier_store import ClassifierStore
from faq.engine.index import Index
from faq.engine.meaning_model import MODELS_FOLDER, ChosenModel, choose_model
from faq.engine.state import KnowledgeState, build_state, calibration_file
from faq.guiding.guidance import Guidance
from faq.meaning.meaning_store import MeaningStore
from faq.ranking.calibration import load_calibration
from faq.ranking.decision import Decision
from faq.text.wording import core

Announce = Callable[[str], None]

_AT_ONCE = 64
_WORTH_A_PROCESS = 300
_FOREIGN = ("meaning_foreign", "negative")


@dataclass(frozen=True)
class Treatment:
    """What a state makes of a text; `foreign` is how near the nearest out-of-scope example lies, 0 to 1."""

    prediction: Prediction
    foreign: float = 0.0
    age: int = 0
    """So many edits ago it was found out; none of them could reach the text."""


NOTHING = Treatment(Prediction("none"))
"""Of a text that was never asked."""


@dataclass(frozen=True)
class Workshop:
    """What both sides of a comparison share: the sentence model with its memory, and where outcomes are kept."""

    project: Path
    today: date
    store: OutcomeStore

    def key(self, folder: Path, content: Content) -> str:
        """The name of a folder's state."""
        chosen = choose_model(self.project, load_calibration(calibration_file(folder)), later=True)
        return state_name(folder, content, chosen.embedder.fingerprint if chosen.embedder else "", self.today)

    def known(self, key: str) -> dict[str, Treatment]:
        """The outcomes kept for that state, by text."""
        return {text: _outcome(item) for text, item in (self.store.read(key) or {}).items()}

    def keep(self, key: str, outcomes: Mapping[str, Treatment]) -> None:
        """Keep them."""
        self.store.write(key, {text: _plain(item) for text, item in outcomes.items()})

    def open_state(self, folder: Path) -> OpenState:
        """The state of a folder as it is when it has been served for a while: with classifiers.

        Raises:
            ContentError: it has faults.
        """
        return open_state(self.project, folder, self.today, ClassifierStore(self.project / MODELS_FOLDER).fitted)


@dataclass(frozen=True)
class OpenState:
    """A state ready to be asked many questions."""

    state: KnowledgeState
    memory: RememberingEmbedder | None
    today: date

    @property
    def content(self) -> Content:
        """The knowledge base without what is not valid that day."""
        return self.state.index.content.valid_on(self.today)

    def decide(
        self, texts: Sequence[str], announce: Announce = lambda _: None, *, processes: int = 1, remember: bool = True
    ) -> list[Treatment]:
        """What it makes of each; in two processes where that pays. What people asked is never to be remembered."""
        with threadpool_limits(1):
            if processes > 1 and len(texts) >= _WORTH_A_PROCESS and len(os.sched_getaffinity(0)) > 1:
                result = self._decide_in_two(texts, announce)
            else:
                result = self._decide(texts, announce)
        if not remember:
            self.forget(texts)
        elif self.memory is not None:
            self.memory.save(frozenset(self.state.index.rows.texts))
        return result

    def forget(self, texts: Sequence[str]) -> None:
        """Keep nothing of what the sentence model made of these."""
        if self.memory is not None:
            self.memory.forget(frozenset(self._read(texts)))

    def _decide_in_two(self, texts: Sequence[str], announce: Announce) -> list[Treatment]:
        if self.memory is not None:  # what the model must read it reads here, on all cores, once
            self.memory.embed(self._read(texts))
        half = len(texts) // 2
        other = Aside(lambda: self._second(texts[half:]))
        try:
            first = self._decide(texts[:half], announce, scale=2)
            rest, learnt = other.result()
        finally:
            other.stop()
        if self.memory is not None:
            self.memory.learn(learnt)
        return [*first, *rest]

    def _second(self, texts: Sequence[str]) -> tuple[list[Treatment], ByText]:
        """In a process of its own: the outcomes, and what the model read there."""
        return self._decide(texts, lambda _: None), self.memory.news if self.memory else {}

    def _decide(self, texts: Sequence[str], announce: Announce, scale: int = 1) -> list[Treatment]:
        result: list[Treatment] = []
        for start in range(0, len(texts), _AT_ONCE):
            some = texts[start : start + _AT_ONCE]
            state = self._ahead(some)
            result += [_seen(state.decider(text, self.today).decide(text, (), None)) for text in some]
            announce(f"问已知的问题：{len(result) * scale} / {len(texts) * scale}")
        return result

    def _ahead(self, texts: Sequence[str]) -> KnowledgeState:
        """The same state, its sentence model ahead of the questions to come."""
        meaning = self.state.index.meaning
        if meaning is None:
            return self.state
        return replace(self.state, index=self.state.index.meaning_so(meaning.read_ahead(self._read(texts))))

    def _read(self, texts: Sequence[str]) -> list[str]:
        """The texts as the sentence model gets them."""
        readings = [self.state.index.read(text) for text in texts]
        return [reading for item in readings for reading in (core(item.plain), item.mended)]


def open_state(
    project: Path, folder: Path, today: date, fit: Callable[[Index], Index] = Index.with_classifiers
) -> OpenState:
    """The state of a folder as it is when it has been served for a while; `fit` brings the classifiers.

    The sentence model with all it remembers is the project's.

    Raises:
        ContentError: it has faults.
    """
    chosen = choose_model(project, load_calibration(calibration_file(folder)), later=True)
    memory = None
    if chosen.embedder is not None and chosen.store is not None:
        kept = MeaningStore(project / MODELS_FOLDER, chosen.embedder.fingerprint, "questions")
        memory = RememberingEmbedder(chosen.embedder, kept, chosen.store.read())
    with threadpool_limits(1):  # processes that each use all cores for tiny products wait for one another
        # It must not overwrite what the processes that serve keep: this one keeps its own.
        return OpenState(
            build_state(folder, ChosenModel(memory, None), guidance=Guidance.none()).with_classifiers(fit),
            memory,
            today,
        )


def _seen(decision: Decision) -> Treatment:
    signals = decision.candidates[0].signals if decision.candidates else {}
    foreign = next((signals[name] for name in _FOREIGN if name in signals), 0.0)
    return Treatment(decision_prediction(decision), foreign)


def _plain(outcome: Treatment) -> list[object]:
    prediction = outcome.prediction
    return [prediction.band, prediction.faq_id, prediction.candidates, outcome.foreign, outcome.age]


def _outcome(plain: list[Any]) -> Treatment:
    band, faq_id, candidates, foreign, age = plain
    return Treatment(Prediction(band, faq_id, tuple((name, score) for name, score in candidates)), foreign, age)
