"""One side of a comparison: a state of the knowledge base and what it makes of the known questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from evaluation.outcomes import Announce, OpenState, Treatment, Workshop


class Side:
    """One state and what it makes of the questions; known ones are not asked again, logged ones kept nowhere."""

    def __init__(self, workshop: Workshop, folder: Path, texts: Sequence[str], logged: Sequence[str]) -> None:
        """The state of a folder; it is opened only when something must be asked."""
        self._workshop, self._folder = workshop, folder
        self._logged = [text for text in logged if text not in frozenset(texts)]
        self._key = workshop.key(folder)
        self.outcomes = workshop.known(self._key)
        self._missing = [text for text in texts if text not in self.outcomes]
        self._open: OpenState | None = None

    @property
    def is_known(self) -> bool:
        """Whether nothing need be asked."""
        return not self._missing and not self._logged

    def opened(self) -> OpenState:
        """The state, opened once."""
        if self._open is None:
            self._open = self._workshop.open_state(self._folder)
        return self._open

    def ask(self, announce: Announce = lambda _: None, *, processes: int = 1) -> dict[str, Treatment]:
        """All outcomes, what was missing asked."""
        if self.is_known:
            return self.outcomes
        state = self.opened()
        found = state.decide(self._missing, announce, processes=processes)
        self.take(dict(zip(self._missing, found, strict=True)))
        logged = state.decide(self._logged, announce, processes=processes, remember=False)
        self.outcomes |= dict(zip(self._logged, logged, strict=True))
        return self.outcomes

    def take(self, outcomes: Mapping[str, Treatment]) -> None:
        """Take over and keep what was found out, but for logged questions."""
        self.outcomes |= outcomes
        logged = frozenset(self._logged)
        self._workshop.keep(self._key, {text: item for text, item in self.outcomes.items() if text not in logged})
