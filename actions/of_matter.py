"""What belongs to the matter in talk though nothing decides it alone: two weak signs of one matter make a sure one.

A bare fact («学校教务说报了») and a short question («一般几天翻好») say too little by themselves; read behind what was
said before, they are of the matter that this was of, and a list of other matters would answer nobody.
"""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Tracker

from actions.asked_next import in_talk, said_to
from actions.aspects import noted_with, texts_of
from actions.beside import told_in_talk
from actions.conversation import just_said
from actions.english import speaks_english
from actions.exactly import told_exactly
from actions.last_look import near_reply
from actions.leading import case_of, conclusion
from actions.question_reading import AskedQuestion, completed
from actions.several import with_others
from actions.talk_so_far import talk_so_far
from dialogue.aspect_texts import closest_sentence, names_matter
from dialogue.several import asks_plainly, may_ask, questions_in
from dialogue.variety import was_given
from faq.answer import answer_options, details_option
from faq.choice import HUMAN_OPTION
from faq.decision import OBJECTED, Decision
from faq.entry import Entry
from faq.library import Library
from faq.normalise import letters
from faq.reply import Reply

_AS_LIKELY = 0.5
"""How likely a follow-up of the matter is enough, where the message is of that matter anyway."""
_OWN = 0.65
"""How likely the matter must be for the message read behind what was said before it."""
_OTHER = 0.4
"""From how likely on by itself another matter may be what is meant."""
_MOST_CHARS, _MOST_TOLD = 16, 10
"""How long a question and a statement may be that lean on what was said before; a longer statement is a new one."""
_OWN_FACT = 0.9
"""How likely the matter must be for a statement, which has nothing that is answered."""
_LEAST_SHARED = 2
_LEAST_CHARS = 12
_STILL = "照刚才说的：{}"


def told_of_matter(library: Library, tracker: Tracker, question: AskedQuestion) -> Reply | None:
    """What the answers already shown say, or what is near them; None where something new is answered anyway."""
    if question.english or question.decision.elsewhere or (not question.fresh and question.reply.band == "answer"):
        return None
    told = told_exactly(library, tracker, question)
    if told is None and not (question.meant and not was_given(question.memory.recent, question.meant)):
        asked = (library, tracker, question.text, question.decision)
        told = told_in_talk(*asked) or (nearest_told(*asked) if question.fresh else None)
    return told and _with_what_else(library, question, told)


def _with_what_else(library: Library, question: AskedQuestion, told: Reply) -> Reply:
    """What is told of one question, with what else the message asks under it."""
    if len(questions_in(question.text)) < 2:
        return told
    fuller, entry = completed(library, question), library.content.entry(told.entry_id or "")
    if entry is None or fuller.entry is None or fuller.entry.id != entry.id:
        return told
    return with_others(told, replace(fuller.others, first=""), entry, library.content, fuller.room)


def nearest_told(library: Library, tracker: Tracker, text: str, decision: Decision) -> Reply | None:
    """What is said where a list, or nothing, would be: what is near, else what the matter in talk says to it."""
    return near_reply(library, tracker, text, decision) or _of_matter(library, tracker, text, decision)


def _of_matter(library: Library, tracker: Tracker, text: str, decision: Decision) -> Reply | None:
    unsure = decision.band == "clarify" and decision.second is None and decision.reason != OBJECTED
    if not unsure or decision.elsewhere or speaks_english(tracker) or case_of(tracker).running:
        return None
    asks = asks_plainly(text) or may_ask(text)
    entry = _matter(library, tracker, text, decision, asks=asks)
    if entry is None:
        return None
    near_by = (entry.id, decision.candidates[0].entry_id)
    found = library.asked_next(text, near_by, least=_AS_LIKELY) if asks else None
    if found is not None:
        line, options = said_to(text, found), answer_options(entry, library.content)
        return Reply(line, options, "answer", found.entry_id, (), found.follow_up.asks[0])
    near = closest_sentence(text, entry.title, texts_of(entry), least=_LEAST_SHARED)
    line = near if len(near) >= _LEAST_CHARS and near not in just_said(tracker) else conclusion(entry)
    if asks and not decision.doubtful:
        return None  # the list holds what is likely
    options = tuple(filter(None, (details_option(entry), HUMAN_OPTION)))
    told = _STILL.format(line) if asks else noted_with(text, line)
    return Reply(told, options, "answer", entry.id, ())


def _matter(library: Library, tracker: Tracker, text: str, decision: Decision, *, asks: bool) -> Entry | None:
    """The matter in talk that a short message is of; None where it may be of another one."""
    talk, said = in_talk(library, tracker), talk_so_far(library, tracker).said
    first = decision.candidates[0]
    listed = library.content.entry(first.entry_id)
    if not talk or not said or listed is None or len(letters(text)) > (_MOST_CHARS if asks else _MOST_TOLD):
        return None
    if listed in talk[:1]:  # it is likeliest anyway
        return listed
    facts = library.guidance.extractor.facts(text)
    if first.score >= _OTHER or (not facts and names_matter(text, " ".join((listed.title, *listed.keywords)))):
        return None
    together = library.decide(f"{said[-1]}，{text}", previous=talk[0].id)
    likely = next(iter(together.candidates), None)
    if likely is None or likely.score < (_OWN if asks else _OWN_FACT):
        return None
    return next((entry for entry in talk if entry.id == likely.entry_id), None)
