"""What is said to somebody who does not simply take an answer: what it rests on, and what their own case changes."""

from __future__ import annotations

import re
from abc import ABC
from collections.abc import Iterable
from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answering.answers import KnowledgeAction
from actions.conversation import Memory, entity, just_said, message_text, say_fresh
from actions.english.leads import speaks_english
from actions.guiding.leading import case_of, conclusion, guide_of, say_step, told_facts, whole_case
from actions.in_talk.afterwards import after_what_happened
from actions.in_talk.asked_next import in_talk
from actions.in_talk.aspects import LET_SEE, not_known, noted_with
from actions.in_talk.circumstances import told_beside
from actions.in_talk.confirming import Confirmed, confirmed
from actions.in_talk.left_open import left_open
from actions.in_talk.stays import named_apart
from actions.in_talk.surely_next import say_next
from actions.in_talk.talk_so_far import talk_so_far
from actions.in_talk.verdicts import pressed_line
from actions.support import faster_way
from dialogue.facts.put_right import meant_instead
from dialogue.mixed.several import asks_by_words
from dialogue.questions.aspect_texts import closest_sentence, names_matter, sentences_about, sentences_naming
from dialogue.readers.closings import CONFIRM
from dialogue.readers.followups import PRESSED
from dialogue.readers.pushback import KIND, OBJECTION, WORD
from dialogue.text.languages import in_mandarin
from dialogue.turns.closings import asks_openly
from dialogue.turns.sentences_said import holds_news
from dialogue.turns.variety import fingerprint, was_given
from faq.content.entry import Entry
from faq.content.loader import Content
from faq.content.membership import with_claim
from faq.engine.afterwards import AFTERWARDS
from faq.ranking.decision import BY_TALK, Decision
from faq.saying.answer import details_option, newest_source
from faq.saying.reply import Reply
from faq.text.choice import HUMAN_OPTION, Option
from faq.text.markup import to_plain
from faq.text.phone import first_sentence

_RESTS_ON = "依据：{}。{}，没有在官网实时核对，以页面提示或学信网客服的答复为准。"
_MOST_SOURCES = 2
_URGENT = re.compile("今天|今晚|明天|后天|着急|很急|急用|等着用|来不及|截止|等不了|等不及")
_SURE = 0.93
"""How likely another matter must be that somebody's own words name, for it to be the new one."""
_ONCE_MORE = "好，再说一遍："
_NAMED = 0.5
"""The same for one that is named before a bare «行不行»."""
_LEAST_CHARS = 12
"""What is shorter is no sentence but a heading."""
_ENDINGS = "啊呀呢吧嘛。！!，,"
_LEAST_SHARED = 2
"""How many pairs of letters a sentence must share with an objection to be about it."""
_MAY_PUT_RIGHT = (OBJECTION, KIND, "the_one", "still", "and_that")
_KIND_NOTED = "记下了，是{}。这一类没有查到另外的办法，上面说的照样先试；拿不准回复“人工”。"


