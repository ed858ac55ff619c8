"""What is said to «能不能补», «归谁管», «几时有结果»: the one sentence of the matter in talk that decides it, first.

A list, the answer from its beginning, or «as said just now» would answer nobody who asks just that.
"""

from __future__ import annotations

import re
from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answering.reading import AskedQuestion, fitted, read_question
from actions.conversation import Memory, just_said, message_text, say_reply
from actions.english.leads import speaks_english
from actions.guiding.leading import case_of, conclusion, leads_slot, whole_case
from actions.in_talk.asked_next import in_talk, said_to
from actions.in_talk.aspects import ASK_THEM, aspect_told, not_known, says_unknown, texts_of
from actions.in_talk.beside import with_step_of
from actions.in_talk.same_cause import told_same_cause
from actions.in_talk.sent_between import told_between
from actions.in_talk.several import say_next_or_parts
from actions.in_talk.stays import OF_ANY_MATTER, STAYS
from actions.in_talk.talk_so_far import asked_of_sibling, sibling_asked
from actions.in_talk.what_to_say import told_what_to_say
from actions.lines.places_tried import told_after_place
from dialogue.mixed.several import questions_in
from dialogue.questions.aspect_texts import closest_sentence, sentences_in, sentences_naming
from dialogue.questions.direct import Direct, asked_directly, asked_of, asks_also, asks_must
from dialogue.readers.aspects import ASPECT
from dialogue.text.languages import in_mandarin
from dialogue.turns.variety import was_given
from faq.content.entry import Entry
from faq.content.likeness import letter_pairs
from faq.engine.followup import neighbours
from faq.engine.library import Library
from faq.ranking.decision import BY_TALK
from faq.saying.answer import answer_options
from faq.saying.reply import Reply
from faq.text.choice import HUMAN_OPTION
from faq.text.markup import to_plain
from faq.text.phone import first_sentence, line_count
from faq.text.polarity import says_whether, verdict_fits

_LINES = 4
"""How many lines such an answer takes."""
_ASPECTS: dict[Direct, str] = {"whom": "whom", "when": "time"}
_MAY_STAY = ("", "still", *(f"{ASPECT}{name}" for name in ("effect", "online", "must", "why", "whom")))
"""Kinds of follow-ups for which another entry is often found, by a word that any matter has."""
_SAME = "{}的也一样："
_NOT_LISTED = "写明要的里面没有“{}”，是不是另要，没有查到专门的说法。"
_NO_MUST = "没有写非“{}”不可，写的是：{}"
_BINDS = re.compile("必须|一定|只[能有]|不可|才|先|[要得]")
"""What a sentence holds that may say that it is the only way: then nothing is said to be none."""
_OTHERWISE = 0.9
"""How sure another matter is that is asked for itself."""
_HALF = 0.5
_LIKELY, _ASKED = 0.6, 0.75
"""How likely a follow-up must be: where the message is of the matter anyway, and for any other."""
_MOST = 6
"""Of how many letters at most what is asked may consist that leans on a matter next to the last."""


def told_directly(library: Library, tracker: Tracker, question: AskedQuestion) -> Reply | None:
    """The sentence that decides it; None where nothing is asked outright, or of another matter."""
    kind = asked_directly(question.text)
    if (must := _whether_must(library, tracker, question)) is not None:
        return must
    topic = library.content.entry(question.meant)
    stays = question.decision.reason == STAYS
    if not (kind or stays) or question.english or not question.fresh or topic is None:
        return None
    if len(questions_in(question.text)) > 1 or not _is_in_talk(library, tracker, question, topic):
        return None
    case = whole_case(tracker, library.guidance)
    found = library.asked_next(question.text, [topic.id], case, least=_LIKELY if stays else _ASKED)
    options = answer_options(topic, library.content)
    if found is not None:
        return Reply(said_to(question.text, found), options, "answer", topic.id, (), found.follow_up.asks[0])
    own = topic in in_talk(library, tracker)[:1]  # the gist of one next to it decides nothing
    line = _sentence(library, kind, question.text, topic, gist=own) if kind else ""
    if line:
        return Reply(line, options, "answer", topic.id, question.decision.candidates)
    if not stays:  # for the rest to tell
        return None
    thing = asks_also(question.text)
    unnamed = thing and not any(thing in text for text in texts_of(topic))
    lead = _NOT_LISTED.format(thing) if unnamed else not_known(question.text)
    gist = conclusion(topic)
    said = gist if gist not in just_said(tracker) else ""  # word for word once more, it tells nothing of this
    text = "\n".join(filter(None, (lead, said, ASK_THEM)))
    return Reply(text, (*options[:2], HUMAN_OPTION), "answer", topic.id, question.decision.candidates)


