"""A small question that decides nothing by itself («寄到家里吗», «跑几趟»): it leans on the matter in talk.

That matter answers before any other is looked for: what people ask next about it, the sentence of it that tells the
kind of thing that is asked, what people ask next about its neighbours. Where none does, that is said in two lines with
whom to ask; a list of other matters would answer nobody.
"""

from __future__ import annotations

import re
from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answering.persons import is_for_others, is_of_other_case
from actions.answering.reading import AskedQuestion, fitted
from actions.conversation import say_reply
from actions.guiding.leading import whole_case
from actions.in_talk.asked_next import in_talk, said_to, title_of
from actions.in_talk.aspects import not_known, texts_of
from actions.in_talk.beside import with_step_of
from actions.in_talk.stays import STAYS
from actions.in_talk.surely_next import say_next
from dialogue.heard import Heard
from dialogue.mixed.several import asks_plainly, may_ask, questions_in
from dialogue.moods.rumours import tells_harm
from dialogue.questions.aspect_texts import names_matter, sentences_about
from dialogue.questions.aspects import aspect_in, aspect_mentioned
from dialogue.questions.direct import asked_of
from dialogue.text.languages import in_mandarin
from dialogue.turns.next_matter import names_another
from faq.content.entry import Entry
from faq.engine.followup import neighbours
from faq.engine.library import Library
from faq.follow_ups.asked_next import LEAST, AskedNext
from faq.ranking.decision import BY_TALK, CAREFUL, LEANING, OBJECTED, Decision
from faq.saying.answer import answer_options, details_option
from faq.saying.reply import Reply
from faq.text.choice import HUMAN_OPTION
from faq.text.normalise import letters

_MOST = 16
"""Of how many letters at most a question consists that leans on what was said before."""
_OWN, _KINDRED = 0.7, 0.9
"""How likely a follow-up of the matter in talk must be, which is meant anyway; and one of a neighbour of it."""
_NAMED = 0.5
"""From how likely on by itself another matter is meant that is named, though the one in talk has the words, too."""
_TOLD_BY_TALK = 0.9
"""From how likely on another entry is answered that only the talk leads to."""
_KINDS = ("fee", "time", "post", "whom", "papers", "device")
"""Kinds of questions of which one sentence of any matter tells by its words."""
_ENDS_ASKING = re.compile("..(?<![就还偏也都又可从才])不$|[了过到上有]没$")
_LINES, _LEAST_ASKED = 3, 2
_ASK_PERSON = "要问准就回复“人工”，您说过的一起带上。"


def say_leaning(
    dispatcher: CollectingDispatcher, tracker: Tracker, library: Library, question: AskedQuestion
) -> list[EventType] | None:
    """Say what the matter in talk, or one next to it, tells of it; a sentence also where it stood in the answer."""
    topic = _leant_on(library, tracker, question)
    if topic is None:
        return None
    elsewhere, text = bool(question.decision.elsewhere), question.text  # then only what is surely asked next is ours
    case = whole_case(tracker, library.guidance)
    own = library.asked_next(text, [topic.id], case, least=LEAST if elsewhere else _OWN)
    found = own if own is not None and (own.chance >= LEAST or _of_its_kind(text, own)) else None
    line = "" if found is not None or elsewhere else _sentence(text, topic)
    if found is None and not line and _is_unsure(question.decision):
        kindred = library.asked_next(text, topic.related, case, least=_KINDRED)
        found = kindred if kindred is not None and _of_its_kind(text, kindred) else None
    if found is not None:
        said = said_to(text, found)
        others = is_for_others(tracker, text, said, title_of(library, found)) or is_of_other_case(library, text, said)
        return None if others else [*question.kept, *say_next(dispatcher, tracker, library, found, question.lead)]
    if not line:
        return None
    told = fitted(Reply(line, answer_options(topic, library.content), "answer", topic.id, ()), question.known, library)
    reply = with_step_of(library, tracker, told, question.case)
    return [*question.kept, *say_reply(dispatcher, replace(question.memory, again=True), reply)]


