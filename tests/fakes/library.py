"""A knowledge base with scripted decisions: what the engine would decide is not what an action's test is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faq.content.elsewhere import Place
from faq.content.loader import Content
from faq.engine.in_talk import NO_TALK, TalkSoFar
from faq.follow_ups.asked_next import AskedNext
from faq.follow_ups.of_case import NO_CASE, Case
from faq.guiding.guidance import Guidance
from faq.ranking.decision import Candidate, Decision, IntentScore
from faq.ranking.english_gloss import in_chinese

_NOWHERE = Path("/nonexistent")
"""A project without guides."""


@dataclass
class FakeLibrary:
    """Decides as told, records what it was asked, and stops the test at any other text."""

    content: Content
    decisions: dict[str, Decision] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    places: tuple[Place, ...] = ()
    guidance: Guidance = field(default_factory=lambda: Guidance.open(_NOWHERE))
    next_ones: dict[str, AskedNext] = field(default_factory=dict)
    told_ones: dict[str, AskedNext] = field(default_factory=dict)

    def decide(
        self,
        text: str,
        *,
        intents: Sequence[IntentScore] = (),
        previous: str | None = None,
        context: str = "",
        talk: TalkSoFar = NO_TALK,
    ) -> Decision:
        """The decision for that text."""
        self.asked.append(
            {"text": text, "intents": tuple(intents), "previous": previous, "context": context, "talk": talk}
        )
        if text not in self.decisions:
            raise AssertionError(f"the library was asked about {text!r}, which this test does not expect")
        return self.decisions[text]

    def follow_up(self, text: str, topic: str, talk: TalkSoFar = NO_TALK) -> Decision:
        """The decision for that text, as one that leans on the topic."""
        return self.decide(text, previous=topic)

    def meanings(self, texts: Sequence[str], *, alone: bool = False) -> None:
        """None: there is no sentence model."""

    def asked_next(
        self, text: str, of: Sequence[str], known: Case = NO_CASE, *, beside: bool = False, least: float = 0.0
    ) -> AskedNext | None:
        """The follow-up that this text is, or tells beside its question, where its entry is in talk."""
        ones = self.told_ones if beside else self.next_ones
        found = ones.get(text) or next((one for asked, one in ones.items() if in_chinese(asked, least=1) == text), None)
        return found if found is not None and found.entry_id in of and found.chance >= least else None


def decided(text: str, band: Any, *ranked: tuple[str, float], second: str | None = None) -> Decision:
    """A decision with its candidates."""
    return Decision(band, tuple(Candidate(entry_id, score) for entry_id, score in ranked), "test", text, second)