def _whether_must(library: Library, tracker: Tracker, question: AskedQuestion) -> Reply | None:
    """Whether something is the only way in the matter in talk, by the sentence of it that names the thing."""
    thing, talk = asks_must(question.text), in_talk(library, tracker)[:1]
    first = next(iter(question.decision.candidates), None)
    if not thing or not talk or question.english or not question.fresh or (first and first.score >= _OTHERWISE):
        return None
    topic = talk[0]
    found = library.asked_next(question.text, [topic.id], whole_case(tracker, library.guidance), least=_ASKED)
    line = closest_sentence(thing, "", texts_of(topic), least=max(1, len(letter_pairs(thing)) // 2))
    if found is not None or not line or _BINDS.search(line):
        return None
    return Reply(_NO_MUST.format(thing, line), answer_options(topic, library.content), "answer", topic.id)


def _is_in_talk(library: Library, tracker: Tracker, question: AskedQuestion, topic: Entry) -> bool:
    """Whether it is the matter just answered, or one next to it that the talk alone led to."""
    last = in_talk(library, tracker)[:1]
    if topic in last:
        return question.decision.reason == STAYS or was_given(question.memory.recent, topic.id)
    near = (*topic.related, *neighbours(topic, last)) if last else ()
    leans = question.decision.band == "answer" and question.decision.reason == BY_TALK
    return bool(last) and leans and last[0].id in near and len(asked_of(question.text)) <= _MOST


def say_at_once(
    dispatcher: CollectingDispatcher, tracker: Tracker, library: Library, kind: str
) -> list[EventType] | None:
    """What is surely asked next of the matter in talk, or outright of it, before anything is made of a follow-up."""
    if (told := told_between(library, tracker) or told_what_to_say(library, tracker)) is not None:
        reply = with_step_of(library, tracker, told, case_of(tracker))
        return say_reply(dispatcher, Memory.of(tracker), reply)
    sure = say_next_or_parts(dispatcher, tracker, library)
    sure = sure if sure is not None else say_asked_directly(dispatcher, tracker, library, kind)
    same = _same_of_sibling(library, tracker) if sure is None and kind == "and_that" else None
    if same is None:
        return sure
    return say_reply(dispatcher, Memory.of(tracker), with_step_of(library, tracker, same, case_of(tracker)))


def _same_of_sibling(library: Library, tracker: Tracker) -> Reply | None:
    """That an answer holds for the other thing, too, where that asked by itself would be given the same one again."""
    asked = in_mandarin(message_text(tracker))
    entry = next(iter(in_talk(library, tracker)), None)
    decision = asked_of_sibling(library, tracker, asked, entry.id) if entry is not None else None
    entry = library.content.entry(decision.says) if decision is not None and decision.band == "answer" else None
    if entry is None or not was_given(Memory.of(tracker).recent, entry.id):
        return None
    word = sibling_asked(asked)
    named = sentences_naming(word, texts_of(entry), lines=2)
    text = f"{_SAME.format(word)}{named}" if named else f"{_SAME.format(word).rstrip('：')}，照刚才说的办。"
    return Reply(text, answer_options(entry, library.content), "answer", entry.id, ())


def say_asked_directly(
    dispatcher: CollectingDispatcher, tracker: Tracker, library: Library, kind: str = ""
) -> list[EventType] | None:
    """What is asked outright by a message that was taken for a follow-up of that `kind`, or a wish for the staff.

    None where it is of another matter, or asks otherwise.
    """
    if kind not in _MAY_STAY or asked_directly(message_text(tracker)) is None or speaks_english(tracker):
        return None
    question = read_question(library, tracker, None)
    if question.decision.reason not in (STAYS, BY_TALK):
        return None
    events = say_directly(dispatcher, tracker, library, question)
    return None if events is None else [*events, *question.events]


def say_directly(
    dispatcher: CollectingDispatcher, tracker: Tracker, library: Library, question: AskedQuestion
) -> list[EventType] | None:
    """Say it, also where the sentence stood in what was said: it is what is asked for now."""
    said = (told(library, tracker, question) for told in (told_same_cause, told_directly, told_after_place))
    told = told_between(library, tracker) or told_what_to_say(library, tracker) or next(filter(None, said), None)
    if told is None:
        return None
    reply = with_step_of(library, tracker, fitted(told, question.known, library), question.case)
    unknown = says_unknown(told.text.partition("\n")[0])  # whom to ask is named once in a talk
    memory = replace(question.memory, again=not unknown or question.memory.again)
    return [*question.kept, *say_reply(dispatcher, memory, reply), *leads_slot(reply, library.content)]


def _sentence(library: Library, kind: Direct, text: str, topic: Entry, *, gist: bool) -> str:
    """The sentence that decides it, or the gist itself; empty where none does."""
    about, texts = asked_of(text), texts_of(topic)
    if kind in _ASPECTS:
        told = aspect_told(_ASPECTS[kind], topic, library.content)
        if told is not None and told.found:
            return told.text if line_count(told.text) <= _LINES else first_sentence(told.text)
        return _in_directory(library, topic) if kind == "whom" else ""
    concluded, said = conclusion(topic), [*texts, *(to_plain(item.say) for item in topic.follow_ups)]
    pairs = letter_pairs(about)
    near = closest_sentence(about, "", said, least=max(1, round(_HALF * len(pairs)))) if pairs else ""
    holding = (one for one in (concluded, *sentences_in(said)) if about and set(about) <= set(one))
    found = next((one for one in (near, *holding) if one and verdict_fits(text, one)), "")
    tells = says_whether(concluded) and verdict_fits(text, concluded) and _holds(concluded, about)
    return found or (concluded if gist and tells else "")


def _holds(concluded: str, about: str) -> bool:
    """Whether a yes or no is of what is asked: «能扫码绑» says nothing of «朋友看得到吗»."""
    return sum(letter in concluded for letter in about) >= _HALF * len(about)


def _in_directory(library: Library, topic: Entry) -> str:
    """The line of what lists who is there for what that names the matter."""
    lists = [entry for entry in library.content.entries if entry.intent in OF_ANY_MATTER]
    texts = [to_plain(entry.answer) for entry in lists]
    return closest_sentence(" ".join((topic.title, *topic.keywords)), "", texts)