class PushbackAction(KnowledgeAction, ABC):
    """Hears somebody out. Abstract, for the server registers the others."""

    def is_put_right(self, kind: str, tracker: Tracker) -> bool:
        """Whether what looks like an objection, a kind or a follow-up only says what is meant, or was left open."""
        if left_open(self.library, tracker) is not None:
            return True
        return kind in _MAY_PUT_RIGHT and meant_instead(in_mandarin(message_text(tracker))) is not None

    def titled_apart(self, tracker: Tracker, topic: Entry, thing: str) -> Decision | None:
        """The decision on a thing that another matter is titled for, whatever may be asked next of this one."""
        if speaks_english(tracker):
            return None
        return named_apart(self.library, in_mandarin(message_text(tracker)), topic, thing=thing)

    def doubted(self, dispatcher: CollectingDispatcher, tracker: Tracker, topic: Entry) -> list[EventType]:
        """The conclusion again, and what it rests on."""
        case = case_of(tracker)
        reply = Reply(f"{conclusion(topic)}\n{rests_on(topic)}", (), "answer", topic.id, ())
        options = tuple(filter(None, (details_option(topic),)))
        reply = (
            self.with_step(tracker, reply, case) if case.running else Reply(reply.text, options, "answer", topic.id, ())
        )
        return self.show(dispatcher, tracker, reply)

    def objected(self, dispatcher: CollectingDispatcher, tracker: Tracker, topic: Entry) -> list[EventType]:
        """Another matter that their words name, else what is written of their case, else that nothing is."""
        memory, content, case = Memory.of(tracker), self.library.content, case_of(tracker)
        text = in_mandarin(message_text(tracker))
        context = with_claim(text, memory.school)
        talk = talk_so_far(self.library, tracker)
        decision = self.library.decide(text, previous=topic.id, context=context, talk=talk)
        if (apart := named_apart(self.library, text, topic, context)) is not None:
            return self.ask_library(dispatcher, tracker, said=apart)
        after = after_what_happened(self.library, tracker, text, decision).reason == AFTERWARDS
        if after or self._is_new(decision, memory, topic, least=0.0 if decision.reason == BY_TALK else _SURE):
            return self.ask_library(dispatcher, tracker)
        said = entity(tracker, WORD) or text
        if _URGENT.search(said):
            reply = Reply(faster_way(content, case_of(tracker).known), (HUMAN_OPTION,), "answer", topic.id, ())
        else:
            before = str(tracker.get_slot("last_question") or "") or topic.title
            together = self.library.decide(f"{before}，{text}", context=context)
            if self._is_new(together, memory, topic):
                return self.ask_library(dispatcher, tracker, said=together)
            reply = self.not_told(said, topic, _near(topic, together, content), memory)
        return self.show(dispatcher, tracker, self.with_step(tracker, reply, case))

    def once_more(self, dispatcher: CollectingDispatcher, tracker: Tracker, topic: Entry) -> list[EventType]:
        """The last words again, for who wants just that; where they are not at hand, the answer."""
        said = just_said(tracker).removeprefix(f"{_ONCE_MORE}\n")
        if not said:
            return self.show_entry(dispatcher, tracker, topic)
        return say_fresh(dispatcher, Memory.of(tracker), f"{_ONCE_MORE}\n{said}", None)

    def decided_again(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, topic: Entry, kind: str
    ) -> list[EventType]:
        """A verdict on what is to be confirmed; what is asked next, or of another matter; else the yes or no again."""
        text, case = in_mandarin(message_text(tracker)), case_of(tracker)
        talk = in_talk(self.library, tracker)
        told_so = confirmed(self.library, tracker) if kind == CONFIRM else None
        if told_so is not None and told_so.decides:
            return self._confirmed(dispatcher, tracker, told_so)
        alone = self.library.decide(text, previous=topic.id)
        if (told := self.next_asked(dispatcher, tracker, text, alone)) is not None:
            return told
        first = next(iter(alone.candidates), None)
        other = first is not None and first.score >= _SURE and first.entry_id not in [entry.id for entry in talk]
        if first is not None and first.score >= _NAMED and self._names_another(text, first.entry_id, talk):
            return self.ask_library(dispatcher, tracker, said=replace(alone, band="answer", second=None))
        line = pressed_line(topic, talk) if kind == PRESSED else ""
        if told_so is not None and asks_openly(text):  # «自己拍的行吗» states nothing that was said
            return self.ask_library(dispatcher, tracker)
        if told_so is not None and not (other and alone.band == "answer"):
            return self._confirmed(dispatcher, tracker, told_so)
        if not line or (other and alone.band == "answer"):
            return self.ask_library(dispatcher, tracker)
        reply = Reply(line, tuple(filter(None, (details_option(topic), HUMAN_OPTION))), "answer", topic.id, ())
        return self.show(dispatcher, tracker, self.with_step(tracker, reply, case))

    def _confirmed(self, dispatcher: CollectingDispatcher, tracker: Tracker, told: Confirmed) -> list[EventType]:
        options = tuple(filter(None, (details_option(told.entry), None if told.decides else HUMAN_OPTION)))
        reply, case = Reply(told.line, options, "answer", told.entry.id, ()), case_of(tracker)
        return self.show(dispatcher, tracker, self.with_step(tracker, reply, case))

    def _names_another(self, text: str, entry_id: str, talk: Iterable[Entry]) -> bool:
        """Whether what is told before «行不行» is a matter of its own, by the words of its title."""
        entry = self.library.content.entry(entry_id)
        return entry is not None and entry not in talk and names_matter(text, " ".join((entry.title, *entry.keywords)))

    def not_told(self, said: str, topic: Entry, others: Iterable[Entry], memory: Memory) -> Reply:
        """What the details and the neighbours of a topic say of somebody's case; that nothing does, and a person."""
        options = tuple(filter(None, (details_option(topic), HUMAN_OPTION)))
        further = further_told(said, topic, others)
        if further and fingerprint(further) not in memory.recent:
            return Reply(further, options, "answer", topic.id, ())
        way = sentences_about("other_way", _texts(topic), lines=2)
        told = said.rstrip(_ENDINGS)
        line = not_known(told) if asks_by_words(said) else noted_with(told, conclusion(topic))
        return Reply(f"{line}\n{way or LET_SEE}", options, "answer", topic.id, ())

    def named_kind(self, dispatcher: CollectingDispatcher, tracker: Tracker, topic: Entry) -> list[EventType]:
        """What holds for the kind that was named: another way through the guide, another entry, a sentence of one."""
        memory, content, case = Memory.of(tracker), self.library.content, case_of(tracker)
        guidance, facts, kind = self.library.guidance, told_facts(tracker), entity(tracker, WORD)
        guide = guide_of(topic, content)
        of_guide = guide and guide == case.guide and not (case.running or case.over)
        if of_guide and set(facts) - set(case.known):
            moved = guidance.engine.tell(case, facts)
            if fingerprint(moved[1].text) not in memory.recent:
                return say_step(dispatcher, tracker, guidance, *moved)
        before = str(tracker.get_slot("last_question") or "") or topic.title
        said = in_mandarin(message_text(tracker))
        meant = told_beside(self.library, said, topic, whole_case(tracker, guidance))
        if meant is not None and holds_news(meant.follow_up.say, memory.recent):
            return say_next(dispatcher, tracker, self.library, meant)
        together = self.library.decide(f"{said}，{before}", previous=topic.id, context=with_claim(said, memory.school))
        if self._is_new(together, memory, topic):
            return self.ask_library(dispatcher, tracker, said=together)
        texts = [_text_of(entry) for entry in (topic, *_near(topic, together, content))]
        told = next(filter(None, (sentences_naming(kind, [text], lines=4) for text in texts)), "")
        text = told if told and fingerprint(told) not in memory.recent else _KIND_NOTED.format(kind)
        options: tuple[Option, ...] = tuple(filter(None, (details_option(topic), HUMAN_OPTION)))
        reply = Reply(text, options, "answer", topic.id, ())
        return self.show(dispatcher, tracker, self.with_step(tracker, reply, case))

    def _is_new(self, decision: Decision, memory: Memory, topic: Entry, least: float = 0.0) -> bool:
        """Whether a decision answers with something that was not said yet."""
        first = next(iter(decision.candidates), None)
        if decision.band != "answer" or first is None or first.score < least:
            return False
        return first.entry_id != topic.id and not was_given(memory.recent, first.entry_id)


