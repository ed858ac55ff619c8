"""What a message asks or tells beside the facts that move a guide, in a line or two over its next step."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.answering.first_asked import best_of_part, is_likely
from actions.answering.several import ALSO, is_of_case
from actions.guiding.leading import asked_fact, conclusion
from actions.in_talk.aspects import quoted, topic_of
from actions.in_talk.beside import LATER, beside_lines
from dialogue.mixed.asides import questions_beside
from dialogue.mixed.several import came_up_anew, told_besides
from dialogue.questions.meanings import plain_line
from dialogue.questions.weighing import price_asked
from dialogue.text.languages import in_mandarin
from faq.engine.library import Library
from faq.guiding.state import GuideReply, GuideState


def said_beside(
    library: Library, tracker: Tracker, text: str, before: GuideState, after: GuideState, next_step: GuideReply
) -> str:
    """What a message asks beside its facts, in a line or two: the words of a step, else the matter, else another.

    What the step that is said next answers is not said twice.
    """
    step = next_step.text
    plain = plain_line(in_mandarin(text), *(asked_fact(library.guidance, case) for case in (before, after)))
    if plain:
        return plain
    if price := price_asked(in_mandarin(text), library.guidance.guides.undone(after.known), said=step):
        return price
    topic = topic_of(None, after, library.content, library.guidance)
    also = (topic.id,) if topic is not None else ()
    line = beside_lines(library, tracker, questions_beside(text, library.guidance), step=step, also=also)
    told = _line_for_told(library, in_mandarin(text), after.guide, f"{line}{step}")
    return "\n".join(filter(None, (line, told)))


def _line_for_told(library: Library, text: str, guide: str, said: str) -> str:
    """The matters that are told beside what moves a guide, a line for each; empty where that guide is about them."""
    lines, anew = list[str](), came_up_anew(text)
    for part in told_besides(text):
        if part in said or (part not in anew and is_of_case(library, part, guide)):
            continue
        decision = best_of_part(part, library.decide)
        entry = library.content.entry(decision.candidates[0].entry_id) if is_likely(decision) else None
        if entry is None:
            lines.append(LATER.format(quoted(part)))
        elif entry.guide != guide and conclusion(entry) not in said:
            lines.append(ALSO.format(entry.title, conclusion(entry)))
    return "\n".join(lines)
