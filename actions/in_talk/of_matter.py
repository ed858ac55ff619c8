"""What belongs to the matter in talk though nothing decides it alone: two weak signs of one matter make a sure one.

A bare fact («学校教务说报了») and a short question («一般几天翻好») say too little by themselves; read behind what was
said before, they are of the matter that this was of, and a list of other matters would answer nobody.
"""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Tracker

from actions.answering.persons import is_of_other_case
from actions.answering.reading import AskedQuestion, completed
from actions.answering.several import with_others
from actions.conversation import Memory, just_said
from actions.english.leads import speaks_english
from actions.guiding.leading import case_of, conclusion, whole_case
from actions.guiding.next_steps import step_of_case
from actions.in_talk.asked_next import in_talk, said_to
from actions.in_talk.aspects import LET_SEE, noted_with, texts_of
from actions.in_talk.beside import told_in_talk
from actions.in_talk.circumstances import told_beside
from actions.in_talk.exactly import told_exactly
from actions.in_talk.last_look import near_reply
from actions.in_talk.talk_so_far import talk_so_far
from dialogue.mixed.several import asks_plainly, may_ask, questions_in
from dialogue.questions.aspect_texts import closest_sentence, names_matter
from dialogue.text.languages import in_mandarin
from dialogue.turns.next_matter import names_another
from dialogue.turns.sentences_said import holds_news
from dialogue.turns.variety import was_given
from faq.content.entry import Entry
from faq.engine.library import Library
from faq.ranking.decision import OBJECTED, Decision
from faq.saying.answer import answer_options, details_option
from faq.saying.reply import Reply
from faq.text.choice import HUMAN_OPTION
from faq.text.normalise import letters

_AS_LIKELY = 0.5
"""How likely a follow-up of the matter is enough, where the message is of that matter anyway."""
_OWN = 0.65
"""How likely the matter must be for the message read behind what was said before it."""
_OTHER = 0.4
"""From how likely on by itself another matter may be what is meant."""
_OTHER_THAN_FACT = 0.6
"""The same for a bare fact, which has words of many matters: «我07年毕业的专科»."""
_MOST_CHARS, _MOST_TOLD = 16, 14
"""How long a question and a statement may be that lean on what was said before; a longer statement is a new one."""
_OWN_FACT = 0.85
"""How likely the matter must be for a statement, which has nothing that is answered."""
_MOST_STATED, _MATTERS = 24, 3
_SURELY_OTHER = 0.9
"""How likely by itself another matter must be that a statement behind an answer is taken for."""
_NEAR_OWN, _NEAR_RELATED = 0.6, 0.9
"""How likely a statement of the last matter must be a follow-up of that, and of one next to it."""
_LEAST_SHARED = 2
_LEAST_CHARS = 12
_HEARD = "这个记下了。{}"
_STILL = "照刚才说的：{}"


def told_of_matter(library: Library, tracker: Tracker, question: AskedQuestion) -> Reply | None:
    """What the answers already shown say, or what is near them; None where something new is answered anyway."""
    if question.english or question.decision.elsewhere or (not question.fresh and question.reply.band == "answer"):
        return None
    if (own := _of_statement(library, tracker, question)) is not None:
        return own
    told = told_exactly(library, tracker, question)
    if told is None and not (question.meant and not was_given(question.memory.recent, question.meant)):
        asked = (library, tracker, question.text, question.decision)
        told = told_in_talk(*asked) or (nearest_told(*asked) if question.fresh else None)
    return told and _with_what_else(library, question, told)


def _of_statement(library: Library, tracker: Tracker, question: AskedQuestion) -> Reply | None:
    """What the last matter, or one next to it, says to a circumstance that is told behind its answer.

    «报名昨天截止了» behind a check that failed is of that check, whatever else it would be by itself: read behind the
    problem it is that matter again, and one of its follow-ups is near. None for what is surely another matter.
    """
    talk, text, decision = in_talk(library, tracker)[:_MATTERS], question.text, question.decision
    if not talk or not question.before or not question.fresh or question.case.running:
        return None
    if asks_plainly(text) or may_ask(text) or len(letters(text)) > _MOST_STATED or names_another(in_mandarin(text)):
        return None
    case = whole_case(tracker, library.guidance)
    if library.guidance.extractor.says_only_facts(text) and (meant := told_beside(library, text, talk[0], case)):
        line = said_to(text, meant)
        if holds_news(line, question.memory.recent):  # who somebody is, is no other matter: it is told for them
            return Reply(line, answer_options(talk[0], library.content), "answer", talk[0].id, ())
    first = next(iter(decision.candidates), None)
    own = first is not None and first.entry_id in [entry.id for entry in talk]
    if decision.band == "answer" and first is not None and not own and first.score >= _SURELY_OTHER:
        return None
    together = next(iter(library.decide(f"{question.before}，{text}", previous=talk[0].id).candidates), None)
    topic = next((entry for entry in talk if together is not None and entry.id == together.entry_id), None)
    if together is None or topic is None or together.score < _OWN:
        return None
    found = library.asked_next(text, [topic.id], case, least=_NEAR_OWN)
    found = found or library.asked_next(text, topic.related, case, least=_NEAR_RELATED)
    line = said_to(text, found) if found is not None else ""
    if found is None or not holds_news(line, question.memory.recent) or is_of_other_case(library, text, line):
        return None
    return Reply(line, answer_options(topic, library.content), "answer", topic.id, (), found.follow_up.asks[0])


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
    found = library.asked_next(text, near_by, whole_case(tracker, library.guidance), least=_AS_LIKELY) if asks else None
    if found is not None:
        line, options = said_to(text, found), answer_options(entry, library.content)
        return Reply(line, options, "answer", found.entry_id, (), found.follow_up.asks[0])
    near = closest_sentence(text, entry.title, texts_of(entry), least=_LEAST_SHARED)
    line = near if len(near) >= _LEAST_CHARS and near not in just_said(tracker) else conclusion(entry)
    if asks and (not near or not decision.doubtful):
        return None  # the list holds what is likely, or nothing is known of it
    options = tuple(filter(None, (details_option(entry), HUMAN_OPTION)))
    if not asks and not near:  # what holds for their case, not the same once more
        line = step_of_case(library, tracker, entry) or line
    known = not asks and not holds_news(line, Memory.of(tracker).recent)
    told = _STILL.format(line) if asks else _HEARD.format(LET_SEE) if known else noted_with(text, line)
    return Reply(told, options, "answer", entry.id, ())


def _matter(library: Library, tracker: Tracker, text: str, decision: Decision, *, asks: bool) -> Entry | None:
    """The matter in talk that a short message is of; None where it may be of another one."""
    talk, said = in_talk(library, tracker), talk_so_far(library, tracker).said
    first = decision.candidates[0]
    listed = library.content.entry(first.entry_id)
    told = not asks and bool(library.guidance.extractor.facts(text))
    if not talk or not said or listed is None or len(letters(text)) > (_MOST_CHARS if asks or told else _MOST_TOLD):
        return None
    if listed in talk[:1]:  # it is likeliest anyway
        return listed
    if told and first.score < _OTHER_THAN_FACT:  # a bare fact is told of what is talked about
        return talk[0]
    if first.score >= _OTHER or (not told and names_matter(text, " ".join((listed.title, *listed.keywords)))):
        return None
    together = library.decide(f"{said[-1]}，{text}", previous=talk[0].id)
    likely = next(iter(together.candidates), None)
    if likely is None or likely.score < (_OWN if asks else _OWN_FACT):
        return None
    return next((entry for entry in talk if entry.id == likely.entry_id), None)
