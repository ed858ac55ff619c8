"""One whole state of the knowledge base: index, guides and probabilities that belong together, built aside."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from faq.content.careful import careful_file, load_careful
from faq.content.elsewhere import elsewhere_file, load_places
from faq.content.loader import content_files, load_content
from faq.content.negatives import OUT_OF_SCOPE, load_negatives, negatives_file
from faq.engine.decider import Decider
from faq.engine.index import Index
from faq.engine.meaning_model import ChosenModel
from faq.engine.stamps import Stamp, content_stamp
from faq.guiding.guidance import Guidance
from faq.guiding.loader import guide_files
from faq.ranking.calibration import CALIBRATION_FILE, CALIBRATION_NAME, Calibration, Model, load_calibration
from faq.ranking.decision import Candidate


@dataclass(frozen=True)
class KnowledgeState:
    """What belongs together: swapped in by one assignment, never changed."""

    index: Index
    careful: Mapping[str, float]
    guidance: Guidance
    calibration: Calibration

    @property
    def model(self) -> Model:
        """The probabilities and thresholds that suit the index."""
        fitted = self.calibration
        models = fitted.with_meaning if self.index.meaning and fitted.with_meaning else fitted
        model = models.search if self.index.learned is None else models.learned
        return replace(model, thresholds=replace(model.thresholds, careful=self.careful))

    @property
    def plain_model(self) -> Model:
        """The same where no sentence model has a say."""
        return self.calibration.search if self.index.learned is None else self.calibration.learned

    @property
    def figures(self) -> str:
        """A short name for the calibration."""
        return hashlib.sha256(repr(self.calibration).encode()).hexdigest()[:16]

    @property
    def drift(self) -> str:
        """What has changed so much since it was fitted that fitting anew pays; empty while it does not."""
        return self.calibration.drift(len(self.index.content.entries), len(self.index.rows.texts)) or ""

    def chance_without_meaning(self, candidate: Candidate, *, first: bool) -> float | None:
        """See `Library.chance_without_meaning`."""
        if self.index.meaning is None or not candidate.signals:
            return None
        part = self.plain_model.certainty if first else self.plain_model.ranking
        return part.probability(candidate.signals) if self.plain_model.signals <= candidate.signals.keys() else None

    def decider(self, said: str, today: date) -> Decider:
        """The rules over this state for a person who said this, on a day."""
        return Decider(
            self.index,
            self.model,
            lambda entry: entry.valid_on(today) and (entry.scope is None or entry.scope.claimed_in(said)),
        )

    def with_meaning(self, chosen: ChosenModel | None, earlier: KnowledgeState | None = None) -> KnowledgeState:
        """The same with the signals of a sentence model; None where none is to be asked (yet)."""
        before = earlier.index.meaning if earlier else None
        return self if chosen is None else replace(self, index=chosen.added_to(self.index, before))

    def with_classifiers(self, fit: Callable[[Index], Index] = Index.with_classifiers) -> KnowledgeState:
        """The same with classifiers, where they pay; `fit` brings them."""
        return replace(self, index=fit(self.index))


def calibration_file(folder: Path) -> Path:
    """The figures that hold for a folder."""
    own = folder / CALIBRATION_NAME
    return own if own.is_file() else CALIBRATION_FILE


def state_files(folder: Path) -> list[Path]:
    """Every file that a state is made of; some may be missing."""
    return [*content_files(folder), *_files_beside(folder), *guide_files(folder)]


def state_stamp(folder: Path) -> Stamp:
    """What tells one state of them from another."""
    return content_stamp(folder, _files_beside(folder))


def _files_beside(folder: Path) -> tuple[Path, ...]:
    return careful_file(folder), negatives_file(folder), elsewhere_file(folder), calibration_file(folder)


def build_state(
    folder: Path, chosen: ChosenModel | None, earlier: KnowledgeState | None = None, guidance: Guidance | None = None
) -> KnowledgeState:
    """The state of a folder, without classifiers; `chosen` is None where no sentence model is to be asked (yet).

    `guidance`: what stands in for the folder's own guides where nobody is led.

    Raises:
        ContentError: any fault in the content, the guides or the calibration.
    """
    calibration = load_calibration(calibration_file(folder))
    content = load_content(folder)
    careful = load_careful(folder, {entry.id for entry in content.entries})
    before = earlier.index if earlier else None
    index = Index(content, load_negatives(folder), before, load_places(folder), load_negatives(folder, OUT_OF_SCOPE))
    guidance = guidance or Guidance.open(folder, earlier.guidance if earlier else None)
    return KnowledgeState(index, careful, guidance, calibration).with_meaning(chosen, earlier)
