"""What others are told of a guide: the API with every step of it, and the agent of a ticket."""

from __future__ import annotations

from typing import Any

from faq.guiding.guidance import Guidance
from faq.guiding.state import GuideState


def trace_of(guidance: Guidance, state: GuideState) -> dict[str, Any]:
    """What the API tells of a guide: which, where, how many questions it took to get there, and the facts known."""
    facts = {name: value for name, value in state.known.items() if "@" not in name}
    place = state.step or (state.path[-1] if state.path else "")
    number = len(state.path) if state.running else None
    return {
        "guide_id": state.guide or None,
        "step": place.partition(".")[2] or None,
        "step_number": number,
        "facts": facts,
    }


def case_lines(guidance: Guidance, state: GuideState) -> list[str]:
    """The case and the way through the guide, as a ticket tells its agent."""
    facts = [f"{title}：{value}" for title, value in guidance.guides.situation.described(state.known)]
    path = guidance.engine.path_names(state)
    guide = guidance.guides.guides.get(state.guide)
    lines = [f"情况：{'；'.join(facts)}"] if facts else []
    return lines + ([f"已走过「{guide.name}」：{' → '.join(path)}"] if guide and path else [])
