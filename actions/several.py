"""Several questions in one message: the first is answered, the others briefly beside it or as buttons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from rasa_sdk import Tracker

from actions.aspects import aspect_told, not_known, texts_of, topic_of
from actions.beside import beside_lines
from actions.leading import asked_fact, conclusion
from dialogue.asides import questions_beside
from dialogue.aspect_texts import closest_sentence, covering_sentence
from dialogue.aspects import aspect_in
from dialogue.heard import Heard
from dialogue.languages import in_mandarin
from dialogue.meanings import plain_line
from dialogue.no_part import is_bare
from dialogue.several import asks_by_words, questions_in
from dialogue.weighing import price_asked
from faq.choice import Option
from faq.decision import Decision
from faq.entry import Entry
from faq.guiding.state import GuideReply, GuideState
from faq.library import Library
from faq.loader import Content
from faq.phone import SCREEN_LINES, fits_screen, reply_lines
from faq.reply import Reply

_ALSO = "另外问的“{}”：{}"
_WHOLE = "怎么办，全文"
_SURE = 0.8
"""How likely an entry must be that is answered beside another one: a part of a message says less than a message."""
_MOST_OTHERS = 2
_NEAR = 3
"""Among how many readings of a question the entry that is answered must be for it to be about the same."""
Decide = Callable[[str], Decision]


@dataclass(frozen=True)
class Others:
    """What a message asks besides its first question: other entries, and aspects of the first one's matter."""

    entries: tuple[Entry, ...] = ()
    aspects: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    """Questions that no entry answers for sure."""
    told: tuple[str, ...] = ()
    """What is said to those that people ask next about the first one's matter."""


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
    if price := price_asked(in_mandarin(text), dict(library.guidance.guides.irreversible), said=step):
        return price
    topic = topic_of(None, after, library.content, library.guidance)
    also = (topic.id,) if topic is not None else ()
    return beside_lines(library, tracker, questions_beside(text, library.guidance), step=step, also=also)


def first_of_several(text: str, decide: Decide) -> Decision | None:
    """The decision on the first question that can be answered outright, for a message that cannot as a whole."""
    parts = questions_in(text)
    if len(parts) < 2:
        return None
    alone = (decide(part) for part in parts if not aspect_in(Heard(part).core_key))
    return next((decision for decision in alone if decision.band == "answer"), None)


def others_asked(
    text: str,
    first: str,
    content: Content,
    decide: Decide,
    next_line: Callable[[str], str] = lambda _: "",
    near_line: Callable[[str, Decision], str] = lambda *_: "",
) -> Others:
    """What is asked beside the question that an entry answers; nothing when only one is.

    `next_line` tells what is said to a question that people ask next about it; empty for any other.
    `near_line` tells what stands near by to what no entry answers for sure.
    """
    parts = questions_in(text)
    if len(parts) < 2:
        return Others()
    entries: list[Entry] = []
    aspects: list[str] = []
    left: list[str] = []
    told: list[str] = []
    for part in parts:
        if line := next_line(part.rsplit("，", 1)[-1]):
            told.append(line)
            continue
        aspect = aspect_in(Heard(part).core_key)
        if aspect:
            aspects.append(aspect)
            continue
        decision = decide(part)
        sure = decision.band == "answer" and decision.candidates[0].score >= _SURE
        found = content.entry(decision.candidates[0].entry_id) if sure else None
        if found is not None and found.id != first and found not in entries:
            entries.append(found)
        elif found is None and all(item.entry_id != first for item in decision.candidates[:_NEAR]):
            if line := near_line(part.rsplit("，", 1)[-1], decision):
                told.append(line)
            else:
                left.append(part)
    return Others(tuple(entries[:_MOST_OTHERS]), tuple(dict.fromkeys(aspects)), tuple(left[:_MOST_OTHERS]), tuple(told))


def others_lines(others: Others, topic: Entry, content: Content, said: str) -> str:
    """The other questions in a line or two each, as far as a screen has room under what is said."""
    lines = list(others.told)
    for aspect in (item for item in others.aspects if item != "how"):
        told = aspect_told(aspect, topic, content)
        if told is not None and told.text not in said:
            lines.append(told.text.splitlines()[0])
    for asked in (part.rsplit("，", 1)[-1] for part in others.left):
        texts = texts_of(topic)
        found = covering_sentence(asked, topic.title, texts) or closest_sentence(asked, topic.title, texts)
        lines.append(found or (not_known(asked) if asks_by_words(asked) and not is_bare(asked) else ""))
    lines += [_ALSO.format(entry.title, conclusion(entry)) for entry in others.entries]
    kept: list[str] = []
    for line in lines:
        if line and line not in said and fits_screen("\n".join([said, *kept, line])):
            kept.append(line)
    return "\n".join(kept)


def with_line(reply: Reply, line: str, entry: Entry) -> Reply:
    """An answer with a line under it; where a screen has no room for both, its conclusion and a button to the whole."""
    if not line:
        return reply
    text = f"{reply.text}\n{line}"
    if reply_lines(text, [option.title for option in reply.options]) <= SCREEN_LINES:
        return replace(reply, text=text)
    return replace(reply, text=f"{conclusion(entry)}\n{line}", options=(Option(entry.id, _WHOLE), *reply.options[-1:]))


def with_others(reply: Reply, others: Others, topic: Entry, content: Content, lines: int = SCREEN_LINES) -> Reply:
    """An answer, what else was asked in a line each where there is room, and buttons for it."""
    if others == Others():
        return reply
    bare, buttons = (
        reply.text.partition("\n也可能是：\n")[0],
        tuple(Option(item.id, item.title) for item in others.entries),
    )
    beside = others_lines(others, topic, content, bare)
    text = "\n".join(filter(None, (bare, beside)))
    kept = tuple(option for option in reply.options if option.id not in {button.id for button in buttons})
    if bare != reply.text:  # what it might be instead gives way to what was asked
        kept = kept[-1:] if kept and kept[-1].id.startswith("more:") else ()
    options = (*buttons, *kept)
    while len(options) > len(buttons) and reply_lines(text, [option.title for option in options]) > lines:
        options = options[:-1]
    return replace(reply, text=text, options=options)