def rests_on(topic: Entry) -> str:
    """Where an answer comes from and how new that is, in one or two lines."""
    newest = newest_source(topic)
    dated = f"最新来源 {newest}" if newest else f"整理于 {topic.reviewed.isoformat()}"
    return _RESTS_ON.format("；".join(source.title for source in topic.sources[:_MOST_SOURCES]), dated)


def further_told(said: str, topic: Entry, others: Iterable[Entry]) -> str:
    """What the details of a topic, or the entries next to it, say of somebody's own case; empty when nothing."""
    gist = f"{topic.title}{first_sentence(to_plain(topic.answer))}"
    texts = [*(to_plain(section.text) for section in topic.more), *(_text_of(entry) for entry in others)]
    found = closest_sentence(said, gist, texts, least=_LEAST_SHARED)
    return found if len(found) >= _LEAST_CHARS and found.endswith("。") else ""


def _near(topic: Entry, decision: Decision, content: Content) -> list[Entry]:
    """The entries a topic names as related, and those a decision found likely."""
    names = dict.fromkeys([*topic.related, *(item.entry_id for item in decision.candidates)])
    return [entry for name in names if name != topic.id and (entry := content.entry(name)) is not None]


def _texts(entry: Entry) -> list[str]:
    return [*(to_plain(section.text) for section in entry.more), to_plain(entry.answer)]


def _text_of(entry: Entry) -> str:
    return "\n".join([to_plain(entry.answer), *(to_plain(section.text) for section in entry.more)])
