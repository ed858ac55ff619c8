"""The two sides of a comparison: states of the knowledge base, and what each makes of the questions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

from evaluation.aside import Aside
from evaluation.blame import renamed_outcome
from evaluation.outcomes import Announce, OpenState, Treatment, Workshop
from evaluation.reach import Reach, TouchedTexts
from faq.content.loader import Content

_OTHERS = 160
"""So many questions that the edit cannot reach are asked as well: they show what chance does."""
_NEVER = 1_000


class Side:
    """One state and what it makes of the questions."""

    def __init__(self, workshop: Workshop, folder: Path, content: Content) -> None:
        """The state of a folder that holds this content; it is opened only when something must be asked."""
        self._workshop, self._folder = workshop, folder
        self._key = workshop.key(folder, content)
        self.outcomes = workshop.known(self._key)
        self._open: OpenState | None = None

    def opened(self) -> OpenState:
        """The state, opened once."""
        if self._open is None:
            self._open = self._workshop.open_state(self._folder)
        return self._open

    def knows(self, texts: Collection[str]) -> bool:
        """Whether none of the texts need be asked."""
        return self.outcomes.keys() >= set(texts)

    def ask(
        self, texts: Sequence[str], logged: Sequence[str], announce: Announce = lambda _: None, *, processes: int = 1
    ) -> dict[str, Treatment]:
        """The outcomes of the texts that are not known yet, and of logged ones, which nobody remembers."""
        missing = [text for text in texts if text not in self.outcomes]
        found: dict[str, Treatment] = {}
        for some, remember in ((missing, True), (logged, False)):
            if some:
                outcomes = self.opened().decide(some, announce, processes=processes, remember=remember)
                found |= dict(zip(some, outcomes, strict=True))
        return found

    def keep(self, without: Collection[str]) -> None:
        """Keep what is known for the next time, but for some texts."""
        self._workshop.keep(self._key, {text: item for text, item in self.outcomes.items() if text not in without})


@dataclass(frozen=True)
class Treatments:
    """What both states make of the texts; those that were not asked are treated as before."""

    before: Mapping[str, Treatment]
    after: Mapping[str, Treatment]
    asked: frozenset[str]


@dataclass(frozen=True)
class Wanted:
    """The texts of a comparison: known questions, those of them that are promised for the first time, logged ones."""

    known: Sequence[str]
    fresh: Collection[str] = ()
    logged: Sequence[str] = ()


class Comparison:
    """Two sides asked no more than an edit can change."""

    def __init__(self, older: Side, newer: Side, moved: TouchedTexts, renamed: Mapping[str, str]) -> None:
        """`moved`: what the edit did; `renamed`: old ids by what they became."""
        self._older, self._newer, self._moved, self._renamed = older, newer, moved, renamed

    def answers(self, wanted: Wanted, require_sound: Callable[[], None], announce: Announce) -> Treatments:
        """Ask; `require_sound` is called when the newer state was read, and may raise."""
        older, newer = self._older, self._newer
        announce("读懂改过的知识库…")
        reach = Reach(newer.opened().state, self._moved)
        reached = reach.among(wanted.known) | frozenset(wanted.fresh)
        chosen = _with_others(wanted.known, reached, older.outcomes)
        logged = self._reached_of(reach, wanted)
        require_sound()
        old = [text for text in chosen if text not in wanted.fresh]
        work = None if older.knows([*old, *logged]) else Aside(lambda: older.ask(old, logged))
        try:
            newer.outcomes |= newer.ask(chosen, logged, announce, processes=1 if work else 2)
            if work is not None:
                announce("等旧的一版答完…")
                older.outcomes |= work.result()
        finally:
            if work is not None:
                work.stop()
        before = {text: renamed_outcome(outcome, self._renamed) for text, outcome in older.outcomes.items()}
        passed_on = {text: replace(before[text], age=before[text].age + 1) for text in wanted.known if text in before}
        newer.outcomes = passed_on | newer.outcomes
        if work is not None:
            older.keep(logged)
        newer.keep(logged)
        return Treatments(before, newer.outcomes, frozenset([*chosen, *logged]))

    def _reached_of(self, reach: Reach, wanted: Wanted) -> list[str]:
        """The logged texts that the edit can reach and that are no known questions."""
        known = frozenset(wanted.known)
        logged = [text for text in wanted.logged if text not in known]
        reached = reach.among(logged)
        self._newer.opened().forget(logged)
        return [text for text in logged if text in reached]


def _with_others(texts: Sequence[str], reached: Collection[str], kept: Mapping[str, Treatment]) -> list[str]:
    """What the edit can reach, and some of the others: those first that nobody has asked for longest."""

    def turn(text: str) -> tuple[int, int]:
        return (-kept[text].age if text in kept else -_NEVER, crc32(text.encode()))

    others = frozenset(sorted((text for text in texts if text not in reached), key=turn)[:_OTHERS])
    return [text for text in texts if text in reached or text in others]