def unknown_of_leaning(library: Library, tracker: Tracker, question: AskedQuestion) -> Reply | None:
    """That it is not known, in place of a list of other matters or the same answer once more; whom to ask for it."""
    topic, elsewhere = _leant_on(library, tracker, question), question.decision.elsewhere
    if not _is_unsure(question.decision):  # surely of that matter: its answer is wanted
        return None
    if topic is None or question.case.running or elsewhere or len(letters(asked_of(question.text))) < _LEAST_ASKED:
        return None
    first = next(iter(question.decision.candidates), None)
    other = library.content.entry(first.entry_id) if first is not None else None
    says = question.reply.band == "answer" or question.decision.leads
    if other is not None and other is not topic and says and _is_near(library, other, topic):
        return None
    options = tuple(filter(None, (details_option(topic), HUMAN_OPTION)))
    return Reply(f"{not_known(question.text)}\n{_ASK_PERSON}", options, "answer", topic.id, ())


def _leant_on(library: Library, tracker: Tracker, question: AskedQuestion) -> Entry | None:
    """The matter that a small question leans on; None where it decides something by itself, or names its own."""
    text, decision = question.text, question.decision
    talk = in_talk(library, tracker)
    if not talk or question.english or not question.fresh or decision.second is not None:
        return None
    if decision.reason in (CAREFUL, OBJECTED) or len(letters(text)) > _MOST or not _asks(library, text):
        return None
    if len(questions_in(text)) > 1 or names_another(text) or tells_harm(text):
        return None
    topic, alone = talk[0], library.decide(text)
    first = next(iter(decision.candidates), None)
    if alone.band == "answer":
        return None
    surely = first is not None and first.entry_id != topic.id and decision.band == "answer"
    if surely and first is not None and first.score >= _TOLD_BY_TALK:
        return None
    return None if _names_another(library, text, alone, topic) else topic


def _asks(library: Library, text: str) -> bool:
    """Whether a message asks, be it only by how people end a question at home: «得翻译不», «报上没»."""
    if asks_plainly(text) or _ENDS_ASKING.search(letters(text)):
        return True
    return may_ask(text) and not library.guidance.extractor.facts(text)


def _of_its_kind(text: str, found: AskedNext) -> bool:
    """Whether a follow-up asks the kind of thing that the question does, where that names one."""
    kind = aspect_mentioned(text)
    return not kind or any(aspect_mentioned(ask) == kind for ask in found.follow_up.asks)


def _names_another(library: Library, text: str, alone: Decision, topic: Entry) -> bool:
    """Whether a question that is not decided by itself names what comes first, and not the matter in talk as well."""
    likeliest = next(iter(alone.candidates), None)
    other = library.content.entry(likeliest.entry_id) if likeliest is not None and alone.band == "clarify" else None
    if likeliest is None or other is None or other is topic:
        return False
    if not names_matter(text, " ".join((other.title, *other.keywords))):
        return False
    here = names_matter(text, " ".join((topic.title, *topic.keywords, *texts_of(topic))))
    return likeliest.score >= _NAMED or not here


def _is_unsure(decision: Decision) -> bool:
    return decision.band != "answer" or decision.reason in (BY_TALK, LEANING, STAYS)


def _is_near(library: Library, other: Entry, topic: Entry) -> bool:
    return other.id in topic.related or other.id in neighbours(topic, library.content.entries)


def _sentence(text: str, topic: Entry) -> str:
    """The sentence of a matter that tells the kind of thing that is asked; empty where none does."""
    kind = aspect_in(Heard(in_mandarin(text)).core_key) or aspect_mentioned(text)
    return sentences_about(kind, texts_of(topic), lines=_LINES) if kind in _KINDS else ""
