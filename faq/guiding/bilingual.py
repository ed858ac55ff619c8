"""Leads through a guide in the language somebody writes: the same tree, the same facts, other words."""

from __future__ import annotations

from collections.abc import Mapping

from faq.guiding.engine import GuideEngine
from faq.guiding.phrases import ENGLISH
from faq.guiding.state import GuideReply, GuideState
from faq.guiding.tree import Guides


class BilingualEngine(GuideEngine):
    """Speaks English to a case that is led in English, Chinese to all others."""

    def __init__(self, guides: Guides) -> None:
        """Use these guides, and what of them staff wrote in English."""
        super().__init__(guides)
        self._english = GuideEngine(guides.in_english(), ENGLISH)

    def begin(self, state: GuideState, guide_id: str) -> tuple[GuideState, GuideReply]:
        """Start a guide with all that is known already; one that is under way goes on."""
        return self._english.begin(state, guide_id) if state.english else super().begin(state, guide_id)

    def tell(self, state: GuideState, said: Mapping[str, str]) -> tuple[GuideState, GuideReply]:
        """Take facts that were said or chosen, and go on to what is still open."""
        return self._english.tell(state, said) if state.english else super().tell(state, said)

    def back(self, state: GuideState) -> tuple[GuideState, GuideReply]:
        """One step back: what was answered there is open again."""
        return self._english.back(state) if state.english else super().back(state)

    def restart(self, state: GuideState) -> tuple[GuideState, GuideReply]:
        """From the first step: all that this guide asked is open again."""
        return self._english.restart(state) if state.english else super().restart(state)

    def resume(self, state: GuideState) -> tuple[GuideState, GuideReply]:
        """The very step again, in other words."""
        return self._english.resume(state) if state.english else super().resume(state)

    def passed(self, state: GuideState) -> tuple[GuideState, GuideReply]:
        """The step again; on with what is taken of it for now once it was asked often enough."""
        return self._english.passed(state) if state.english else super().passed(state)

    def waiting(self, state: GuideState) -> str:
        """How to go on with the step somebody stands at; empty when none waits."""
        return self._english.waiting(state) if state.english else super().waiting(state)

    def remind(self, state: GuideState) -> GuideReply | None:
        """The open question in short and its options; None when no guide waits."""
        return self._english.remind(state) if state.english else super().remind(state)
