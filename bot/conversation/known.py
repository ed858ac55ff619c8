"""What the gateway knows of a talk by itself: the facts that were told, and the step of a guide that waits.

Rasa holds the case; this is for the turns that it does not answer, so that nothing is offered then which somebody has
ruled out. Texts are masked as they are in the inbox.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faq.content.entry import Entry
from faq.guiding.guidance import Guidance
from faq.guiding.options import fact_of
from faq.guiding.situation import UNKNOWN
from faq.guiding.state import GuideReply, GuideState

_TOLD, _CHARS, _LAST = 12, 300, 12
"""So many things that were told are kept, and so much of each."""


def kept_of_turn(state: Mapping[str, Any], trace: Mapping[str, Any], text: str, option: str | None) -> dict[str, Any]:
    """The part of a conversation's state that this reads: what was told, and where a guide waits now."""
    told = [*state.get("told", ())]
    if option:
        told.append({"option": option})
    elif text:
        told.append({"text": text[:_CHARS]})
    if facts := trace.get("facts"):
        told.append({"facts": dict(facts)})
    waits = bool(trace.get("guide_id") and trace.get("step_number") is not None)
    return {"told": told[-_TOLD:], "guide": {"id": trace["guide_id"], "step": trace.get("step")} if waits else None}


def last_told(state: Mapping[str, Any]) -> list[str]:
    """The last messages, nothing in the place of a tapped option."""
    return [item.get("text", "") for item in state.get("told", ()) if "facts" not in item][-_LAST:]


def case_known(state: Mapping[str, Any], guidance: Guidance, *, english: bool) -> GuideState:
    """The case as far as it was told; it stands at a step when that follows from what is known."""
    known: dict[str, str] = {}
    situation = guidance.guides.situation
    for item in state.get("told", ()):
        told = item.get("facts") or fact_of(item.get("option")) or guidance.extractor.facts(item.get("text", ""))
        known |= situation.kept(told, known, None)
    case = GuideState(facts=known, english=english)
    waits = state.get("guide") or {}
    if not _is_led(guidance, waits.get("id", ""), english=english):
        return case
    moved, _ = guidance.engine.begin(case, waits["id"])
    return moved if moved.step.partition(".")[2] == waits["step"] else case


def step_after(
    case: GuideState, guidance: Guidance, text: str, option: str | None
) -> tuple[GuideState, GuideReply] | None:
    """Where a guide goes on with the answer to its step; None when the message is no such answer."""
    asked = guidance.engine.asked(case) if case.running else None
    facts = fact_of(option) or ({} if option else guidance.extractor.facts(text, asked))
    if asked is None or asked not in facts:
        return None
    if not option and not guidance.extractor.says_only_facts(text, asked):
        return None
    return guidance.engine.tell(case, guidance.guides.situation.kept(facts, case.known, asked))


def led_by(entry: Entry, case: GuideState, guidance: Guidance) -> tuple[GuideState, GuideReply] | None:
    """The step of an entry's guide that what is known leads to; None when it has none, or nothing of it is known."""
    guide = entry.guide or ""
    if not _is_led(guidance, guide, english=case.english) or not case.known.keys() & guidance.guides.asked_in(guide):
        return None
    knows = guidance.guides.guides[guide].knows.get(entry.id, {})
    granted = {name: value for name, value in knows.items() if case.known.get(name, UNKNOWN) in (value, UNKNOWN)}
    return guidance.engine.begin(GuideState(facts={**case.known, **granted}, english=case.english), guide)


def _is_led(guidance: Guidance, guide: str, *, english: bool) -> bool:
    found = guidance.guides.guides.get(guide)
    return found is not None and (found.english or not english)
