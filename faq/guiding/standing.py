"""Where somebody stands in a guide: what is asked there, how often it was read, how to go on; nothing moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from faq.guiding.options import options_of
from faq.guiding.phrases import CHINESE, Phrases
from faq.guiding.situation import Fact
from faq.guiding.state import GuideReply, GuideState
from faq.guiding.tree import Guides, Step


class Standing:
    """What can be told of a place in the guides of a project; holds no state of its own."""

    def __init__(self, guides: Guides, phrases: Phrases = CHINESE) -> None:
        """Use these guides, and what is said around them."""
        self._guides = guides
        self._phrases = phrases

    def read_in(self, state: GuideState, lines: Sequence[str]) -> GuideState:
        """The case with how often the open question stands in some lines: behind other answers it was read, too."""
        step = self._guides.step(state.step)
        if step is None or not step.collect:
            return state
        fact = self._fact(step)
        asked = (step.ask or fact.ask).splitlines()[-1], step.again or fact.again
        times = sum(line in asked for line in lines)
        return replace(state, shown={**(state.shown or {}), state.step: max(times, state.times(state.step))})

    def remind(self, state: GuideState) -> GuideReply | None:
        """The open question in short and its options, for behind an answer to something else; nothing is counted.

        None when no guide waits, the answer is known meanwhile, or the question may not stand without its warning.
        """
        step = self._guides.step(state.step)
        if step is None or not step.collect or step.warn or self._fact_key(state.step) in self._told_of(state):
            return None
        fact = self._fact(step)
        options = options_of(step, fact)
        return GuideReply(step.again or fact.again, options, self._fact_key(state.step))

    def asked(self, state: GuideState) -> str | None:
        """The fact the step somebody stands at asks for; None when no guide waits."""
        step = self._guides.step(state.step)
        return step.collect if step else None

    def answered_last(self, state: GuideState) -> str:
        """The fact that was answered to the step before the one somebody stands at; empty when none was."""
        steps = [self._guides.step(place) for place in state.path if place != state.step]
        return next((step.collect for step in reversed(steps) if step is not None and step.collect), "")

    def waiting(self, state: GuideState) -> str:
        """How to go on with the step somebody stands at; empty when none waits."""
        step = self._guides.step(state.step)
        return self._phrases.waits if step is not None and step.collect else ""

    def left_open(self, state: GuideState) -> bool:
        """Whether a guide was put aside at a question that is still open: «继续» comes back to it."""
        if state.running or state.over or not state.path or state.guide not in self._guides.guides:
            return False
        return self._fact_key(state.path[-1]) not in self._told_of(state)

    def path_names(self, state: GuideState) -> list[str]:
        """The steps taken, as staff read them."""
        steps = ((place, self._guides.step(place)) for place in state.path)
        return [self._name(step) for _, step in steps if step and step.collect]

    def _name(self, step: Step) -> str:
        return step.name or self._fact(step).title

    def _told_of(self, state: GuideState) -> Mapping[str, str]:
        """What is known of a case, and what follows from it."""
        return self._guides.situation.with_implied(state.known)

    def _fact(self, step: Step) -> Fact:
        return self._guides.situation.facts[step.collect]

    def _fact_key(self, place: str) -> str:
        step = self._guides.step(place)
        return self._guides.fact_key(place, step.collect) if step and step.collect else ""
